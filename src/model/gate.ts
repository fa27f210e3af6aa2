import type { Hold } from './approval.ts';
import type { Call, Principal, Session, Target } from './call.ts';
import type { JsonObject } from './json.ts';
import type { Outcome } from './outcome.ts';
import type { Courier, Question } from './relay.ts';
import type { Statement } from './statement.ts';
import type { ToolFacts } from './tool.ts';
import type { Standing } from './upstreams.ts';

export type ListKind = 'tools' | 'resources' | 'resourceTemplates' | 'prompts';

/** A list that is told of where it changes; templates of resources are told of with the resources. */
export type ChangingList = Exclude<ListKind, 'resourceTemplates'>;

/** What a name or address that a client used means behind us. */
export interface Found {
  readonly target: Target;
  readonly facts: ToolFacts;
}

/** How the client in front can be asked, and how long it will wait. */
export interface Doors {
  /**
   * Asks over the live connection (legacy elicitation). Undefined where the client cannot be asked while its call waits.
   * Aborting the signal closes the form: another door has answered.
   */
  readonly elicit?: (hold: Hold, signal: AbortSignal) => Promise<ElicitationAnswer>;
  /** True where the client can be asked by a result (modern elicitation): a held call returns at once. */
  readonly returns: boolean;
  /** Called while a held call waits for an answer from outside, to keep the client from timing out. */
  readonly waiting?: (message: string) => void;
}

export interface ElicitationAnswer {
  readonly action: 'approve' | 'deny' | 'none';
  /** A yes to all that the hold's list shows. */
  readonly list?: true;
  /** Milliseconds it took. */
  readonly took: number;
  /** It came after its form was withdrawn: it counts no more, and is recorded. */
  readonly isLate?: true;
}

/** How a client speaks with us, as it says itself. */
export interface Spoken {
  /** The protocol's revision; undefined before a legacy client has greeted. */
  readonly version: string | undefined;
  /** The ways in which it says that its user can be asked. */
  readonly asks: readonly ('form' | 'url')[];
}

/** What downstream/ is given: everything that a client can ask of us. */
export interface Gate {
  /** The JSON text of the array that a principal is shown, in a session where it is shown indeed. Waits for upstreams up to their start-up deadline; a dead one never breaks it. */
  list(kind: ListKind, principal: Principal, session?: Session): Promise<string>;
  /** Whether a client of this session was shown a list before that changed: one who did not listen then has not heard of it. */
  isOutdated(list: ChangingList, session: Session): boolean;
  /** Server capabilities downstream, from what upstreams offer. Known before any upstream is connected. */
  readonly capabilities: JsonObject;
  readonly instructions: string | undefined;
  /** Where a request goes: by the union's tool or prompt name, a resource's URI, a completion's ref. Undefined if there is no such thing. */
  find(method: string, params: JsonObject, session?: Session): Found | undefined;
  /**
   * Resolves when it is known what a request's server offers, or when that was waited for long enough, where only what was accepted
   * is shown until it has started, or what it lists is being judged; undefined where that is known. Its call is made after that, so that it is judged by what the server is.
   */
  starting(method: string, params: JsonObject): Promise<unknown> | undefined;
  /**
   * How the server stands that a name which is found nowhere begins with; undefined where it is there, none is meant, or the
   * principal has nothing of it.
   */
  absent(name: string, principal: Principal, session: Session): Promise<Standing | undefined>;
  /** Whether a principal is granted what a request goes to. Says nothing about the rest of the policy. */
  isGranted(principal: Principal, target: Target): boolean;
  /** Params as the upstream must see them: its own names and addresses in place of the union's. A fixed list of edits of the text. */
  inward(found: Found, method: string, paramsText: string): string;
  /** Result text as the client must see it: the union's addresses in place of the upstream's. */
  outward(upstream: string, method: string, resultText: string): string;
  pass(call: Call, courier: Courier, doors: Doors): Promise<Outcome>;
  /** Judges a question that a result of `call` puts to the client. Outcome `input_required`: it may be put; its answer comes with the next call. */
  permit(call: Call, question: Question, courier: Courier): Promise<Outcome>;
  /** Why a person has frozen the session, agent or server of a call; undefined where nobody has. */
  frozen(call: Call): string | undefined;
  /** Files what came back through a modern elicitation. False if it does not count. */
  answer(hold: Hold, answer: ElicitationAnswer, principal: Principal): Promise<boolean>;
  /** The hold with that id, if it waits for this principal in this session. */
  held(id: string, principal: Principal, session: Session): Promise<Hold | undefined>;
  /** Runs a held call of this principal and session again, whole, as it was stored; undefined if there is none. */
  resume(
    id: string,
    principal: Principal,
    session: Session,
    courier: Courier,
    doors: Doors,
  ): Promise<Outcome | undefined>;
  /**
   * A text of ours as it is shown: on this machine with its commands completed, so that they work wherever a person types
   * them; elsewhere without a word of where things are here.
   */
  readonly say: (text: string) => string;
  /** What `sallyport__status` tells this principal in this session: held calls, servers that wait or failed. Text for a model. */
  status(principal: Principal, session: Session): Promise<string>;
  /** A request of a client that only concerns us and our lists (handshake, ping, subscriptions): recorded, origin `ours`. */
  note(method: string, principal: Principal, session: Session, spoken: Spoken): void;
  /** Reports changes of lists, and notifications that belong to a session. Returns how to stop listening. */
  listen(listener: (event: GateEvent) => void): () => void;
  /** The client's roots have changed: servers that were told of roots hear of it. Recorded. */
  changedRoots(principal: Principal, session: Session): void;
  /** Something that becomes of a client's requests beside their answers. Recorded, and said to people. */
  remark(about: string, message: string): void;
  /** A session watches a resource once less. Its server is told nothing. */
  unwatch(target: Target, session: Session): void;
  /** What a client says about its session beside its calls; recorded before the session's next call is judged. */
  hear(session: Session, statements: readonly Statement[]): void;
  /**
   * Whether the person is to be asked what the task is before this call, the first of its session that acts. True once for
   * a session, and recorded; undefined where nobody is asked.
   */
  readonly asksTask?: (call: Call) => Promise<boolean>;
  /** A session's client went away: its upstream connections may be reaped. */
  leave(session: Session): void;
}

export type GateEvent =
  | { readonly kind: 'list_changed'; readonly list: ChangingList }
  /**
   * Another server has taken the place of one, or none has: nothing is watched there. `listed` resolves when that can be
   * asked for, `tried` when the server has begun, failed to, or waits for a person.
   */
  | {
      readonly kind: 'replaced';
      readonly upstream: string;
      readonly listed: Promise<unknown>;
      readonly tried: Promise<unknown>;
    }
  /** Calls are judged otherwise from now on. */
  | { readonly kind: 'rejudged' }
  /** `text` is the params' JSON text, with the upstream's own address in it; `uri` is the union's. */
  | { readonly kind: 'resource_updated'; readonly session: string; readonly uri: string; readonly text: string }
  | { readonly kind: 'log'; readonly session: string; readonly params: JsonObject; readonly text: string }
  /** A web page that a server asked for (legacy URL elicitation) is done. */
  | { readonly kind: 'elicited'; readonly session: string; readonly text: string };

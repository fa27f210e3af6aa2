import type { Hold, Verdict } from './approval.ts';
import { type Origin, OURSELVES, type Principal, type Session, type Target } from './call.ts';
import type { Decision, NoticeFacts } from './decision.ts';
import type { Evidence } from './evidence.ts';
import { QUESTION_METHODS } from './relay.ts';
import type { FailureReason } from './result.ts';
import type { StatementSource } from './statement.ts';
import type { FieldLabels, Label, Power, Role } from './tool.ts';

/** Version of the record format. A reader refuses a higher one with an explanation. */
export const RECORD_VERSION = 1;

/** UTF-16 units of what a user asked for that are kept; a longer text is cut. */
export const LONGEST_TASK = 65_536;

/** Where a payload is: beside the chain, under a salted digest, so that it can be erased while the chain stays intact. */
export interface PayloadRef {
  /** SHA-256 over salt and text. */
  readonly digest: string;
  /** UTF-16 units of the text as it was, before any cap. */
  readonly size: number;
  /** Whether the store keeps only its beginning. */
  readonly cut?: true;
}

/** What a record says, without its place in the chain. */
export type Entry =
  | CallEntry
  | ResultEntry
  | ToolEntry
  | HoldEntry
  | TaskEntry
  | PurposeEntry
  | SayingEntry
  | { readonly kind: 'approval'; readonly verdict: Verdict }
  /** An answer that did not count: another door had answered before, or the hold had expired. */
  | { readonly kind: 'late'; readonly verdict: Verdict }
  | { readonly kind: 'lost'; readonly call: string; readonly session: string; readonly labels: readonly Label[] }
  | { readonly kind: 'open'; readonly calls: readonly OpenCall[] }
  | {
      readonly kind: 'start';
      readonly pid: number;
      readonly version: string;
      readonly policy: string;
      readonly unattended: boolean;
      /** Which configuration: all of the chain is about its servers. */
      readonly file?: string;
    }
  | {
      readonly kind: 'reload';
      /** The hash of the policy in force from here on; each decision names its own. */
      readonly policy: string;
      readonly loosened: readonly string[];
      /** Which configuration: processes that share a record may have others. */
      readonly file: string;
      /** Other changes, one sentence each. */
      readonly changes?: readonly string[];
    }
  | {
      readonly kind: 'freeze';
      readonly subject: 'session' | 'agent' | 'server';
      readonly name: string;
      readonly on: boolean;
      readonly by: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'trust';
      readonly what: 'command' | 'configuration' | 'inspector';
      readonly name: string;
      readonly hash: string;
      readonly by: string;
    }
  | {
      readonly kind: 'token';
      readonly name: string;
      /** Added, or revoked. */
      readonly on: boolean;
      readonly agent?: string;
      readonly by: string;
    }
  | RetentionEntry
  | { readonly kind: 'erase'; readonly call: string; readonly digests: readonly string[]; readonly by: string }
  | {
      readonly kind: 'checkpoint';
      readonly heads: { readonly [writer: string]: string };
      readonly signature: string;
      readonly key: string;
    }
  | NoteEntry;

/** What else is worth knowing. What a program goes by stands in fields: the message is for people, and its words may change. */
export interface NoteEntry {
  readonly kind: 'note';
  readonly about: string;
  readonly message: string;
  /** Whose news it is. */
  readonly server?: string;
  /** Of a list: the revision of the protocol that its server speaks. */
  readonly protocol?: string;
  /** Of a client that greets, or asks for what concerns only us and our lists. */
  readonly greeting?: Greeting;
  /** Of a changed configuration that is not in force: which, and why it waits for a person, where it does. */
  readonly file?: string;
  readonly waits?: string;
}

/** Who a client is to us, and how it speaks, as it says itself. */
export interface Greeting {
  readonly principal: string;
  readonly session: Session;
  /** Its name and version. */
  readonly client?: string;
  /** The protocol's revision, once one was agreed on. */
  readonly protocol?: string;
  /** The ways in which its user can be asked. */
  readonly asks: readonly ('form' | 'url')[];
}

/** What is new of a server: what it offers, how that compares with the lockfile, its own state. */
export type News = 'listing' | 'lockfile' | 'server';

export const newsOf = (about: News, server: string, message: string, protocol?: string): NoteEntry => ({
  kind: 'note',
  about,
  server,
  message,
  ...(protocol === undefined ? {} : { protocol }),
});

/** One without a result where a segment begins, with the labels of its tool's: those before it may be removed meanwhile. */
export interface OpenCall {
  readonly call: string;
  readonly session: string;
  readonly labels: readonly Label[];
}

/** A segment that was removed for its age, or for room. */
export interface RetentionEntry {
  readonly kind: 'retention';
  /** `<writer>-<n>` */
  readonly removed: string;
  /** `seq:hash` of its last record. */
  readonly head: string;
  readonly reason: string;
  /** By the key of checkpoints, over all of the above: anybody who can write a record could tell of a removal. */
  readonly signature: string;
  readonly key: string;
}

/** The classification that calls of this chain refer to; written once per chain and segment, before the first call that needs it. */
export interface ToolEntry {
  readonly kind: 'tool';
  /** SHA-256 over the canonical form of what follows. */
  readonly facts: string;
  readonly powers: readonly Power[];
  readonly roles: { readonly [at: string]: Role };
  readonly labels: readonly Label[];
  /** Absent where no part of its results has labels of its own. */
  readonly fields?: FieldLabels;
  readonly definition: string;
}

/** What a user asked for, from anybody but the model. The text is the payload. */
export interface TaskEntry {
  readonly kind: 'task';
  readonly session: string;
  readonly source: StatementSource;
  /** Which of a hook's texts it is. */
  readonly id?: string;
  /** Milliseconds that the answer to a form took: no proof of a person, but a hint that there was none. */
  readonly took?: number;
  readonly payload: PayloadRef;
}

/** What a session is for, from the same sources. It only narrows what was said before. */
export interface PurposeEntry {
  readonly kind: 'purpose';
  readonly session: string;
  /** `outage`: what was said could not be recorded before the process died; where tools were named it is narrowed to none. */
  readonly source: StatementSource | 'outage';
  /** Names of purposes: granted is what all of them allow. */
  readonly purposes: readonly string[];
  /** The tools that the task needs, as `server.tool`; absent where only purposes were named. */
  readonly tools?: readonly string[];
}

/**
 * What a server said beside its results, and what of it could be recognised in a later call; the texts are the payload, as
 * JSON. Questions are in the record as calls.
 */
export interface SayingEntry {
  readonly kind: 'saying';
  /** The call it belongs to, or the id by which its sources name it. */
  readonly call: string;
  /** Absent where all sessions of the process are told. */
  readonly session?: string;
  readonly upstream: string;
  readonly labels: readonly Label[];
  /** Whether more was said than is kept. */
  readonly cut?: true;
  /** The rules that took parts of it out before the client heard it. */
  readonly redacted?: readonly string[];
  readonly payload: PayloadRef;
}

/** One call, as decided: admitted, or refused. */
export interface CallEntry extends RecordedCall {
  readonly kind: 'call';
  /** Of what a server asks: the labels of what it says. Absent where there are none, and where nothing could be taken from it. */
  readonly labels?: readonly Label[];
  /** Of what a server said beside its results, and was refused: what rules saw of it. */
  readonly notice?: NoticeFacts;
}

/** One call that waits for a person. */
export interface HoldEntry extends RecordedCall {
  readonly kind: 'hold';
  /** Without what was shown: that is the payload. */
  readonly hold: Hold;
}

/** What says how something was judged, and from which evidence. */
export type JudgedEntry = CallEntry | HoldEntry | ResultEntry;

/** Whether an entry is about a call as it was made: decided, or held. */
export const isOfCall = (entry: Entry): entry is CallEntry | HoldEntry =>
  entry.kind === 'call' || entry.kind === 'hold';

export const isJudged = (entry: Entry): entry is JudgedEntry => isOfCall(entry) || entry.kind === 'result';

/**
 * Whether an agent made this call by itself. A server's questions, the answers to them, and stand-ins for a server's text
 * are recorded like calls and are not the agent's.
 */
export const isOfAgent = ({
  origin,
  method,
  principal,
}: Pick<RecordedCall, 'origin' | 'method' | 'principal'>): boolean =>
  origin === 'downstream' && !QUESTION_METHODS.has(method) && principal.id !== OURSELVES;

/** The key of the session that an entry is about; undefined where it is about none. An edited line may hold anything there. */
export function sessionOf(entry: Entry): string | undefined {
  if (!('session' in entry)) return undefined;
  const key: unknown = typeof entry.session === 'string' ? entry.session : entry.session?.key;
  return typeof key === 'string' ? key : undefined;
}

/** A call, with what was known of it and what was concluded: enough to decide it again (law 9). */
export interface RecordedCall {
  readonly call: string;
  readonly session: Session;
  readonly principal: Principal;
  readonly origin: Origin;
  readonly method: string;
  readonly target: Target;
  /** Names the `tool` entry of the target. */
  readonly facts: string;
  readonly digest: string;
  readonly evidence: Evidence;
  readonly decision: Decision;
  /** The time the decision was made for. */
  readonly asOf: number;
  /** The params' text, secrets masked. */
  readonly payload: PayloadRef;
}

export interface ResultEntry {
  readonly kind: 'result';
  readonly call: string;
  readonly session: string;
  readonly target: Target;
  readonly powers: readonly Power[];
  /** Present where the call was an upstream's question: its answer went to the upstream, not to the agent. */
  readonly origin?: 'upstream';
  readonly outcome: 'complete' | 'input_required' | 'error' | FailureReason;
  readonly failed: boolean;
  /** UTF-16 units of its JSON text. */
  readonly size: number;
  readonly evidence: Evidence;
  readonly decision: Decision;
  readonly asOf: number;
  readonly payload: PayloadRef;
}

/** An entry and its place. `hash` covers the bytes of the line before it and of this one. */
export interface Record {
  readonly v: typeof RECORD_VERSION;
  /** Which chain: one per writing process. */
  readonly writer: string;
  /** Counted from 0 in its chain. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Hash of the record before it; '' for the first of a chain. */
  readonly prev: string;
  readonly entry: Entry;
  readonly hash: string;
}

import type { Call, Principal } from './call.ts';
import type { Decision } from './decision.ts';
import type { JsonObject } from './json.ts';
import type { Admitted } from './passage.ts';
import type { Result } from './result.ts';

/** What a server may ask its client for. */
export const QUESTION_METHODS: ReadonlySet<string> = new Set([
  'elicitation/create',
  'sampling/createMessage',
  'roots/list',
]);

/** What a client declares in order to be asked. */
export const ASKABLE = ['elicitation', 'sampling', 'roots'] as const;

/** What an upstream asks of the client while it carries out a call: `elicitation/create`, `sampling/createMessage`, `roots/list`. */
export interface Question {
  readonly upstream: string;
  readonly method: string;
  readonly params: JsonObject;
  /** The params' exact text. */
  readonly text: string;
}

/** Who makes a call, by what is in force now. */
export interface Caller {
  readonly principal: Principal;
  /** Why they would not be let in any more; undefined where they would. */
  readonly lapsed?: string;
}

/** What travels with a call and is not part of it. */
export interface Courier {
  /** Aborted when the client cancels or goes away. May be made on first use: ask for it in order to wait, not for every call. */
  readonly signal: AbortSignal;
  /** Whether it is cancelled, and who is to be told, without a signal: to make one costs more than a whole decision. */
  readonly isCancelled?: boolean;
  whenCancelled?(watcher: Watcher): void;
  /**
   * Who calls by now: a call that waited for a person is judged by what its caller is granted when it runs. Undefined where
   * nobody knows better than the call.
   */
  caller?(): Promise<Caller | undefined>;
  /** What the client declared it can do, as it sent it. */
  readonly capabilities: JsonObject;
  /** The log level the client asked for, where it did. */
  readonly logLevel?: string | undefined;
  /** Whether it gets logs without asking, as legacy clients do: a modern server has to be asked for them. */
  readonly hearsLogs?: boolean;
  /**
   * Set where the client wants to hear: notifications that belong to this call. `text` is the exact JSON text of `params`,
   * and what is passed on; the progress token in it is the one of the hop behind.
   */
  notify?(method: string, params: JsonObject, text: string): void;
  /**
   * Set where the client may be asked. Never rejects: no answer is a result that says so. `signal` is aborted when the
   * question is withdrawn, or its call is over.
   */
  ask?(question: Question, signal: AbortSignal): Promise<Result>;
  /**
   * Called with the decision that let its call through, and the call as that saw it, before it is sent: what follows from the
   * call rests on them. Where it was not called, nothing was sent.
   */
  admitted?(decision: Decision, seen: Call): void;
  /**
   * Counts a result of so many characters that came for its call, until it is answered. Why there is no room for it, where there
   * is none: whoever asks must not keep it then. Without this there always is.
   */
  receives?(size: number): string | undefined;
  /** What it was given and has not passed on yet; the answer waits for it. Undefined where there is nothing. */
  readonly queue?: Promise<void> | undefined;
}

/** Called once, when a call is cancelled, even after the call has ended. */
export interface Watcher {
  handleEvent(): void;
}

/** Sends an admitted call to its upstream. Never throws; refuses a key that was used. */
export type Relay = (admitted: Admitted, courier: Courier) => Promise<Result>;

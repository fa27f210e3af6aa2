import type { Principal, Target } from './call.ts';
import type { Door } from './decision.ts';
import type { ValueList } from './evidence/value-list.ts';
import type { JsonPointer } from './json.ts';

/** A call that waits for a person: everything that a person needs to judge it, its secrets masked. */
export interface Hold {
  /** Short enough to type: 8 characters of base32. */
  readonly id: string;
  readonly call: string;
  /** What the approval will be bound to: the call's digest, the definition's hash and the policy's. */
  readonly binding: string;
  readonly session: string;
  readonly principal: Principal;
  readonly target: Target;
  readonly method: string;
  /** The arguments as JSON text, secrets masked, for people's eyes: no letter is escaped that need not be. */
  readonly shown: string;
  /**
   * Where in `shown` the values are that decide, those that are asked about first. One that goes on into a string names a
   * letter of it.
   */
  readonly decisive?: readonly JsonPointer[];
  /** The rules that ask, strictest door first. */
  readonly rules: readonly string[];
  /** One sentence each: why it was held, where the decisive value came from. */
  readonly reasons: readonly string[];
  /** What a person may say yes to together with this call. */
  readonly list?: ValueList;
  /** The weakest door that counts. */
  readonly door: Door;
  readonly at: number;
  /** Milliseconds since 1970. After that nothing approves it. */
  readonly expires: number;
}

/** A clock that is kept right over the network is set back by less. */
const SET_BACK_MS = 60_000;

/**
 * Whether no answer to a hold counts any more. One that was filed in what is the future now, since the clock was set back,
 * would last for as much longer: it is over as well.
 */
export const isOver = ({ at, expires }: Pick<Hold, 'at' | 'expires'>, now: number): boolean =>
  expires <= now || at > now + SET_BACK_MS;

/** Calls of one principal that may wait at once. */
export const MOST_WAITING = 100;

export class TooManyHeld extends Error {
  override readonly name = 'TooManyHeld';
}

/** A person's answer to a hold. */
export interface Verdict {
  readonly hold: string;
  readonly binding: string;
  readonly answer: 'approve' | 'deny';
  /** A yes to all that the hold's list shows. */
  readonly list?: true;
  readonly door: Door;
  /** Whom it is attributed to: a login name, a client's name. */
  readonly by: string;
  readonly at: number;
  /** Milliseconds between the question and the answer, where the door knows. */
  readonly took?: number;
}

/** Holds and verdicts of all processes that share the state directory. */
export interface Approvals {
  /**
   * Files a hold, or returns the one that already waits for the same binding and names the same rules, or more. Rejects with
   * `TooManyHeld` where so many of that principal wait that more would hide them. `before`: the hold under which the same call
   * waited already.
   */
  hold(hold: Hold, before?: string): Promise<Hold>;
  /**
   * Files a verdict once `record` has made it durable. False if the hold is unknown, expired, answered before, or the door is too
   * weak: then nothing is recorded.
   */
  answer(verdict: Verdict, record?: () => Promise<boolean>): Promise<boolean>;
  /** Waits until a hold is answered, at most `ms` milliseconds. */
  wait(holdId: string, ms: number, signal?: AbortSignal): Promise<Verdict | undefined>;
  /** The unspent verdict for a binding, if it has not expired: a no, or a yes to a hold that `covers` takes. */
  find(binding: string, covers?: (hold: Hold) => boolean): Promise<Verdict | undefined>;
  /** Spends a verdict: true for exactly one caller (an atomic create), unless that one gives it back. */
  consume(holdId: string): Promise<boolean>;
  /** The one that spent it has sent nothing. */
  giveBack(holdId: string): Promise<void>;
  get(holdId: string): Promise<Hold | undefined>;
  /** The client that waited for the answer no longer does. An answer still counts, for the same call made again. */
  leave(holdId: string): Promise<void>;
  /**
   * One of the calls that a hold was filed for needs no answer any more. True if it was the last of them: nobody is asked
   * then, and an answer does not count.
   */
  withdraw(hold: Hold): Promise<boolean>;
  /** Unanswered, unexpired holds that were not withdrawn, oldest first. */
  pending(): Promise<readonly Hold[]>;
}

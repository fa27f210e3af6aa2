import type { Call } from './call.ts';
import type { Decision, NoticeFacts } from './decision.ts';
import type { Evidence, Fault } from './evidence.ts';
import type { Result } from './result.ts';

/**
 * The keys of the two doors. Nothing reaches an upstream without an `Admitted`, and nothing of one is answered without a
 * `Settled`. The brands are declared here and cast only in journal/, which also makes each good for one use.
 */
declare const admittedBrand: unique symbol;
declare const settledBrand: unique symbol;

/** A call whose decision to let it pass is durably recorded. */
export interface Admitted {
  readonly [admittedBrand]: true;
  readonly call: Call;
  readonly decision: Decision;
  /** Marks the key as used; true only the first time. A relay that gets false must refuse. */
  use(): boolean;
}

/** A result that was judged and recorded. `result` is what may be answered: the upstream's own, redacted, or withheld. */
export interface Settled {
  readonly [settledBrand]: true;
  readonly call: Call;
  readonly decision: Decision;
  readonly result: Result;
  use(): boolean;
}

export type Admission =
  | { readonly ok: true; readonly admitted: Admitted }
  | { readonly ok: false; readonly fault: Fault };

/** What was concluded of a call, and from what. */
export interface Judgement {
  /** The call as the policy saw it: secrets masked, in `args` and `text` alike. */
  readonly seen: Call;
  readonly evidence: Evidence;
  readonly decision: Decision;
  readonly asOf: number;
  /** Where it is no call, and something that a server said beside its results. */
  readonly notice?: NoticeFacts;
}

/** The same beside the call as it came, which alone may be sent. */
export interface JudgedCall extends Judgement {
  readonly call: Call;
}

/** What was concluded of a result, and what may be answered. */
export interface JudgedResult {
  readonly admitted: Admitted;
  readonly received: Result;
  /** The JSON text of the received result as it is recorded, secrets masked. */
  readonly seen: string;
  /** As it may be answered, after obligations. */
  readonly result: Result;
  readonly evidence: Evidence;
  readonly decision: Decision;
  readonly asOf: number;
}

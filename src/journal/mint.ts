import type { Call } from '../model/call.ts';
import type { Decision } from '../model/decision.ts';
import type { Admitted, Settled } from '../model/passage.ts';
import type { Result } from '../model/result.ts';

/** A key that is good for one use. */
class Key {
  readonly call: Call;
  readonly decision: Decision;
  readonly result: Result | undefined;
  #used = false;

  constructor(call: Call, decision: Decision, result: Result | undefined) {
    this.call = call;
    this.decision = decision;
    this.result = result;
  }

  use(): boolean {
    if (this.#used) return false;
    this.#used = true;
    return true;
  }
}

/** The only casts to the two brands are here, so that every branded value came from the journal. */
const mint = (call: Call, decision: Decision, result?: Result): unknown => new Key(call, decision, result);

export const mintAdmitted = (call: Call, decision: Decision): Admitted => mint(call, decision) as Admitted;

export const mintSettled = (call: Call, decision: Decision, result: Result): Settled =>
  mint(call, decision, result) as Settled;

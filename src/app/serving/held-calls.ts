import type { Hold } from '../../model/approval.ts';
import type { Call, Principal, Session } from '../../model/call.ts';
import type { ElicitationAnswer } from '../../model/gate.ts';
import type { Outcome } from '../../model/outcome.ts';
import { again } from '../../pipeline/breakpoint.ts';
import { fileElicitation } from '../../pipeline/doors.ts';
import { lapse, withdraw } from '../../pipeline/hold.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { createWaiting, type Waiting } from '../../pipeline/waiting.ts';

/** Calls that wait for a person, as far as a client may know of them: each principal and session of its own. */
export class HeldCalls {
  /** Those that can be run again as they were. */
  readonly waiting: Waiting;
  /** Questions of servers, which none of these is: a client cannot resume them. */
  readonly questions: Waiting;
  readonly #current: () => Interposer;

  /** `room`: how many letters of calls are kept to be run again. */
  constructor(current: () => Interposer, room: () => number) {
    this.#current = current;
    this.waiting = createWaiting(current().now, room);
    this.questions = createWaiting(current().now, room);
  }

  async of(principal: Principal, session: Session): Promise<Hold[]> {
    return (await this.#current().approvals.pending()).filter((hold) => isOf(hold, principal, session));
  }

  async find(id: string, principal: Principal, session: Session): Promise<Hold | undefined> {
    const { approvals, now } = this.#current();
    const hold = await approvals.get(id);
    return hold !== undefined && isOf(hold, principal, session) && hold.expires > now() ? hold : undefined;
  }

  answer(hold: Hold, answer: ElicitationAnswer, principal: Principal): Promise<boolean> {
    return fileElicitation(hold, answer, principal, this.#current());
  }

  /** Another policy is in force: what the one before asked about is taken back, and judged anew where a call waits for it. */
  async lapse(policy: string): Promise<void> {
    const lapsed = [this.waiting, this.questions].flatMap((waiting) => waiting.lapse(policy));
    for (const hold of lapsed) await lapse(hold, this.#current());
  }

  /** Has a call passed again, whole, as it was stored; undefined if there is none. */
  async resume(
    id: string,
    principal: Principal,
    session: Session,
    pass: (call: Call) => Promise<Outcome>,
  ): Promise<Outcome | undefined> {
    const found = this.waiting.find(id, principal, session.key);
    if (found === undefined) return undefined;
    const outcome = await pass(again(found.call, found.hold, this.#current(), principal));
    if (outcome.kind === 'held') return outcome;
    await withdraw(found.hold, outcome.kind === 'refused' ? outcome : outcome.settled, this.#current());
    return outcome;
  }
}

const isOf = (hold: Hold, { id }: Principal, { key }: Session): boolean =>
  hold.principal.id === id && hold.session === key;

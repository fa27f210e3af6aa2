import type { JsonObject } from '../model/json.ts';
import type { Courier } from '../model/relay.ts';
import type { Result } from '../model/result.ts';
import type { Clock, Timed } from './clock.ts';

/** One request in flight. It listens to its own abort signal and clock, so that no call needs closures. */
export class Pending implements Timed {
  readonly id: number;
  readonly courier: Courier;
  /** Whether a client's call, rather than a request of our own. */
  readonly isCall: boolean;
  /** The client's own progress token, which is put back in the answer; undefined where it gave none. */
  readonly token: string | number | undefined;
  readonly answered: Promise<Result>;
  readonly #timeout: number;
  readonly #ceiling: number;
  readonly #give: (pending: Pending, reason: 'cancelled' | 'timeout') => void;
  #resolve!: (result: Result) => void;
  #isOver = false;
  /** Unanswered questions that the upstream asks within this call. */
  #questions: Set<AbortController> | undefined;
  readonly #clock: Clock;
  readonly #started: number;
  due: number;

  /** `timeout` and `ceiling` in milliseconds, 0 for none; `giveUp` is called at most once, when the time is up or the client left. */
  constructor(
    id: number,
    courier: Courier,
    token: string | number | undefined,
    timeout: number,
    ceiling: number,
    giveUp: (pending: Pending, reason: 'cancelled' | 'timeout') => void,
    clock: Clock,
    isCall = false,
  ) {
    this.id = id;
    this.isCall = isCall;
    this.courier = courier;
    this.token = token;
    this.#timeout = timeout;
    this.#ceiling = ceiling;
    this.#give = giveUp;
    this.answered = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#clock = clock;
    this.#started = performance.now();
    this.due = this.#started + timeout;
    if (timeout > 0) clock.add(this);
    if (courier.whenCancelled === undefined) courier.signal.addEventListener('abort', this);
    else courier.whenCancelled(this);
  }

  /** The upstream is alive and working: the time-out starts again, up to the ceiling. */
  progressed(): void {
    const due = performance.now() + this.#timeout;
    if (due - this.#started <= this.#ceiling) this.due = due;
  }

  /** The client is being asked something within this call: the time-out pauses. `question` is aborted when the call ends. */
  hold(question: AbortController): void {
    this.#questions ??= new Set();
    this.#questions.add(question);
    this.#clock.remove(this);
  }

  /** A question is answered; with the last one the time-out starts again. */
  release(question: AbortController): void {
    if (this.#questions?.delete(question) !== true || this.#questions.size > 0 || this.#isOver) return;
    if (this.#timeout === 0) return;
    this.due = performance.now() + this.#timeout;
    this.#clock.add(this);
  }

  settle(result: Result): void {
    this.#isOver = true;
    this.#clock.remove(this);
    if (this.#questions !== undefined) for (const question of this.#questions) question.abort();
    if (this.courier.whenCancelled === undefined) this.courier.signal.removeEventListener('abort', this);
    this.#resolve(result);
  }

  expire(): void {
    this.#give(this, 'timeout');
  }

  handleEvent(): void {
    this.#give(this, 'cancelled');
  }

  notify(method: string, params: JsonObject, text: string): void {
    this.courier.notify?.(method, params, text);
  }
}

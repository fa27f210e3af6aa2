import type { JsonObject } from '../model/json.ts';
import type { Courier } from '../model/relay.ts';
import type { Result } from '../model/result.ts';

/** A timer that is set to more milliseconds fires at once. */
export const LONGEST = 2 ** 31 - 1;

/** One request in flight. It listens to its own abort signal and its own clock, so that no call needs closures. */
export class Pending {
  readonly id: number;
  readonly courier: Courier;
  /** Whether a client's call, rather than a request of our own. */
  readonly isCall: boolean;
  /** The client's own progress token, which whoever answers it puts back; undefined where it gave none. */
  readonly token: string | number | undefined;
  readonly answered: Promise<Result>;
  readonly #timeout: number;
  readonly #ceiling: number;
  readonly #give: (pending: Pending, reason: 'cancelled' | 'timeout') => void;
  #resolve!: (result: Result) => void;
  #timer: NodeJS.Timeout | undefined;
  #started = 0;
  #isOver = false;
  /** Questions that the upstream asks within this call, and nobody has answered yet. */
  #questions: Set<AbortController> | undefined;

  /** `timeout` and `ceiling` in milliseconds, 0 for none; `giveUp` is called at most once, when the time is up or the client left. */
  constructor(
    id: number,
    courier: Courier,
    token: string | number | undefined,
    timeout: number,
    ceiling: number,
    giveUp: (pending: Pending, reason: 'cancelled' | 'timeout') => void,
    isCall = false,
  ) {
    this.id = id;
    this.isCall = isCall;
    this.courier = courier;
    this.token = token;
    this.#timeout = Math.min(timeout, LONGEST);
    this.#ceiling = ceiling;
    this.#give = giveUp;
    this.answered = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (timeout > 0) {
      this.#started = performance.now();
      this.#timer = setTimeout(expire, this.#timeout, this);
    }
    if (courier.whenCancelled === undefined) courier.signal.addEventListener('abort', this);
    else courier.whenCancelled(this);
  }

  /** The upstream is alive and working: the time-out starts again, unless the ceiling is near. */
  progressed(): void {
    if (performance.now() - this.#started + this.#timeout <= this.#ceiling) this.#timer?.refresh();
  }

  /** The client is being asked something within this call: the time-out stands still. `question` is aborted when the call ends. */
  hold(question: AbortController): void {
    this.#questions ??= new Set();
    this.#questions.add(question);
    clearTimeout(this.#timer);
  }

  /** The question is answered; with the last one the time-out starts again. */
  release(question: AbortController): void {
    if (this.#questions?.delete(question) !== true || this.#questions.size > 0 || this.#isOver) return;
    if (this.#timeout > 0) this.#timer = setTimeout(expire, this.#timeout, this);
  }

  settle(result: Result): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
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

const expire = (pending: Pending): void => pending.expire();

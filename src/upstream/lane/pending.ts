import type { JsonObject } from '../../model/json.ts';
import type { Courier } from '../../model/relay.ts';
import type { Result } from '../../model/result.ts';
import type { Clock, Timed } from '../clock.ts';

/** On which terms a lane waits for answers: one object for all its requests. Times in milliseconds. */
export interface Terms {
  readonly clock: Clock;
  /** How long a call may be silent. */
  readonly timeout: number;
  /** After how long a call ends, whatever progress it tells. */
  readonly ceiling: number;
  /** Called at most once for each request, when the time is up or the client left. */
  readonly giveUp: (pending: Pending, reason: 'cancelled' | 'timeout') => void;
}

/** One request in flight. It listens to its own abort signal and clock, so that no call needs closures. */
export class Pending implements Timed {
  readonly id: number;
  readonly courier: Courier;
  readonly answered: Promise<Result>;
  readonly #terms: Terms;
  readonly #timeout: number;
  /** Put off by the time that the client was asked in. */
  #started: number;
  /** Infinite where nothing is waited for. */
  due: number;
  #resolve!: (result: Result) => void;
  #isOver = false;
  /** Unanswered questions that the upstream asks within this call. */
  #questions: Set<AbortController> | undefined;
  #askedAt = 0;

  /** `timeout` 0 waits for as long as it takes. */
  constructor(id: number, courier: Courier, terms: Terms, timeout: number) {
    this.id = id;
    this.courier = courier;
    this.#terms = terms;
    this.#timeout = timeout;
    this.answered = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#started = performance.now();
    this.due = timeout > 0 ? this.#started + timeout : Number.POSITIVE_INFINITY;
    terms.clock.await(this.due);
    if (courier.whenCancelled === undefined) courier.signal.addEventListener('abort', this);
    else courier.whenCancelled(this);
  }

  /** The upstream is alive and working: the time-out starts again, up to the ceiling. */
  progressed(): void {
    if (this.due !== Number.POSITIVE_INFINITY) this.due = this.#fromNow();
  }

  /** The client is being asked something within this call: no time passes. `question` is aborted when the call ends. */
  hold(question: AbortController): void {
    this.#questions ??= new Set();
    if (this.#questions.size === 0) this.#askedAt = performance.now();
    this.#questions.add(question);
    this.due = Number.POSITIVE_INFINITY;
  }

  /** A question is answered; with the last one the time-out starts again. */
  release(question: AbortController): void {
    if (this.#questions?.delete(question) !== true || this.#questions.size > 0 || this.#isOver) return;
    if (this.#timeout === 0) return;
    this.#started += performance.now() - this.#askedAt;
    this.due = this.#fromNow();
    this.#terms.clock.await(this.due);
  }

  #fromNow(): number {
    return Math.min(performance.now() + this.#timeout, this.#started + this.#terms.ceiling);
  }

  settle(result: Result): void {
    this.#isOver = true;
    this.due = Number.POSITIVE_INFINITY;
    if (this.#questions !== undefined) for (const question of this.#questions) question.abort();
    if (this.courier.whenCancelled === undefined) this.courier.signal.removeEventListener('abort', this);
    this.#resolve(result);
  }

  expire(): void {
    this.#terms.giveUp(this, 'timeout');
  }

  handleEvent(): void {
    this.#terms.giveUp(this, 'cancelled');
  }

  notify(method: string, params: JsonObject, text: string): void {
    this.courier.notify?.(method, params, text);
  }
}

/** A client's call in flight, rather than a request of our own. */
export class PendingCall extends Pending {
  /** The client's own progress token, which is put back in the answer; undefined where it gave none. */
  readonly token: string | number | undefined;
  /** The key of the session that it belongs to. */
  readonly session: string;

  constructor(id: number, courier: Courier, terms: Terms, token: string | number | undefined, session: string) {
    const { timeout, ceiling } = terms;
    // Less than a millisecond would be no time-out at all.
    super(id, courier, terms, Math.min(timeout, Math.max(ceiling, 1)));
    this.token = token;
    this.session = session;
  }
}

const NOTHING: JsonObject = Object.freeze({});
/** For requests that nobody cancels. Nobody listens to its signal, which all of them share and which would gather their listeners. */
export const UNCANCELLED: Courier = Object.freeze({
  signal: new AbortController().signal,
  isCancelled: false,
  whenCancelled: () => undefined,
  capabilities: NOTHING,
});

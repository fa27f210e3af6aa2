/** A timer that is set to more milliseconds fires at once. */
export const LONGEST = 2 ** 31 - 1;

/** A clock that rings later than this, in milliseconds, was stopped with all of us: by Ctrl-Z, or a machine with no time for us. */
const LATE = 1_000;

/** Something with a deadline. */
export interface Timed {
  /** In the milliseconds of `performance.now()`; may be postponed while it waits. */
  readonly due: number;
  /** Called when the time is up; `due` must lie ahead after it, or be infinite. */
  expire(): void;
}

/**
 * One timer for everything that waits on a connection: most calls are answered long before their deadline, and a timer for
 * each costs as much as reading its answer. It keeps no process alive; what is waited for does.
 */
export class Clock {
  readonly #waiting: () => Iterable<Timed>;
  #timer: NodeJS.Timeout | undefined;
  #set = Number.POSITIVE_INFINITY;
  #isLate = false;

  /** `waiting`: all that waits; read when the clock rings. */
  constructor(waiting: () => Iterable<Timed>) {
    this.#waiting = waiting;
  }

  /** Something waits that did not, until `due`. */
  await(due: number): void {
    if (due < this.#set) this.#wind(due);
  }

  #wind(due: number): void {
    clearTimeout(this.#timer);
    this.#set = due;
    this.#timer = setTimeout(this.#ring, Math.min(Math.max(due - performance.now(), 0), LONGEST));
    this.#timer.unref();
  }

  readonly #ring = (): void => {
    const now = performance.now();
    // What was answered meanwhile lies unread, and is read first.
    this.#isLate = now - this.#set > LATE && !this.#isLate;
    if (this.#isLate) this.#wind(now + LATE);
    else this.#expire(now);
  };

  #expire(now: number): void {
    // Expiring one may settle others, which are then no longer due: hence the copy.
    for (const timed of [...this.#waiting()]) if (timed.due <= now) timed.expire();
    this.#set = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const { due } of this.#waiting()) if (due < next) next = due;
    if (next < Number.POSITIVE_INFINITY) this.#wind(next);
  }
}

/** A timer that is set to more milliseconds fires at once. */
export const LONGEST = 2 ** 31 - 1;

/** Something with a deadline. */
export interface Timed {
  /** In the milliseconds of `performance.now()`; may be postponed while it waits. */
  readonly due: number;
  /** Called once, when the time is up, after it was taken off the clock. */
  expire(): void;
}

/**
 * One timer for everything that waits on a connection: most calls are answered long before their deadline, and a timer for
 * each costs as much as reading its answer. It keeps no process alive; what is waited for does.
 */
export class Clock {
  readonly #waiting = new Set<Timed>();
  #timer: NodeJS.Timeout | undefined;
  #set = Number.POSITIVE_INFINITY;

  add(timed: Timed): void {
    this.#waiting.add(timed);
    if (timed.due < this.#set) this.#wind(timed.due);
  }

  remove(timed: Timed): void {
    this.#waiting.delete(timed);
  }

  #wind(due: number): void {
    clearTimeout(this.#timer);
    this.#set = due;
    this.#timer = setTimeout(this.#ring, Math.min(Math.max(due - performance.now(), 0), LONGEST));
    this.#timer.unref();
  }

  readonly #ring = (): void => {
    const now = performance.now();
    for (const timed of [...this.#waiting]) {
      // One that expires may take others with it.
      if (timed.due > now || !this.#waiting.delete(timed)) continue;
      timed.expire();
    }
    this.#set = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const { due } of this.#waiting) if (due < next) next = due;
    if (next < Number.POSITIVE_INFINITY) this.#wind(next);
  };
}

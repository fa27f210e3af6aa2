/** How long is waited before a server is listed again, at first and at most, in milliseconds. */
const SHORTEST = 100;
const LONGEST = 60_000;
/** So many times in a row it is listed soon: whoever turns tools on and off by hand, or in a test, is not made to wait. */
const AT_ONCE = 5;
/** A server that was silent for so many times the last wait is calm again. */
const CALM = 10;
/** One that has to wait longer than this says again and again that it changed. Milliseconds. */
const RESTLESS = 2_000;

/**
 * Lists a server again when it says that a list has changed: once for a burst of changes, and never while it is being listed.
 * One that says so after each listing would be listed for good: after a few times it waits twice as long each time, until it is calm.
 */
export class Relisting<T> {
  readonly #again: (by: T) => void;
  /** Told the wait in milliseconds when a server becomes restless, undefined when it is calm again. */
  readonly #restless: (wait: number | undefined) => void;
  #isBusy = false;
  #wait = SHORTEST;
  /** How often it was listed again without being calm in between. */
  #row = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Runs while it is too early to call it calm. */
  #calming: NodeJS.Timeout | undefined;
  #isOutdated = false;

  constructor(again: (by: T) => void, restless: (wait: number | undefined) => void = () => {}) {
    this.#again = again;
    this.#restless = restless;
  }

  /** Whether it is being listed now. */
  set isBusy(isBusy: boolean) {
    this.#isBusy = isBusy;
    if (!isBusy) this.#await();
  }

  /** A list has changed. Where it cannot be read now, that is kept for `missed`. */
  changed(by: T, canList: boolean): void {
    if (this.#isBusy || !canList) {
      this.#isOutdated = true;
      return;
    }
    // A server that changes all the time is listed now and then, not never.
    if (this.#timer !== undefined) return;
    if (this.#calming !== undefined) this.#grow();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#again(by);
    }, this.#wait).unref();
  }

  /** Whether a change came too early; said once. */
  missed(): boolean {
    const was = this.#isOutdated;
    this.#isOutdated = false;
    return was;
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#calming);
  }

  #grow(): void {
    clearTimeout(this.#calming);
    this.#calming = undefined;
    if (++this.#row <= AT_ONCE) return;
    const was = this.#wait;
    this.#wait = Math.min(was * 2, LONGEST);
    if (this.#wait > RESTLESS && this.#wait !== was) this.#restless(this.#wait);
  }

  #await(): void {
    clearTimeout(this.#calming);
    this.#calming = setTimeout(() => {
      this.#calming = undefined;
      if (this.#wait > RESTLESS) this.#restless(undefined);
      this.#wait = SHORTEST;
      this.#row = 0;
    }, this.#wait * CALM).unref();
  }
}

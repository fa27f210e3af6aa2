const DEBOUNCE = 100;

/** Lists a server again when it says that a list has changed: once for a burst of changes, and never while it is being listed. */
export class Relisting<T> {
  /** Whether it is being listed now. */
  isBusy = false;
  readonly #again: (by: T) => void;
  #timer: NodeJS.Timeout | undefined;
  #isOutdated = false;

  constructor(again: (by: T) => void) {
    this.#again = again;
  }

  /** A list has changed. Where it cannot be read now, that is kept for `missed`. */
  changed(by: T, canList: boolean): void {
    if (this.isBusy || !canList) {
      this.#isOutdated = true;
      return;
    }
    // A server that changes all the time is listed all the time, not never.
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#again(by);
    }, DEBOUNCE).unref();
  }

  /** Whether a change came too early; said once. */
  missed(): boolean {
    const was = this.#isOutdated;
    this.#isOutdated = false;
    return was;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

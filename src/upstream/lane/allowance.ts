/** How many of something may pass: so many at once, and from then on so many a second. */
export class Allowance {
  readonly #most: number;
  readonly #perMs: number;
  #left: number;
  #at: number;

  /** `now` in milliseconds. */
  constructor(most: number, perSecond: number, now: number) {
    this.#most = most;
    this.#perMs = perSecond / 1_000;
    this.#left = most;
    this.#at = now;
  }

  /** Whether one more may pass. */
  take(now: number): boolean {
    this.#left = Math.min(this.#most, this.#left + (now - this.#at) * this.#perMs);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}

/** How many are remembered that take. Of the one that was silent longest an allowance begins anew. */
const MOST = 1_000;

/** The same for each that takes, by key: who takes much takes nothing from others. */
export class Allowances {
  readonly #most: number;
  readonly #perSecond: number;
  readonly #byKey = new Map<string, Allowance>();

  constructor(most: number, perSecond: number) {
    this.#most = most;
    this.#perSecond = perSecond;
  }

  take(key: string, now: number): boolean {
    const own = this.#byKey.get(key) ?? new Allowance(this.#most, this.#perSecond, now);
    // The last one is the one that took last.
    this.#byKey.delete(key);
    this.#byKey.set(key, own);
    const [silent] = this.#byKey.keys();
    if (this.#byKey.size > MOST && silent !== undefined) this.#byKey.delete(silent);
    return own.take(now);
  }
}

/** Pauses between tries, doubled for each failure, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;
/** After this many failures in a row only one try at a time is made, whoever waits. */
const MANY = 5;
/** What ran for this long did not fail because of how it starts, in milliseconds. */
const STEADY = 10_000;

/** Whether a server may be tried again: one that fails again and again is left alone for a while, and then tried once. */
export class Circuit {
  readonly #now: () => number;
  #failures = 0;
  #retryAt = 0;
  #openedAt = Number.POSITIVE_INFINITY;
  #problem = '';
  #isTrying = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds until it may be tried. */
  get wait(): number {
    return Math.max(0, this.#retryAt - this.#now());
  }

  /** Begins a try; or says, in a sentence, why there is none now. */
  begin(): string | undefined {
    const isOften = this.#failures >= MANY;
    if (this.wait > 0 || (isOften && this.#isTrying)) {
      const often = isOften ? `it failed ${this.#failures} times in a row, at last: ` : '';
      const again = this.wait > 0 ? `will be tried again in ${Math.ceil(this.wait / 1_000)} s` : 'is being tried again';
      return `${often}${this.#problem} (it ${again})`;
    }
    this.#isTrying = true;
    return undefined;
  }

  opened(): void {
    this.#isTrying = false;
    this.#retryAt = 0;
    this.#openedAt = this.#now();
  }

  /** It could not be opened. */
  failed(why: string): void {
    this.#count(why, this.#now() - this.#openedAt);
    // One good run forgives what was before it, not every failure after it.
    this.#openedAt = Number.POSITIVE_INFINITY;
    this.#pause(this.#failures - 1);
  }

  /**
   * One of its processes ended by itself, `ran` milliseconds after it was opened: there may be one per session, so when the
   * last was opened says nothing of this one. The first time, that may be any accident: the next call starts it at once.
   */
  crashed(why: string, ran: number): void {
    this.#count(why, ran);
    if (this.#failures > 1) this.#pause(this.#failures - 2);
  }

  /** The try was given up by us: it says nothing of the server. */
  dropped(): void {
    this.#isTrying = false;
  }

  #count(why: string, ran: number): void {
    if (ran >= STEADY) this.#failures = 0;
    this.#isTrying = false;
    this.#problem = why;
    this.#failures++;
  }

  #pause(doublings: number): void {
    this.#retryAt = this.#now() + Math.min(FIRST_PAUSE * 2 ** doublings, LONGEST_PAUSE);
  }
}

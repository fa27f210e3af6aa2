/** Pauses between tries, doubled for each failure, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;
/** After this many failures in a row only one try at a time is made, however many wait. */
const MANY = 5;
/** A process that ran for this long did not fail because of how it starts, in milliseconds. */
const STEADY = 10_000;
/** A failure this long ago no longer counts. Longer than the longest pause, or the pauses would never grow. */
const FORGIVEN = 2 * LONGEST_PAUSE;

/** Whether a server may be tried again: one that fails again and again is left alone for a while, and then tried once. */
export class Circuit {
  readonly #now: () => number;
  /** Whom it is open for, where that is not everybody: `for this session `. */
  readonly #whom: string;
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  /** When it was opened for the first time since the last failure. */
  #openedAt = Number.NEGATIVE_INFINITY;
  #retryAt = 0;
  #problem = '';
  #isTrying = false;

  constructor(now: () => number, whom = '') {
    this.#now = now;
    this.#whom = whom;
  }

  /** Milliseconds until it may be tried. */
  get wait(): number {
    return Math.max(0, this.#retryAt - this.#now());
  }

  /** After this long without a failure, the next one is the first again. */
  get isForgiven(): boolean {
    return this.#now() - this.#failedAt >= FORGIVEN;
  }

  /** Why there is no try now, in a sentence; undefined if there may be one. */
  get refusal(): string | undefined {
    const isOften = this.#failures >= MANY;
    if (this.wait === 0 && !(isOften && this.#isTrying)) return undefined;
    const often = isOften ? `it failed ${this.#failures} times in a row, at last: ` : '';
    const again = this.wait > 0 ? `will be tried again in ${Math.ceil(this.wait / 1_000)} s` : 'is being tried again';
    return `${often}${this.#problem} (${this.#whom}it ${again})`;
  }

  /** Begins a try; or returns, in a sentence, why there is none now. */
  begin(): string | undefined {
    const { refusal } = this;
    if (refusal === undefined) this.#isTrying = true;
    return refusal;
  }

  opened(): void {
    if (this.#openedAt <= this.#failedAt) this.#openedAt = this.#now();
    this.#isTrying = false;
    this.#retryAt = 0;
  }

  /** It could not be opened. */
  failed(why: string): void {
    // One short outage is one failure, however many tried at the same time: the first has reported it.
    if (this.wait > 0) {
      this.#isTrying = false;
      this.#problem = why;
      return;
    }
    this.#count(why, this.#openedAt > this.#failedAt ? this.#now() - this.#openedAt : 0);
    this.#pause(this.#failures - 1);
  }

  /**
   * One of its processes ended by itself, `ran` milliseconds after it was opened (there may be one per session, so the time
   * of the last opening does not tell). The first time may be an accident: the next call starts it at once.
   */
  crashed(why: string, ran: number): void {
    this.#count(why, ran);
    if (this.#failures > 1) this.#pause(this.#failures - 2);
  }

  /** We gave up the try: that says nothing about the server. */
  dropped(): void {
    this.#isTrying = false;
  }

  #count(why: string, ran: number): void {
    if (ran >= STEADY || this.isForgiven) this.#failures = 0;
    this.#isTrying = false;
    this.#problem = why;
    this.#failedAt = this.#now();
    this.#failures++;
  }

  #pause(doublings: number): void {
    this.#retryAt = this.#now() + Math.min(FIRST_PAUSE * 2 ** doublings, LONGEST_PAUSE);
  }
}

/** Pauses between tries, doubled for each failure, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;
/** After this many failures in a row only one try at a time is made, whoever waits. */
const MANY = 5;
/** What ran for this long did not fail because of how it starts, in milliseconds. */
const STEADY = 10_000;
/** What failed this long ago is another story. Longer than the longest pause, or the pauses would never grow. */
const FORGIVEN = 2 * LONGEST_PAUSE;

/** Whether a server may be tried again: one that fails again and again is left alone for a while, and then tried once. */
export class Circuit {
  readonly #now: () => number;
  /** Whom it is shut for, where that is not everybody: `for this session `. */
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

  /** Nothing failed for so long that the next failure is the first again. */
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

  /** Begins a try; or says, in a sentence, why there is none now. */
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
    // Of all that tried at once the first has told of it: one short outage is one failure, however many met it.
    if (this.wait > 0) {
      this.#isTrying = false;
      this.#problem = why;
      return;
    }
    this.#count(why, this.#openedAt > this.#failedAt ? this.#now() - this.#openedAt : 0);
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

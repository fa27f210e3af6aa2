import { Tally } from './tally.ts';

/** One principal never gets more than this part of it: others must still be served. */
const SHARE = 1 / 4;

/** How many bytes the requests under way hold, in all and for each principal: a limit on their number alone would not bound memory. */
export class Load {
  readonly #largest: number;
  readonly #tally = new Tally();
  #all = 0;
  #most: number;

  /** `largest`: bytes of the largest request, for which there is room where nothing else is under way. */
  constructor(most: number, largest: number) {
    this.#largest = largest;
    this.#most = most;
  }

  reconfigure(most: number): void {
    this.#most = most;
  }

  /** Counts that much more for a principal. Where there is no room it counts nothing, and returns why. */
  add(principal: string, bytes: number): string | undefined {
    const share = Math.max(Math.floor(this.#most * SHARE), this.#largest);
    const own = this.#tally.of(principal);
    if (own + bytes > share)
      return `requests of this principal hold ${own} bytes, and at most ${share} are for one (a quarter of limits.load)`;
    const most = Math.max(this.#most, this.#largest);
    if (this.#all + bytes > most)
      return `requests of all clients hold ${this.#all} bytes, and ${most} is the most (limits.load)`;
    this.#all += bytes;
    this.#tally.add(principal, bytes);
    return undefined;
  }

  /** What was counted before. */
  remove(principal: string, bytes: number): void {
    this.#all -= bytes;
    this.#tally.remove(principal, bytes);
  }
}

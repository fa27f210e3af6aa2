import { Tally } from './tally.ts';

/** One principal never gets more than this part of it: others must still be served. */
const SHARE = 1 / 4;

/** What is counted, and in which words it is refused. */
export interface Loaded {
  readonly what: 'requests' | 'results';
  /** What sets the limit. */
  readonly limit: string;
  /** Bytes of the largest one, for which one principal always has room. */
  readonly largest: number;
}

/**
 * How many bytes the requests under way hold, or their results, in all and for each principal: a limit on their number alone
 * would not bound memory. For one that is alone there is always room.
 */
export class Load {
  readonly #loaded: Loaded;
  readonly #tally = new Tally();
  #all = 0;
  #most: number;

  constructor(most: number, loaded: Loaded) {
    this.#loaded = loaded;
    this.#most = most;
  }

  reconfigure(most: number): void {
    this.#most = most;
  }

  /** Counts that much more for a principal. Where there is no room it counts nothing, and returns why. */
  add(principal: string, bytes: number): string | undefined {
    const { what, limit, largest } = this.#loaded;
    const share = Math.max(Math.floor(this.#most * SHARE), largest);
    const own = this.#tally.of(principal);
    if (own > 0 && own + bytes > share)
      return `${what} of this principal hold ${own} bytes, and at most ${share} are for one (a quarter of ${limit})`;
    const most = Math.max(this.#most, largest);
    if (this.#all > 0 && this.#all + bytes > most)
      return `${what} of all clients hold ${this.#all} bytes, and ${most} is the most (${limit})`;
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

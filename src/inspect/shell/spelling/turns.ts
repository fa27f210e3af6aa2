/** One command is spelled at most this many times, with one value of each of its variables every time. */
const MOST_TURNS = 32;

/** Goes through the values of the variables in one command: like an odometer, with a digit for each variable. */
export class Turns {
  readonly #digits = new Map<string, { at: number; readonly of: number }>();
  #left = MOST_TURNS;

  /** Which of its values a variable has this time. */
  digit(name: string, of: number): number {
    const digit = this.#digits.get(name);
    if (digit !== undefined) return digit.at % of;
    this.#digits.set(name, { at: 0, of });
    return 0;
  }

  /** Whether there are more than were had. */
  get isCut(): boolean {
    return this.#left <= 0;
  }

  /** Turns to the next values; false once all were had, or enough of them. */
  next(): boolean {
    for (const digit of this.#digits.values()) {
      if (++digit.at < digit.of) return --this.#left > 0;
      digit.at = 0;
    }
    return false;
  }
}

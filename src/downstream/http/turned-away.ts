import { countOf } from '../../model/count.ts';

/** How often it is said at most: anybody can send tokens, as many as they like. Milliseconds. */
const PAUSE = 60_000;

/** Says who came with a token that is not taken: the first at once, those who follow counted, in one line each minute. */
export class TurnedAway {
  readonly #say: (message: string) => void;
  #more = 0;
  #last = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(say: (message: string) => void) {
    this.#say = say;
  }

  /** `from`: the address of the other end of the connection. */
  add(why: string, from = 'an address that is gone'): void {
    const told = `from ${from}: ${why}`;
    if (this.#timer !== undefined) {
      this.#more++;
      this.#last = told;
      return;
    }
    this.#say(`a request was turned away, ${told}`);
    this.#timer = setTimeout(() => this.#tell(), PAUSE).unref();
  }

  /** Those who were counted and not told of yet would be forgotten with the process. */
  close(): void {
    clearTimeout(this.#timer);
    this.#tell();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(): void {
    this.#timer = undefined;
    if (this.#more === 0) return;
    const count = countOf(this.#more, 'more request');
    this.#say(`turned away within a minute: ${count}, the last ${this.#last}`);
    this.#more = 0;
    this.#timer = setTimeout(() => this.#tell(), PAUSE).unref();
  }
}

import { lettersOf, MOST_LETTERS } from '../../../model/text/letters.ts';

/** Number of leading letters that identify a word. */
const READ = 4;
/** Slots of the hash table. Ordinary words occasionally share a slot with a word that begins a form. */
const SIZE = 16_384;

const LETTER_BITS = 5;
const LETTERS = (1 << (LETTER_BITS * READ)) - 1;
const LETTER = 31;
/** The value of each ASCII character: letters have their number in the alphabet, in either case; all others are 0. */
const WEIGHTS = new Uint8Array(128);
for (let code = 65; code < 91; code++) {
  WEIGHTS[code] = code & LETTER;
  WEIGHTS[code | 32] = code & LETTER;
}
const weightOf = (code: number): number => (code < 128 ? (WEIGHTS[code] as number) : 0);
/** The slot for four letters of five bits each. */
const slotOf = (four: number): number => Math.imul(four, 0x9e3779b1) >>> 18;

const isInWord = (code: number): boolean => weightOf(code) !== 0 || code === 95 || (code > 47 && code < 58);

/**
 * Tells which of several forms may begin at a word, by the word's first four letters: reading each word once is cheaper
 * than searching for each form. A form is given by the beginnings of its words, in lower case: a space stands for any
 * character that is not a letter, a question mark for any character at all. A form that does not begin with a word is
 * recognised by its first character.
 */
export class Beginnings {
  readonly #words = new Uint16Array(SIZE);
  /** Forms by their first character. */
  readonly #signs = new Uint16Array(128);
  /** A copy of the weights, with an extra bit for those characters. */
  readonly #weights = WEIGHTS.slice();
  /** The last letters that were read. */
  #four = 0;

  constructor(forms: readonly (readonly string[])[]) {
    for (const [index, beginnings] of forms.entries()) for (const one of beginnings) this.#add(one, 1 << index);
  }

  /**
   * Calls `take` with each place where a form may begin, and with those forms as bits. `end - from` is at most
   * `MOST_LETTERS - 8`. `take` must not ask for the letters of another text.
   */
  each(text: string, from: number, end: number, take: (at: number, forms: number) => void): void {
    const isLong = text.length > MOST_LETTERS;
    // The character before a word decides whether the word begins there.
    const base = isLong ? Math.max(0, from - 1) : 0;
    const letters = lettersOf(isLong ? text.slice(base, end + READ) : text);
    const first = from - base;
    const last = end - base;
    const stop = last + READ - 1;
    this.#four = 0;
    for (let at = this.#next(letters, first, stop); at < stop; at = this.#next(letters, at + 1, stop)) {
      const held = this.#words[slotOf(this.#four)] as number;
      const start = at - READ + 1;
      if (
        held !== 0 &&
        start >= first &&
        weightOf(letters[start] as number) !== 0 &&
        !(start > 0 && isInWord(letters[start - 1] as number))
      )
        take(base + start, held);
      const code = letters[at] as number;
      if (code < 128 && this.#signs[code] !== 0 && at < last) take(base + at, this.#signs[code] as number);
    }
  }

  /**
   * Where the next letter stands that may end the beginning of a form, or a sign that is one. No branch depends on where words
   * begin, since it would be mispredicted, and nothing is called, since all would be loaded anew for each letter.
   */
  #next(letters: Uint16Array, from: number, stop: number): number {
    const words = this.#words;
    const weights = this.#weights;
    let four = this.#four;
    let at = from;
    for (; at < stop; at++) {
      const code = letters[at] as number;
      const weight = code < 128 ? (weights[code] as number) : 0;
      four = ((four << LETTER_BITS) | (weight & LETTER)) & LETTERS;
      if (words[slotOf(four)] !== 0 || weight > LETTER) break;
    }
    this.#four = four;
    return at;
  }

  #add(word: string, form: number): void {
    const first = word.charCodeAt(0);
    if (weightOf(first) === 0) {
      this.#signs[first] = (this.#signs[first] as number) | form;
      this.#weights[first] = LETTER + 1;
      return;
    }
    const [one = [], two = [], three = [], four = []] = Array.from({ length: READ }, (_, i) => {
      const sign = word.charAt(i) || '?';
      return sign === '?' ? Array.from({ length: 27 }, (_, weight) => weight) : [weightOf(sign.charCodeAt(0))];
    });
    for (const a of one)
      for (const b of two)
        for (const c of three)
          for (const d of four) {
            const slot = slotOf((((((a << LETTER_BITS) | b) << LETTER_BITS) | c) << LETTER_BITS) | d);
            this.#words[slot] = (this.#words[slot] as number) | form;
          }
  }
}

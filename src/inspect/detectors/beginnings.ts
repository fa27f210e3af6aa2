import { lettersOf, MOST_LETTERS } from '../../model/letters.ts';

/** Letters of a word that it is told by. */
const READ = 4;
/** Slots: words that are nobody's share one with somebody's now and then. */
const SIZE = 16_384;

const LETTER_BITS = 5;
const LETTERS = (1 << (LETTER_BITS * READ)) - 1;
const LETTER = 31;
/** What a sign counts for: a letter, in either case, its number; any other nothing. */
const WEIGHTS = new Uint8Array(128);
for (let code = 65; code < 91; code++) {
  WEIGHTS[code] = code & LETTER;
  WEIGHTS[code | 32] = code & LETTER;
}
const weightOf = (code: number): number => (code < 128 ? (WEIGHTS[code] as number) : 0);
/** The slot of four letters, five bits each. */
const slotOf = (four: number): number => Math.imul(four, 0x9e3779b1) >>> 18;

const isInWord = (code: number): boolean => weightOf(code) !== 0 || code === 95 || (code > 47 && code < 58);

/**
 * Which of several forms may begin at a word, by its first four letters: reading each word once is cheaper than to look for
 * each form. A form is known by how its words begin, in small letters: a space stands for whatever is no letter, a question
 * mark for anything. One that is no word is known by its first sign.
 */
export class Beginnings {
  readonly #words = new Uint16Array(SIZE);
  /** By the sign that they begin with. */
  readonly #signs = new Uint16Array(128);
  /** The same weights, and a bit for those signs. */
  readonly #weights = WEIGHTS.slice();

  constructor(forms: readonly (readonly string[])[]) {
    for (const [index, beginnings] of forms.entries()) for (const one of beginnings) this.#add(one, 1 << index);
  }

  /**
   * Hands on where one of the forms may begin, and which, as bits, from a place of a text to another that is at most
   * `MOST_LETTERS - 8` from it. `take` asks for no letters of another text.
   */
  each(text: string, from: number, end: number, take: (at: number, forms: number) => void): void {
    const words = this.#words;
    const weights = this.#weights;
    const isLong = text.length > MOST_LETTERS;
    // What stands before it decides whether a word begins.
    const base = isLong ? Math.max(0, from - 1) : 0;
    const letters = lettersOf(isLong ? text.slice(base, end + READ) : text);
    const first = from - base;
    const last = end - base;
    let four = 0;
    // No branch is taken that depends on where words begin, before one of theirs was read: they would be guessed wrong.
    for (let at = first; at < last + READ - 1; at++) {
      const code = letters[at] as number;
      const weight = code < 128 ? (weights[code] as number) : 0;
      four = ((four << LETTER_BITS) | (weight & LETTER)) & LETTERS;
      const held = words[slotOf(four)] as number;
      if (held !== 0) {
        const start = at - READ + 1;
        if (
          start >= first &&
          weightOf(letters[start] as number) !== 0 &&
          !(start > 0 && isInWord(letters[start - 1] as number))
        )
          take(base + start, held);
      }
      if (weight > LETTER && at < last) take(base + at, this.#signs[code] as number);
    }
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

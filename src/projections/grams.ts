/** How many sorts of grams there are. Grams of the same sort are confused, which costs a search but never correctness. */
const SORTS = 4_096;
const SHIFT = 20;
export const GRAM = 4;
/** Shorter texts are not looked up. */
export const SHORTEST = 2;

/** Sorts for four letters anywhere, for the first four of a word, and for its first two. */
const sortOf = (gram: number): number => Math.imul(gram, 0x9e3779b1) >>> SHIFT;
const openingOf = (gram: number): number => Math.imul(gram, 0x85ebca6b) >>> SHIFT;
const shortOpeningOf = (gram: number): number => Math.imul(gram >>> 16, 0xc2b2ae35) >>> SHIFT;

/**
 * A character in eight bits: letters of other scripts may be confused with each other, but never with a character
 * between words.
 */
export const fold = (code: number): number => (code < 128 ? code : 128 | ((code ^ (code >>> 7)) & 0x7f));
const unitAt = (text: string, at: number): number => (at < text.length ? fold(text.charCodeAt(at)) : 0);
export const gramAt = (text: string, at: number): number =>
  (unitAt(text, at) << 24) | (unitAt(text, at + 1) << 16) | (unitAt(text, at + 2) << 8) | unitAt(text, at + 3);

const LETTERS = new Uint8Array(128).fill(1, 48, 58).fill(1, 97, 123);

/**
 * Whether a character can only occur inside a word. In other scripts this is known of few: after any other character a word
 * may begin, and knowing too many beginnings does no harm.
 */
const isInWords = (code: number): boolean =>
  code < 128
    ? LETTERS[code] === 1
    : (code >= 0x430 && code <= 0x44f) || (code >= 0xdf && code <= 0xff && code !== 0xf7);

/** Which of thirty-two texts have grams of a sort: one bit for each text, by sort. */
export type Grams = Int32Array<ArrayBuffer>;

export const noGrams = (): Grams => new Int32Array(SORTS);

/** The gram that follows one in some letters, and ends at a place. */
export const gramTo = (gram: number, letters: string, at: number): number => (gram << 8) | fold(letters.charCodeAt(at));
/** The gram that one follows in some letters, and begins at a place. */
export const gramFrom = (gram: number, letters: string, at: number): number =>
  (gram >>> 8) | (fold(letters.charCodeAt(at)) << 24);

/** The texts in which a word begins with a gram, as bits; of letters that are fewer, the first two tell. */
export const openingIn = (grams: Grams, gram: number, length: number): number =>
  grams[length < GRAM ? shortOpeningOf(gram) : openingOf(gram)] as number;
/** The texts that have a gram, as bits. */
export const gramIn = (grams: Grams, gram: number): number => grams[sortOf(gram)] as number;

/**
 * Letters with which a word begins. Each time, only as many of their grams are made as are looked up: lists of them would be most
 * of the cost of a search.
 */
export class Beginning {
  readonly #letters: string;
  readonly #length: number;
  readonly #first: number;

  /** Of more letters than `most`, only so many are looked up. */
  constructor(letters: string, most = letters.length) {
    this.#letters = letters;
    this.#length = Math.min(letters.length, most);
    this.#first = gramAt(letters, 0);
  }

  /**
   * The texts that have all grams of these letters, as bits: all that really contain them, and a few that do not. All of them
   * for a single letter.
   */
  in(grams: Grams): number {
    const length = this.#length;
    if (length < SHORTEST) return -1;
    let gram = this.#first;
    let all = openingIn(grams, gram, length);
    if (length >= GRAM) all &= gramIn(grams, gram);
    for (let at = GRAM; at < length && all !== 0; at++) {
      gram = gramTo(gram, this.#letters, at);
      all &= gramIn(grams, gram);
    }
    return all;
  }
}

/** Adds the grams that begin in a part of a plain text to those of the text with this bit. */
export function addGrams(grams: Grams, bit: number, text: string, from: number, to: number): void {
  const end = Math.min(to, text.length - GRAM + 1);
  let isInWord = from > 0 && isInWords(text.charCodeAt(from - 1));
  let gram = gramAt(text, from) >>> 8;
  let at = from;
  for (; at < end; at++) {
    gram = (gram << 8) | fold(text.charCodeAt(at + GRAM - 1));
    const sort = sortOf(gram);
    grams[sort] = (grams[sort] as number) | bit;
    if (!isInWord) addOpening(grams, bit, gram);
    // The gram begins with this letter: only others than ASCII are not told by it.
    const first = gram >>> 24;
    isInWord = first < 128 ? LETTERS[first] === 1 : isInWords(text.charCodeAt(at));
  }
  // Too little is left for a gram here, but a word may still begin.
  for (; at < Math.min(to, text.length - 1); at++) {
    if (!isInWord) addOpening(grams, bit, gramAt(text, at));
    isInWord = isInWords(text.charCodeAt(at));
  }
}

function addOpening(grams: Grams, bit: number, gram: number): void {
  const sort = openingOf(gram);
  grams[sort] = (grams[sort] as number) | bit;
  const short = shortOpeningOf(gram);
  grams[short] = (grams[short] as number) | bit;
}

export const GRAM = 4;
/** Shorter texts are not looked up. */
export const SHORTEST = 2;

/**
 * Hashes of four letters anywhere, of the first four of a word, and of its first two. The first bits of a hash, as many as there
 * is room for, are its sort. Grams of the same sort are confused, which costs a search but never correctness.
 */
export const hashOf = (gram: number): number => Math.imul(gram, 0x9e3779b1);
const openingOf = (gram: number): number => Math.imul(gram, 0x85ebca6b);
const shortOpeningOf = (gram: number): number => Math.imul(gram >>> 16, 0xc2b2ae35);

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

/** With room for so many sorts, a power of two. */
export const noGrams = (sorts: number): Grams => new Int32Array(sorts);
/** What a hash is shifted by to be one of so many sorts. */
export const shiftOf = (sorts: number): number => Math.clz32(sorts) + 1;

/** The gram that follows one in some letters, and ends at a place. */
export const gramTo = (gram: number, letters: string, at: number): number => (gram << 8) | fold(letters.charCodeAt(at));
/** The gram that one follows in some letters, and begins at a place. */
export const gramFrom = (gram: number, letters: string, at: number): number =>
  (gram >>> 8) | (fold(letters.charCodeAt(at)) << 24);

/** The hash of the beginning of a word; of letters that are fewer, the first two tell. */
export const openingHash = (gram: number, length: number): number =>
  length < GRAM ? shortOpeningOf(gram) : openingOf(gram);

/** Texts that are searched for a value. */
interface Candidates {
  readonly count: number;
  /** Keeps those that have a gram with a hash. */
  keep(hash: number): void;
}

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
   * Keeps the texts that have all grams of these letters: all that really contain them, and a few that do not. All of them
   * for a single letter.
   */
  keep(texts: Candidates): void {
    const length = this.#length;
    if (length < SHORTEST) return;
    let gram = this.#first;
    texts.keep(openingHash(gram, length));
    if (length >= GRAM) texts.keep(hashOf(gram));
    for (let at = GRAM; at < length && texts.count !== 0; at++) {
      gram = gramTo(gram, this.#letters, at);
      texts.keep(hashOf(gram));
    }
  }
}

/** Adds the grams that begin in a part of a plain text to those of the text with this bit. */
export function addGrams(grams: Grams, bit: number, text: string, from: number, to: number): void {
  const shift = shiftOf(grams.length);
  const end = Math.min(to, text.length - GRAM + 1);
  let isInWord = from > 0 && isInWords(text.charCodeAt(from - 1));
  let gram = gramAt(text, from) >>> 8;
  let at = from;
  for (; at < end; at++) {
    gram = (gram << 8) | fold(text.charCodeAt(at + GRAM - 1));
    const sort = hashOf(gram) >>> shift;
    grams[sort] = (grams[sort] as number) | bit;
    if (!isInWord) addOpening(grams, shift, bit, gram);
    // The gram begins with this letter: only others than ASCII are not told by it.
    const first = gram >>> 24;
    isInWord = first < 128 ? LETTERS[first] === 1 : isInWords(text.charCodeAt(at));
  }
  // Too little is left for a gram here, but a word may still begin.
  for (; at < Math.min(to, text.length - 1); at++) {
    if (!isInWord) addOpening(grams, shift, bit, gramAt(text, at));
    isInWord = isInWords(text.charCodeAt(at));
  }
}

function addOpening(grams: Grams, shift: number, bit: number, gram: number): void {
  const sort = openingOf(gram) >>> shift;
  grams[sort] = (grams[sort] as number) | bit;
  const short = shortOpeningOf(gram) >>> shift;
  grams[short] = (grams[short] as number) | bit;
}

/** Units of text that are told apart: of a value it is known in which block it may begin. */
export const BLOCK = 512;
/** Blocks of one leaf: as many as a number has bits. */
export const LEAF = BLOCK * 32;
/** What stands so far behind the end of a block is known of it as well: a value is looked for in the block it begins in. */
const REACH = 128;
/** Sorts of grams that are told apart. Grams of one sort are taken for each other: that costs a look, and is no mistake. */
const SORTS = 4_096;
const SHIFT = 20;
/** So much is asked for of a value that may be cut in two: between its parts there may be room, and all must be in reach. */
const CUT = 48;
export const GRAM = 4;
const SHORTEST_REST = 2;

/** Four letters, anywhere; the first four of a word; the first two of one. */
const sortOf = (gram: number): number => Math.imul(gram, 0x9e3779b1) >>> SHIFT;
const openingOf = (gram: number): number => Math.imul(gram, 0x85ebca6b) >>> SHIFT;
const shortOpeningOf = (gram: number): number => Math.imul(gram >>> 16, 0xc2b2ae35) >>> SHIFT;

/** A sign in eight bits: letters of other writings are taken for each other, and never for a sign between words. */
export const fold = (code: number): number => (code < 128 ? code : 128 | (code ^ (code >>> 7)));
const unitAt = (text: string, at: number): number => (at < text.length ? fold(text.charCodeAt(at)) & 0xff : 0);
export const gramAt = (text: string, at: number): number =>
  (unitAt(text, at) << 24) | (unitAt(text, at + 1) << 16) | (unitAt(text, at + 2) << 8) | unitAt(text, at + 3);

const LETTERS = new Uint8Array(256).fill(1, 128).fill(1, 48, 58).fill(1, 97, 123);

/** The sort by which a word or a part of one begins, in a text that goes on. */
const openingAt = (text: string, at: number): number =>
  at + GRAM <= text.length ? openingOf(gramAt(text, at)) : shortOpeningOf(gramAt(text, at));

/** A value as blocks are asked for it. */
export interface Wanted {
  /** Spellings of it, each by the sorts that must all be there. */
  readonly whole: readonly Uint16Array[];
  /** For one that may stand in two parts. */
  readonly cut: Cut | undefined;
}

interface Cut {
  readonly grams: Uint16Array;
  /** How the second part begins, by the place of the cut. */
  readonly openings: Uint16Array;
  /** Whether more comes than is asked for. */
  readonly isLong: boolean;
}

/** What blocks are asked for: spellings that stand as words, of two letters or more, and one that may be cut in two. */
export const wantedOf = (spellings: readonly string[], cut?: string): Wanted => ({
  whole: spellings.map(sortsOf),
  cut: cut === undefined ? undefined : cutOf(cut),
});

function sortsOf(spelling: string): Uint16Array {
  const count = Math.max(0, Math.min(spelling.length, REACH) - GRAM + 1);
  const sorts = new Uint16Array(count + 1);
  sorts[0] = openingAt(spelling, 0);
  for (let at = 0; at < count; at++) sorts[at + 1] = sortOf(gramAt(spelling, at));
  return sorts;
}

function cutOf(value: string): Cut {
  const asked = value.slice(0, CUT);
  const grams = new Uint16Array(asked.length - GRAM + 1);
  for (let at = 0; at < grams.length; at++) grams[at] = sortOf(gramAt(asked, at));
  const openings = new Uint16Array(asked.length - SHORTEST_REST + 1);
  for (let at = GRAM; at < openings.length; at++) openings[at] = openingAt(asked, at);
  return { grams, openings, isLong: value.length > CUT };
}

/**
 * Which blocks of a long text may hold a value: for each sort of grams a bit for each block that has one. Never says no of
 * a block that a value begins in; of others it says yes now and then.
 */
export class Grams {
  #leaves: Uint32Array[] = [];
  /** Leaves that are forgotten. */
  #gone = 0;
  readonly #rests = new Int32Array(CUT);

  /** Takes a part of a text as what stands in a block. */
  take(block: number, text: string, from: number, to: number): void {
    const leaf = this.#leafOf(Math.floor((block * BLOCK) / LEAF));
    const bit = 1 << (block & 31);
    const end = Math.min(to + REACH, text.length - GRAM + 1);
    let isInWord = from > 0 && LETTERS[unitAt(text, from - 1)] === 1;
    let gram = gramAt(text, from) >>> 8;
    let at = from;
    for (; at < end; at++) {
      gram = (gram << 8) | (fold(text.charCodeAt(at + GRAM - 1)) & 0xff);
      const sort = sortOf(gram);
      leaf[sort] = (leaf[sort] as number) | bit;
      if (!isInWord) open(leaf, bit, gram);
      isInWord = LETTERS[gram >>> 24] === 1;
    }
    // What is too short for a gram begins a word all the same.
    for (; at < Math.min(to + REACH, text.length - 1); at++) {
      gram = gramAt(text, at);
      if (!isInWord) open(leaf, bit, gram);
      isInWord = LETTERS[gram >>> 24] === 1;
    }
  }

  /** Leaves that are kept: each takes sixteen kilobytes. */
  get size(): number {
    return this.#leaves.length;
  }

  /** Forgets all leaves before one. */
  forget(leaf: number): void {
    if (leaf <= this.#gone) return;
    this.#leaves = this.#leaves.slice(leaf - this.#gone);
    this.#gone = leaf;
  }

  /** The blocks of a leaf that a value may begin in, as bits. */
  blocksOf(leaf: number, { whole, cut }: Wanted): number {
    const blocks = this.#leaves[leaf - this.#gone];
    if (blocks === undefined) return 0;
    let found = cut === undefined ? 0 : this.#cutIn(blocks, cut);
    for (const sorts of whole) {
      let all = -1;
      for (let i = 0; i < sorts.length && all !== 0; i++) all &= blocks[sorts[i] as number] as number;
      found |= all;
    }
    return found;
  }

  /** The blocks that have the grams of both parts, wherever it is cut. */
  #cutIn(blocks: Uint32Array, { grams, openings, isLong }: Cut): number {
    let head = blocks[grams[0] as number] as number;
    if (head === 0) return 0;
    let rest = -1;
    for (let at = openings.length - 1; at >= GRAM; at--) {
      if (at < grams.length) rest &= blocks[grams[at] as number] as number;
      this.#rests[at] = rest & (blocks[openings[at] as number] as number);
    }
    let found = 0;
    for (let at = GRAM; at < openings.length; at++) {
      found |= head & (this.#rests[at] as number);
      if (at - GRAM + 1 < grams.length) head &= blocks[grams[at - GRAM + 1] as number] as number;
      if (head === 0) return found;
    }
    return isLong ? found | head : found;
  }

  #leafOf(number: number): Uint32Array {
    const at = number - this.#gone;
    while (this.#leaves.length <= at) this.#leaves.push(new Uint32Array(SORTS));
    return this.#leaves[at] as Uint32Array;
  }
}

function open(leaf: Uint32Array, bit: number, gram: number): void {
  const sort = openingOf(gram);
  leaf[sort] = (leaf[sort] as number) | bit;
  const short = shortOpeningOf(gram);
  leaf[short] = (leaf[short] as number) | bit;
}

import {
  addGrams,
  Beginning,
  GRAM,
  type Grams,
  gramAt,
  gramFrom,
  gramIn,
  gramTo,
  noGrams,
  openingIn,
  SHORTEST,
} from './grams.ts';

/** UTF-16 units in a block. The index knows in which blocks a value may begin. */
export const BLOCK = 1_024;
/** Blocks in one leaf of the index: one for each bit of a number. */
export const LEAF = BLOCK * 32;
/** A block also indexes this much of what follows it: a value is looked for in the block where it begins. */
const REACH = 128;
/**
 * At most this many letters of a value are looked up in the index; blocks that have these are then searched. For a
 * value in two parts with a gap between them, all must fit within `REACH`.
 */
const ASKED = 32;

/** A value in the form in which blocks are asked for it. */
export interface Wanted {
  /** Its spellings that occur as words. */
  readonly whole: readonly Beginning[];
  /** A spelling that may be split in two, and is looked up whole at the same time. */
  readonly cut: string | undefined;
}

/** Prepares a value: its spellings that occur as words, of two letters or more, and one that may be split in two. */
export const wantedOf = (spellings: readonly string[], cut?: string): Wanted => ({
  whole: spellings.filter((spelling) => spelling !== cut).map((spelling) => new Beginning(spelling, ASKED)),
  cut,
});

/** Tells which blocks of a long text may hold a value: every block in which it begins, and sometimes another. */
export class Blocks {
  #leaves: Grams[] = [];
  /** How many leaves have been forgotten. */
  #gone = 0;
  /** For a value looked up in two parts: the blocks that have its first part, by where that part ends. */
  readonly #heads = new Int32Array(ASKED);

  /** How many leaves are kept: each takes sixteen kilobytes. */
  get size(): number {
    return this.#leaves.length;
  }

  /** Adds a part of a text as the content of a block. */
  take(block: number, text: string, from: number, to: number): void {
    const at = Math.floor(block / 32) - this.#gone;
    while (this.#leaves.length <= at) this.#leaves.push(noGrams());
    addGrams(this.#leaves[at] as Grams, 1 << (block & 31), text, from, to + REACH);
  }

  /** Forgets all leaves before one. */
  forget(leaf: number): void {
    if (leaf <= this.#gone) return;
    this.#leaves = this.#leaves.slice(leaf - this.#gone);
    this.#gone = leaf;
  }

  /** The blocks of a leaf in which a spelling of a value may begin that is not split, as bits. */
  having(leaf: number, { whole }: Wanted): number {
    const grams = this.#leaves[leaf - this.#gone];
    if (grams === undefined) return 0;
    let found = 0;
    for (let i = 0; i < whole.length; i++) found |= (whole[i] as Beginning).in(grams);
    return found;
  }

  /** The blocks of a leaf in which what may be split in two may begin, in one piece or in two, as bits. */
  havingCut(leaf: number, { cut }: Wanted): number {
    const grams = this.#leaves[leaf - this.#gone];
    return grams === undefined || cut === undefined ? 0 : this.#cutIn(grams, cut);
  }

  /**
   * The blocks that have the grams of both parts, wherever the value is split, or of the whole. In most blocks, one of
   * the first or last few grams is missing, which ends the work early.
   */
  #cutIn(blocks: Grams, value: string): number {
    const length = Math.min(value.length, ASKED);
    const first = gramAt(value, 0);
    let gram = first;
    let head = gramIn(blocks, gram);
    this.#heads[GRAM] = head;
    let last = GRAM;
    // Lengthens the first part as long as some block has it.
    for (; last + SHORTEST < length && head !== 0; last++) {
      gram = gramTo(gram, value, last);
      head &= gramIn(blocks, gram);
      this.#heads[last + 1] = head;
    }
    if (value.length <= ASKED) {
      head &= openingIn(blocks, first, length);
      for (let at = last; at < length && head !== 0; at++) {
        gram = gramTo(gram, value, at);
        head &= gramIn(blocks, gram);
      }
    }
    let found = head;
    // Whatever the second part is, a first one of as few letters as can be stands in the same block.
    let rest = this.#heads[GRAM] as number;
    gram = gramFrom(0, value, length - 1);
    for (let at = length - SHORTEST; at >= GRAM && rest !== 0; at--) {
      gram = gramFrom(gram, value, at);
      if (at + GRAM <= length) rest &= gramIn(blocks, gram);
      if (at <= last) found |= rest & (this.#heads[at] as number) & openingIn(blocks, gram, length - at);
    }
    return found;
  }
}

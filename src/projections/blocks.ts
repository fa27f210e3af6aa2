import { addGrams, addSorts, GRAM, type Grams, havingAll, noGrams, openingAt, SHORTEST, sortsOf } from './grams.ts';

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
  /** Its spellings, each by sorts of grams that must all occur. */
  readonly whole: readonly (readonly number[])[];
  /** For a spelling that may be split in two. */
  readonly cut: Cut | undefined;
}

interface Cut {
  readonly grams: readonly number[];
  /** The sort of the second part's beginning, by where the cut is; at index 0, that of the whole value. */
  readonly openings: readonly number[];
  /** Whether the value has more letters than are looked up. */
  readonly isLong: boolean;
}

/** Prepares a value: its spellings that occur as words, of two letters or more, and one that may be split in two. */
export const wantedOf = (spellings: readonly string[], cut?: string): Wanted => ({
  // The spelling that may be split is looked up whole at the same time.
  whole: spellings.filter((spelling) => spelling !== cut).map((spelling) => sortsOf(asked(spelling))),
  cut: cut === undefined ? undefined : cutOf(cut),
});

const asked = (letters: string): string => (letters.length > ASKED ? letters.slice(0, ASKED) : letters);

function cutOf(value: string): Cut {
  const letters = asked(value);
  const grams: number[] = [];
  addSorts(grams, letters);
  const openings: number[] = [];
  for (let at = 0; at + SHORTEST <= letters.length; at++)
    openings.push(at > 0 && at < GRAM ? 0 : openingAt(letters, at));
  return { grams, openings, isLong: value.length > ASKED };
}

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

  /** The blocks of a leaf in which a value may begin, as bits. */
  having(leaf: number, { whole, cut }: Wanted): number {
    const grams = this.#leaves[leaf - this.#gone];
    if (grams === undefined) return 0;
    let found = cut === undefined ? 0 : this.#cutIn(grams, cut);
    for (const sorts of whole) found |= havingAll(grams, sorts);
    return found;
  }

  /**
   * The blocks that have the grams of both parts, wherever the value is split, or of the whole. In most blocks, one of
   * the first or last few grams is missing, which ends the work early.
   */
  #cutIn(blocks: Grams, { grams, openings, isLong }: Cut): number {
    let head = -1;
    let last = GRAM - 1;
    // Lengthens the first part as long as some block has it.
    for (; last + 1 < openings.length && head !== 0; last++) {
      head &= blocks[grams[last - GRAM + 1] as number] as number;
      this.#heads[last + 1] = head;
    }
    let rest = -1;
    for (let at = grams.length - 1; at > last && rest !== 0; at--) rest &= blocks[grams[at] as number] as number;
    if (!isLong) {
      head &= blocks[openings[0] as number] as number;
      for (let at = openings.length - GRAM; at < grams.length && head !== 0; at++)
        head &= blocks[grams[at] as number] as number;
    }
    let found = head;
    for (let at = last; at >= GRAM && rest !== 0; at--) {
      if (at < grams.length) rest &= blocks[grams[at] as number] as number;
      found |= rest & (this.#heads[at] as number) & (blocks[openings[at] as number] as number);
    }
    return found;
  }
}

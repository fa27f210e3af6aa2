import { addGrams, addSorts, GRAM, type Grams, havingAll, noGrams, openingAt, SHORTEST, sortsOf } from './grams.ts';

/** Units of text that are told apart: of a value it is known in which block it may begin. */
export const BLOCK = 1_024;
/** Blocks of one leaf: as many as a number has bits. */
export const LEAF = BLOCK * 32;
/** What stands so far behind the end of a block is known of it as well: a value is looked for in the block it begins in. */
const REACH = 128;
/** So many letters are asked for: whatever has these is looked at. With the room between two parts all must be in reach. */
const ASKED = 32;

/** A value as blocks are asked for it. */
export interface Wanted {
  /** Spellings of it, each by the sorts that must all be there. */
  readonly whole: readonly (readonly number[])[];
  /** For one that may stand in two parts. */
  readonly cut: Cut | undefined;
}

interface Cut {
  readonly grams: readonly number[];
  /** How the second part begins, by the place of the cut; at the first place how the whole does. */
  readonly openings: readonly number[];
  /** Whether more comes than is asked for. */
  readonly isLong: boolean;
}

/** What blocks are asked for: spellings that stand as words, of two letters or more, and one that may be cut in two. */
export const wantedOf = (spellings: readonly string[], cut?: string): Wanted => ({
  // What may be cut is asked for in one piece by the way.
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

/** Which blocks of a long text may hold a value: all that one begins in, and now and then another one. */
export class Blocks {
  #leaves: Grams[] = [];
  /** Leaves that are forgotten. */
  #gone = 0;
  /** Of a value that is looked for in two parts: the blocks that have its first part, by where that ends. */
  readonly #heads = new Int32Array(ASKED);

  /** Leaves that are kept: each takes sixteen kilobytes. */
  get size(): number {
    return this.#leaves.length;
  }

  /** Takes a part of a text as what stands in a block. */
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

  /** The blocks of a leaf that a value may begin in, as bits. */
  having(leaf: number, { whole, cut }: Wanted): number {
    const grams = this.#leaves[leaf - this.#gone];
    if (grams === undefined) return 0;
    let found = cut === undefined ? 0 : this.#cutIn(grams, cut);
    for (const sorts of whole) found |= havingAll(grams, sorts);
    return found;
  }

  /** The blocks that have the grams of both parts, wherever it is cut, or of the whole. Mostly one of the first and one of the last few are missing. */
  #cutIn(blocks: Grams, { grams, openings, isLong }: Cut): number {
    let head = -1;
    let last = GRAM - 1;
    // As far as the first part goes on somewhere.
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

import { GramIndex, NO_MARKS } from './gram-index.ts';
import { Beginning, GRAM, gramAt, gramFrom, gramTo, hashOf, openingHash, SHORTEST } from './grams.ts';

/** UTF-16 units in a block. The index knows in which blocks a value may begin. */
export const BLOCK = 1_024;
/** Blocks in one leaf of the index: one for each bit of a number. */
export const LEAF = BLOCK * 32;
/** With as many, one gram in twelve seems to be in a block that has it not; with a fourth of them, one in three. */
const SORTS = 16_384;
/** A block also indexes this much of what follows it: a value is looked for in the block where it begins. */
const REACH = 128;
/**
 * At most this many letters of a value are looked up in the index; blocks that have these are then searched. For a
 * value in two parts with a gap between them, all must fit within `REACH`.
 */
const ASKED = 32;

/** Tells which blocks of a long text may hold a value: every block in which it begins, and sometimes another. */
export class Blocks {
  readonly #grams = new GramIndex(SORTS);
  /** Where the value that was asked for last may begin, in a spelling that is not split, and in one that is. */
  #whole = NO_MARKS;
  #cut = NO_MARKS;

  /** How many leaves are kept: each takes sixty-four kilobytes. */
  get size(): number {
    return this.#grams.size;
  }

  /** Adds a part of a text as the content of a block. */
  take(block: number, text: string, from: number, to: number): void {
    this.#grams.take(Math.floor(block / 32), 1 << (block & 31), text, from, to + REACH);
  }

  /** Forgets all leaves before one. */
  forget(leaf: number): void {
    this.#grams.forget(leaf);
  }

  /**
   * Asks where a value may begin: `having` and `havingCut` tell. Its spellings occur as words, of two letters or more; `cut` is one
   * that may be split in two, and is looked up whole at the same time.
   */
  ask(spellings: readonly string[], cut?: string): void {
    this.#whole = this.#grams.noMarks(this.#whole);
    this.#cut = this.#grams.noMarks(this.#cut);
    for (let i = 0; i < spellings.length; i++)
      if (spellings[i] !== cut) this.#grams.mark(this.#whole, new Beginning(spellings[i] as string, ASKED));
    if (cut !== undefined) this.#markCut(cut);
  }

  /** The blocks of a leaf in which a spelling of the value may begin that is not split, as bits. */
  having(leaf: number): number {
    return this.#grams.marked(this.#whole, leaf);
  }

  /** The blocks of a leaf in which what may be split in two may begin, in one piece or in two, as bits. */
  havingCut(leaf: number): number {
    return this.#grams.marked(this.#cut, leaf);
  }

  /**
   * Marks the blocks that have the grams of both parts, wherever the value is split, or of the whole. In most blocks, one of
   * the first or last few grams is missing, which ends the work early.
   */
  #markCut(value: string): void {
    const length = Math.min(value.length, ASKED);
    const first = gramAt(value, 0);
    const marks = this.#cut;
    this.#grams.search((blocks) => {
      let gram = first;
      blocks.keep(hashOf(gram));
      // Both parts need it.
      if (blocks.count === 0) return;
      blocks.note(GRAM);
      let last = GRAM;
      // Lengthens the first part as long as some block has it.
      for (; last + SHORTEST < length && blocks.count !== 0; last++) {
        gram = gramTo(gram, value, last);
        blocks.keep(hashOf(gram));
        blocks.note(last + 1);
      }
      if (value.length <= ASKED) {
        blocks.keep(openingHash(first, length));
        for (let at = last; at < length && blocks.count !== 0; at++) {
          gram = gramTo(gram, value, at);
          blocks.keep(hashOf(gram));
        }
      }
      blocks.mark(marks);
      // Whatever the second part is, a first one of as few letters as can be stands in the same block.
      blocks.recall(GRAM);
      gram = gramFrom(0, value, length - 1);
      for (let at = length - SHORTEST; at >= GRAM && blocks.count !== 0; at--) {
        gram = gramFrom(gram, value, at);
        if (at + GRAM <= length) blocks.keep(hashOf(gram));
        if (at <= last) blocks.markNoted(marks, at, openingHash(gram, length - at));
      }
    });
  }
}

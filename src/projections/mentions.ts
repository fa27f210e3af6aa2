import { isUnspaced } from '../model/text/unspaced.ts';
import { formsOf } from '../model/words/deed-words.ts';
import type { Deed } from '../model/words/name-words.ts';
import { READER } from '../model/words/plea-words.ts';
import { addGrams, Beginning, type Grams, noGrams } from './grams.ts';

/** Sentences in one leaf: one for each bit of a number. */
export const LEAF = 32;

/** What sentences are searched for: a deed, and the values given with it. */
export interface Asked {
  readonly acts: readonly string[];
  readonly words: readonly Beginning[];
  readonly names: readonly Beginning[];
  readonly values: readonly Beginning[];
  /** Whether naming the act is enough to make a sentence worth reading: the object may be in a sentence nearby. */
  readonly isActEnough: boolean;
}

export const askedOf = ({ acts, words, names }: Deed, values: readonly string[], isActEnough = false): Asked => ({
  acts: [...acts],
  words: [...words].map(beginning),
  names: names.map(beginning),
  values: values.map(beginning),
  isActEnough,
});

const beginning = (letters: string): Beginning => new Beginning(letters);

interface Leaf {
  readonly grams: Grams;
  /** The existing sentences, and those in which an act may be named anywhere, as bits. */
  all: number;
  unspaced: number;
  /** Sentences that name their reader, of those that were looked at for one. */
  addressed: number;
  looked: number;
  /** Sentences that may name an act, for acts that were asked for. */
  readonly acts: Map<string, number>;
}

/**
 * Tells which sentences may ask for a deed: those that name enough of it, and give enough of its values, to be worth
 * reading. Never misses one that asks.
 */
export class Mentions {
  #leaves: Leaf[] = [];
  /** How many leaves have been forgotten. */
  #gone = 0;

  /** How many leaves are kept: each takes sixteen kilobytes. */
  get size(): number {
    return this.#leaves.length;
  }

  /** Adds a sentence by its number; numbers come in order. */
  take(number: number, text: string): void {
    const at = Math.floor(number / LEAF) - this.#gone;
    while (this.#leaves.length <= at)
      this.#leaves.push({ grams: noGrams(), all: 0, unspaced: 0, addressed: 0, looked: 0, acts: new Map() });
    const leaf = this.#leaves[at] as Leaf;
    const bit = 1 << (number & 31);
    leaf.all |= bit;
    if (isUnspaced(text)) leaf.unspaced |= bit;
    leaf.acts.clear();
    addGrams(leaf.grams, bit, text, 0, text.length);
  }

  /** Forgets all leaves before one. */
  forget(leaf: number): void {
    if (leaf <= this.#gone) return;
    this.#leaves = this.#leaves.slice(leaf - this.#gone);
    this.#gone = leaf;
  }

  /** The sentences of a leaf that may hold a value, by its grams, as bits. */
  holding(number: number, value: Beginning): number {
    const leaf = this.#leaves[number - this.#gone];
    return leaf === undefined ? 0 : value.in(leaf.grams) & leaf.all;
  }

  /**
   * The sentences of a leaf that may ask, as bits: those that name the tool; give two of the values; name two of the
   * deed's words, or one word and the act; give a value and name a word or the act; or just name the act, if that is
   * enough, or where the sentence names its reader. `textOf` gives the text of a sentence that was taken.
   */
  of(number: number, { acts, words, names, values, isActEnough }: Asked, textOf: (number: number) => string): number {
    const leaf = this.#leaves[number - this.#gone];
    if (leaf === undefined) return 0;
    let named = 0;
    // Loops by index: this runs for every call and each leaf.
    for (let i = 0; i < acts.length; i++) named |= actIn(leaf, acts[i] as string);
    let namedTwice = isActEnough ? named : addressedAmong(leaf, named & leaf.all, number * LEAF, textOf);
    for (let i = 0; i < words.length; i++) {
      const having = (words[i] as Beginning).in(leaf.grams);
      namedTwice |= named & having;
      named |= having;
    }
    let given = 0;
    let givenTwice = 0;
    for (let i = 0; i < values.length; i++) {
      const having = (values[i] as Beginning).in(leaf.grams);
      givenTwice |= given & having;
      given |= having;
    }
    let found = namedTwice | givenTwice | (named & given);
    for (let i = 0; i < names.length; i++) found |= (names[i] as Beginning).in(leaf.grams);
    return found & leaf.all;
  }
}

/** Those of some sentences of a leaf that name their reader. Few are ever asked about. */
function addressedAmong(leaf: Leaf, some: number, first: number, textOf: (number: number) => string): number {
  for (let left = some & ~leaf.looked; left !== 0; ) {
    const last = 31 - Math.clz32(left);
    const bit = 1 << last;
    left &= ~bit;
    leaf.looked |= bit;
    if (READER.test(textOf(first + last))) leaf.addressed |= bit;
  }
  return some & leaf.addressed;
}

/** The sentences of a leaf that may name an act. */
function actIn(leaf: Leaf, act: string): number {
  let having = leaf.acts.get(act);
  if (having === undefined) {
    having = leaf.unspaced;
    for (const form of beginningsOf(act)) having |= form.in(leaf.grams);
    leaf.acts.set(act, having);
  }
  return having;
}

/** With what words for an act begin, kept by act: there are few acts. */
const forms = new Map<string, readonly Beginning[]>();

function beginningsOf(act: string): readonly Beginning[] {
  let known = forms.get(act);
  if (known === undefined) {
    known = formsOf(act).map(beginning);
    forms.set(act, known);
  }
  return known;
}

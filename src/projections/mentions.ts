import { isUnspaced } from '../model/text/unspaced.ts';
import { formsOf } from '../model/words/deed-words.ts';
import type { Deed } from '../model/words/name-words.ts';
import { READER } from '../model/words/plea-words.ts';
import { GramIndex, type Marks, NO_MARKS } from './gram-index.ts';
import { Beginning } from './grams.ts';

/** Sentences in one leaf: one for each bit of a number. */
export const LEAF = 32;
/** Sentences are short: few grams share one of these. */
const SORTS = 4_096;

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
  /** The existing sentences, and those in which an act may be named anywhere, as bits. */
  all: number;
  unspaced: number;
  /** Sentences that name their reader, of those that were looked at for one. */
  addressed: number;
  looked: number;
}

/** Tells of each leaf some of its sentences, as bits. Good until somebody asks again. */
export type Pick = (leaf: number) => number;

/**
 * Tells which sentences may ask for a deed: those that name enough of it, and give enough of its values, to be worth
 * reading. Never misses one that asks.
 */
export class Mentions {
  #leaves: Leaf[] = [];
  /** How many leaves have been forgotten. */
  #gone = 0;
  readonly #grams = new GramIndex(SORTS);
  /** Sentences that have what was asked for last, each thing by itself. */
  readonly #marks: Marks[] = [];
  /** Sentences that have a word for an act, for acts that were asked for. */
  readonly #acts = new Map<string, Marks>();

  /** How many leaves are kept: each takes sixteen kilobytes. */
  get size(): number {
    return this.#leaves.length;
  }

  /** Adds a sentence by its number; numbers come in order. */
  take(number: number, text: string): void {
    const at = Math.floor(number / LEAF) - this.#gone;
    while (this.#leaves.length <= at) this.#leaves.push({ all: 0, unspaced: 0, addressed: 0, looked: 0 });
    const leaf = this.#leaves[at] as Leaf;
    const bit = 1 << (number & 31);
    leaf.all |= bit;
    if (isUnspaced(text)) leaf.unspaced |= bit;
    this.#acts.clear();
    this.#grams.take(this.#gone + at, bit, text, 0, text.length);
  }

  /** Forgets all leaves before one. */
  forget(leaf: number): void {
    if (leaf <= this.#gone) return;
    this.#leaves = this.#leaves.slice(leaf - this.#gone);
    this.#gone = leaf;
    this.#grams.forget(leaf);
  }

  /** The sentences that may hold a value, by its grams. */
  holding(value: Beginning): Pick {
    this.#markAll([value], 0);
    return (number) => this.#having(0, number) & (this.#leaves[number - this.#gone]?.all ?? 0);
  }

  /**
   * The sentences that may ask: those that name the tool; give two of the values; name two of the
   * deed's words, or one word and the act; give a value and name a word or the act; or just name the act, if that is
   * enough; or name the act or give a value where the reader is named. `textOf` gives the text of a sentence that was taken.
   */
  asking({ acts, words, names, values, isActEnough }: Asked, textOf: (number: number) => string): Pick {
    const valuesFrom = this.#markAll(words, 0);
    const namesFrom = this.#markAll(values, valuesFrom);
    const end = this.#markAll(names, namesFrom);
    const told = (some: number, number: number): number => this.#toldAmong(some, number, textOf);
    return (number) => {
      const leaf = this.#leaves[number - this.#gone];
      if (leaf === undefined) return 0;
      let named = 0;
      // Loops by index: this runs for every call and each leaf.
      for (let i = 0; i < acts.length; i++)
        named |= leaf.unspaced | this.#grams.marked(this.#naming(acts[i] as string), number);
      let namedTwice = isActEnough ? named : told(named, number);
      for (let i = 0; i < valuesFrom; i++) {
        const having = this.#having(i, number);
        namedTwice |= named & having;
        named |= having;
      }
      let given = 0;
      let givenTwice = 0;
      for (let i = valuesFrom; i < namesFrom; i++) {
        const having = this.#having(i, number);
        givenTwice |= given & having;
        given |= having;
      }
      let found = namedTwice | givenTwice | (named & given) | told(given, number);
      for (let i = namesFrom; i < end; i++) found |= this.#having(i, number);
      return found & leaf.all;
    };
  }

  /** Those of some sentences of a leaf that name their reader, or stand one or two behind one that does. */
  #toldAmong(some: number, number: number, textOf: (number: number) => string): number {
    const leaf = this.#leaves[number - this.#gone] as Leaf;
    const few = some & leaf.all;
    if (few === 0) return 0;
    const near = (few | (few >>> 1) | (few >>> 2)) & leaf.all;
    const named = addressedAmong(leaf, near, number * LEAF, textOf);
    let told = named | (named << 1) | (named << 2);
    const before = (few & 3) === 0 ? undefined : this.#leaves[number - 1 - this.#gone];
    if (before !== undefined) {
      const last = addressedAmong(before, before.all & (3 << 30), (number - 1) * LEAF, textOf);
      told |= (last >>> 30) | (last >>> 31);
    }
    return few & told;
  }

  /** Marks the sentences that have each of some things that any has; returns how many are marked now. Most values are nowhere. */
  #markAll(beginnings: readonly Beginning[], from: number): number {
    let end = from;
    for (let i = 0; i < beginnings.length; i++) {
      const marks = this.#grams.noMarks(this.#marks[end] ?? NO_MARKS);
      this.#marks[end] = marks;
      if (this.#grams.mark(marks, beginnings[i] as Beginning)) end++;
    }
    return end;
  }

  #having(which: number, leaf: number): number {
    return this.#grams.marked(this.#marks[which] as Marks, leaf);
  }

  #naming(act: string): Marks {
    let naming = this.#acts.get(act);
    if (naming === undefined) {
      naming = this.#grams.noMarks(NO_MARKS);
      for (const form of beginningsOf(act)) this.#grams.mark(naming, form);
      this.#acts.set(act, naming);
    }
    return naming;
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

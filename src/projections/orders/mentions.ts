import { isUnspaced } from '../../model/text/unspaced.ts';
import type { Terms } from '../../model/view.ts';
import { formsOf } from '../../model/words/deed-words.ts';
import type { Deed } from '../../model/words/name-words.ts';
import { READER } from '../../model/words/plea-words.ts';
import { GramIndex, type Marks, NO_MARKS } from '../texts/gram-index.ts';
import { Beginning } from '../texts/grams.ts';

/** Sentences in one leaf: one for each bit of a number. */
export const LEAF = 32;
/** Sentences are short: few grams share one of these. */
const SORTS = 4_096;

interface Leaf {
  /** The existing sentences, and those in which an act may be named anywhere, as bits. */
  all: number;
  unspaced: number;
  /** Sentences that name their reader, of those that were looked at for one. */
  addressed: number;
  looked: number;
}

/** The text of a sentence, by its number. */
type TextOf = (number: number) => string;

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
  /** Sentences that have a word for an act, or a word, of deeds that were asked for: most calls are of a few tools. */
  readonly #acts = new Map<string, Marks>();
  readonly #words = new Map<string, Marks | undefined>();

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
    this.#words.clear();
    this.#grams.take(this.#gone + at, bit, text, 0, text.length);
  }

  /** Forgets all leaves before one. */
  forget(leaf: number): void {
    if (leaf <= this.#gone) return;
    this.#leaves = this.#leaves.slice(leaf - this.#gone);
    this.#gone = leaf;
    this.#acts.clear();
    this.#words.clear();
    this.#grams.forget(leaf);
  }

  /** The sentences that may hold a value, by its grams. */
  holding(value: Beginning): Pick {
    this.#markAll([value], 0);
    return (number) =>
      this.#grams.marked(this.#marks[0] as Marks, number) & (this.#leaves[number - this.#gone]?.all ?? 0);
  }

  /**
   * The sentences that may ask: those that name the tool, or one of its arguments; give two of the values; name two of the
   * deed's words, or one word and the act; give a value and name a word or the act; or just name the act, if that is
   * enough, since the object may be in a sentence nearby; or name the act or give a value where the reader is named.
   * `textOf` gives the text of a sentence that was taken.
   */
  asking(
    { acts, words, names }: Deed,
    values: readonly string[],
    { isDestructive: isActEnough = false, members = [], figures = [] }: Terms,
    textOf: TextOf,
  ): Pick {
    const naming: Marks[] = [];
    for (const act of acts) naming.push(this.#naming(act));
    const having = this.#havingAny(words);
    const calling = this.#havingAny([...names, ...members, ...figures.map(([name]) => name)]);
    const end = this.#markAll(values.map(beginning), 0);
    return (number) => {
      const leaf = this.#leaves[number - this.#gone];
      if (leaf === undefined) return 0;
      // Loops by index: this runs for every call and each leaf.
      let named = acts.size === 0 ? 0 : leaf.unspaced;
      for (let i = 0; i < naming.length; i++) named |= this.#grams.marked(naming[i] as Marks, number);
      let namedTwice = isActEnough ? named : this.#toldAmong(named, number, textOf);
      for (let i = 0; i < having.length; i++) {
        const worded = this.#grams.marked(having[i] as Marks, number);
        namedTwice |= named & worded;
        named |= worded;
      }
      let given = 0;
      let givenTwice = 0;
      for (let i = 0; i < end; i++) {
        const valued = this.#grams.marked(this.#marks[i] as Marks, number);
        givenTwice |= given & valued;
        given |= valued;
      }
      let found = namedTwice | givenTwice | (named & given) | this.#toldAmong(given, number, textOf);
      for (let i = 0; i < calling.length; i++) found |= this.#grams.marked(calling[i] as Marks, number);
      return found & leaf.all;
    };
  }

  /** Those of some sentences of a leaf that name their reader, or stand one or two behind one that does. */
  #toldAmong(some: number, number: number, textOf: TextOf): number {
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

  /** Of some words those that any sentence has, as marks. */
  #havingAny(words: Iterable<string>): readonly Marks[] {
    const found: Marks[] = [];
    for (const word of words) {
      let marks = this.#words.get(word);
      if (marks === undefined && !this.#words.has(word)) {
        const having = this.#grams.noMarks(NO_MARKS);
        marks = this.#grams.mark(having, beginning(word)) ? having : undefined;
        this.#words.set(word, marks);
      }
      if (marks !== undefined) found.push(marks);
    }
    return found;
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
function addressedAmong(leaf: Leaf, some: number, first: number, textOf: TextOf): number {
  for (let left = some & ~leaf.looked; left !== 0; ) {
    const last = 31 - Math.clz32(left);
    const bit = 1 << last;
    left &= ~bit;
    leaf.looked |= bit;
    if (READER.test(textOf(first + last))) leaf.addressed |= bit;
  }
  return some & leaf.addressed;
}

const beginning = (letters: string): Beginning => new Beginning(letters);

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

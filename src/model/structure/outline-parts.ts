import type { JsonPointer, Leaf } from '../json.ts';
import type { Line, Name } from './outline-line.ts';
import { wholeValue } from './outline-value.ts';

/** A leaf of a structured text. `isText`: words around its values, which are nobody's field even where they are one. */
export interface Part extends Leaf {
  /** The place of what it stands in, where `at` is told from there. */
  readonly under?: JsonPointer;
  readonly isText?: true;
}

/** Parts in the order of their text; a list of them is one too. Behind the last one there is none. */
export interface Parts extends Iterable<Part> {
  at(index: number): Part | undefined;
}

/** Numbers for each part: its beginning, the ends of its first line and of all of it, its record, its name, the name above it. */
const WIDTH = 6;
const FEW = 64;
const NO_NAME = -1;
/** Words are in no record. */
const WORDS = -1;

/**
 * The parts of an outline, by where they stand in its text. Each is made when it is asked for: an outline of a megabyte has
 * tens of thousands, and as objects that live until all of them are learned they would be moved about by the garbage collector.
 */
export class OutlineParts implements Parts {
  readonly #text: string;
  /** By their number. */
  readonly #names: Name[] = [];
  #marks = new Int32Array(FEW * WIDTH);
  #length = 0;
  /** The place of the record that was asked for last, shared by its values. */
  #place: JsonPointer = '/0';
  #placed = 0;
  #within = NO_NAME;
  /** Whether there is running text among them. */
  isMixed = false;
  /** Whether there are values without a name. */
  hasItems = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Adds the value of a line; it may end on a later line. `within`: the name above it, where that tells who filled it in. */
  addValue({ name, from, end }: Line, last: number, record: number, within?: Name): void {
    if (within !== undefined) this.#names[within.number] = within;
    if (name === undefined) this.hasItems = true;
    else {
      this.#names[name.number] = name;
      this.isMixed ||= name.isRunning;
    }
    this.#add(from, end, last, record, name?.number ?? NO_NAME, within?.number ?? NO_NAME);
  }

  /** Adds words between values. */
  addWords(from: number, end: number): void {
    this.isMixed = true;
    this.#add(from, end, end, WORDS, NO_NAME, NO_NAME);
  }

  #add(from: number, end: number, last: number, record: number, name: number, within: number): void {
    const at = this.#length++ * WIDTH;
    if (at === this.#marks.length) {
      const before = this.#marks;
      this.#marks = new Int32Array(before.length * 2);
      this.#marks.set(before);
    }
    const marks = this.#marks;
    marks[at] = from;
    marks[at + 1] = end;
    marks[at + 2] = last;
    marks[at + 3] = record;
    marks[at + 4] = name;
    marks[at + 5] = within;
  }

  at(index: number): Part | undefined {
    if (index >= this.#length) return undefined;
    const marks = this.#marks;
    const mark = index * WIDTH;
    const from = marks[mark] as number;
    const end = marks[mark + 1] as number;
    const last = marks[mark + 2] as number;
    const record = marks[mark + 3] as number;
    if (record === WORDS) return { at: '', text: this.#text.slice(from, last).trim(), key: false, isText: true };
    const within = marks[mark + 5] as number;
    if (record !== this.#placed || within !== this.#within) {
      this.#placed = record;
      this.#within = within;
      this.#place = `/${record}${this.#names[within]?.step ?? ''}`;
    }
    const text = wholeValue(this.#text, { from, end }, last);
    const name = this.#names[marks[mark + 4] as number];
    if (name === undefined) return { at: this.#place, text, key: false };
    const value = { under: this.#place, at: name.step, text, key: false };
    return name.isRunning ? { ...value, isText: true } : value;
  }

  *[Symbol.iterator](): Generator<Part> {
    for (let i = 0; i < this.#length; i++) yield this.at(i) as Part;
  }
}

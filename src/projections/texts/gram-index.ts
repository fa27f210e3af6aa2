import { widened } from '../values/key-table.ts';
import { addGrams, type Beginning, type Grams, noGrams, shiftOf } from './grams.ts';

/** Leaves that are kept by gram together: more at a time, and writing another among them would wait for memory. */
const GROUP = 8;
const NO_ROWS: Grams = new Int32Array(0);

/**
 * Which of many texts have which grams: thirty-two texts to a leaf, one bit for each. Leaves that are full are kept by gram, so
 * that what a search asks several of them for stands side by side: it mostly waits for memory.
 */
export class GramIndex {
  /** Of each group a row for each sort of gram, with a column for each full leaf. */
  #groups: Grams[] = [];
  /** The leaf that still grows, by itself: what is written for a text stays close together. */
  #latest = NO_ROWS;
  /** The first leaf that is kept, and the one that would be opened next. */
  #first = 0;
  #end = 0;
  readonly #sorts: number;
  readonly #columns: Columns;

  /** `sorts`: how many sorts of grams are told apart, a power of two. */
  constructor(sorts: number) {
    this.#sorts = sorts;
    this.#columns = new Columns(shiftOf(sorts));
  }

  /** How many leaves are kept. */
  get size(): number {
    return this.#end - this.#first;
  }

  /** The first leaf of the first group. */
  get #base(): number {
    return this.#first - (this.#first % GROUP);
  }

  /** Adds grams that begin in a part of a text to those of the text with this bit. Leaves come in order. */
  take(leaf: number, bit: number, text: string, from: number, to: number): void {
    if (this.size === 0) {
      if (this.#latest.length === 0) this.#latest = noGrams(this.#sorts);
      this.#first = leaf;
      this.#end = leaf + 1;
    }
    while (this.#end <= leaf) this.#open();
    addGrams(this.#latest, bit, text, from, to);
  }

  /** Forgets all leaves before one. */
  forget(leaf: number): void {
    if (leaf <= this.#first) return;
    const before = this.#base;
    this.#first = leaf;
    if (before < this.#base) this.#groups = this.#groups.slice((this.#base - before) / GROUP);
    if (leaf < this.#end) return;
    this.#end = leaf;
    this.#groups = [];
    this.#latest.fill(0);
  }

  /** Room to mark texts of all leaves in, with none marked; made anew only where another does not fit. */
  noMarks(other: Marks): Marks {
    const length = this.#end - this.#base;
    return other.length >= length ? other.fill(0) : new Int32Array(length + GROUP);
  }

  /** The texts of a leaf that are marked, as bits. */
  marked(marks: Marks, leaf: number): number {
    return leaf < this.#first || leaf >= this.#end ? 0 : (marks[leaf - this.#base] as number);
  }

  /** Marks all texts that have the grams of some letters. Whether there are any. */
  mark(marks: Marks, value: Beginning): boolean {
    let isAny = false;
    this.search((columns) => {
      value.keep(columns);
      if (columns.count === 0) return;
      columns.mark(marks);
      isAny = true;
    });
    return isAny;
  }

  /** Searches full leaves by groups, then the latest. */
  search(look: (columns: Columns) => void): void {
    if (this.size === 0) return;
    const base = this.#base;
    const latest = this.#end - 1 - base;
    let from = this.#first - base;
    for (let i = 0; from < latest; i++) {
      const place = i * GROUP;
      const to = Math.min(latest, place + GROUP);
      look(this.#columns.of(this.#groups[i] as Grams, GROUP, from - place, to - from, place));
      from = to;
    }
    look(this.#columns.of(this.#latest, 1, 0, 1, latest));
  }

  /** Opens a leaf; the one before it is full. */
  #open(): void {
    const place = this.#end - 1 - this.#base;
    const group = Math.floor(place / GROUP);
    while (this.#groups.length <= group) this.#groups.push(new Int32Array(this.#sorts * GROUP));
    const rows = this.#groups[group] as Grams;
    for (let sort = 0, to = place % GROUP; sort < this.#sorts; sort++, to += GROUP)
      rows[to] = this.#latest[sort] as number;
    this.#latest.fill(0);
    this.#end++;
  }
}

/** Texts of all leaves, as bits. */
export type Marks = Int32Array<ArrayBuffer>;
export const NO_MARKS: Marks = new Int32Array(0);

/** Leaves that are searched at once, as long as any of their texts have all grams asked for. Made once: a search makes no lists. */
export class Columns {
  #rows = NO_ROWS;
  #width = 1;
  readonly #places = new Int32Array(GROUP);
  readonly #bits = new Int32Array(GROUP);
  /** What was kept at some moments of the search: a row for each, by its number. */
  #noted = new Int32Array(0);
  /** How far the place of a leaf among marks is from that of its column. */
  #shift = 0;
  readonly #sortShift: number;
  /** How many have such texts left. */
  count = 0;

  /** `shift`: what turns the hash of a gram into its sort. */
  constructor(shift: number) {
    this.#sortShift = shift;
  }

  /** Some columns of rows of a width, from one on. */
  of(rows: Grams, width: number, first: number, count: number, shift: number): this {
    this.#rows = rows;
    this.#width = width;
    this.#shift = shift;
    this.count = count;
    for (let i = 0; i < count; i++) {
      this.#places[i] = first + i;
      this.#bits[i] = -1;
    }
    return this;
  }

  /** Keeps the texts that have a gram with a hash. */
  keep(hash: number): void {
    const rows = this.#rows;
    const places = this.#places;
    const bits = this.#bits;
    const row = (hash >>> this.#sortShift) * this.#width;
    let left = 0;
    for (let i = 0; i < this.count; i++) {
      const place = places[i] as number;
      const kept = (bits[i] as number) & (rows[row + place] as number);
      if (kept === 0) continue;
      places[left] = place;
      bits[left++] = kept;
    }
    this.count = left;
  }

  /** Marks what is kept. */
  mark(marks: Marks): void {
    for (let i = 0; i < this.count; i++) {
      const place = (this.#places[i] as number) + this.#shift;
      marks[place] = (marks[place] as number) | (this.#bits[i] as number);
    }
  }

  /** Notes what is kept now, under a number. */
  note(number: number): void {
    const width = this.#width;
    const row = number * width;
    if (row + width > this.#noted.length) this.#noted = widened(this.#noted, row + width);
    this.#noted.fill(0, row, row + width);
    for (let i = 0; i < this.count; i++) this.#noted[row + (this.#places[i] as number)] = this.#bits[i] as number;
  }

  /** Keeps what was noted under a number, and nothing else. */
  recall(number: number): void {
    const row = number * this.#width;
    let count = 0;
    for (let place = 0; place < this.#width; place++) {
      const bits = this.#noted[row + place] as number;
      if (bits === 0) continue;
      this.#places[count] = place;
      this.#bits[count++] = bits;
    }
    this.count = count;
  }

  /** Marks what is kept, was noted under a number, and has a gram with a hash. */
  markNoted(marks: Marks, number: number, hash: number): void {
    const noted = number * this.#width;
    const row = (hash >>> this.#sortShift) * this.#width;
    for (let i = 0; i < this.count; i++) {
      const place = this.#places[i] as number;
      const to = place + this.#shift;
      marks[to] =
        (marks[to] as number) |
        ((this.#bits[i] as number) & (this.#noted[noted + place] as number) & (this.#rows[row + place] as number));
    }
  }
}

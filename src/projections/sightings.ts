import type { Label } from '../model/tool.ts';
import type { Sighted } from '../model/view.ts';
import { KeyTable, NOWHERE } from './key-table.ts';

/** Sightings one session keeps. Beyond it the oldest results are forgotten, and `forgotten` says how many. */
const MOST = 40_000;
/** Sources kept of one value: the first and the latest ones. */
const PER_KEY = 8;

/** `link`: in prose, as the address of a link. */
export type Shape = Sighted['shape'] | 'link';

/** What one result told of. */
export interface Told {
  readonly source: Omit<Sighted, 'at' | 'shape' | 'isLinked'>;
  /** The values that it held, each by the number under which the value's first source is kept. */
  readonly known: number[];
  /** How many of these a newer result has told of as well: for them it need not be kept. */
  gone: number;
}

const NONE: readonly Sighted[] = Object.freeze([]);

export const startTelling = (source: Told['source']): Told => ({ source, known: [], gone: 0 });

/**
 * Which values a session has seen, and of each the sources: a tool that shows it again in the same shape says nothing new.
 * Kept in columns, one row for each source of a value: an object for each would be most of what learning costs.
 */
export class Sightings {
  /** The row of each value's first source. */
  readonly #table = new KeyTable();
  /** Of each row: the result that showed it first and the place there, in two parts of which the first is the text's that it stood in. */
  readonly #told: (Told | undefined)[] = [];
  readonly #under: string[] = [];
  readonly #at: string[] = [];
  readonly #shape: Shape[] = [];
  /** What the place is marked with; undefined where that is what the whole result is marked with. */
  readonly #own: (readonly Label[] | undefined)[] = [];
  /** The last result in which the same tool showed it in the same shape: with that it is forgotten. */
  readonly #latest: (Told | undefined)[] = [];
  /** The row of the value's next source. */
  readonly #next: number[] = [];
  readonly #free: number[] = [];
  /** What each result told of, oldest first, so that forgetting is by result. Those before `#first` are forgotten, and held by nothing. */
  #results: (Told | undefined)[] = [];
  #first = 0;
  #count = 0;
  #forgotten = 0;

  get forgotten(): number {
    return this.#forgotten;
  }

  /** The sources of a value, the latest first. */
  find(key: string): readonly Sighted[] {
    let row = this.#table.find(key);
    if (row === NOWHERE) return NONE;
    const found: Sighted[] = [];
    for (; row !== NOWHERE; row = this.#next[row] as number) found.push(this.#sightedAt(row));
    return found.reverse();
  }

  /** Whether one result held both values. Of a tool that shows a value again and again, the first and the last are known. */
  share(key: string, other: string): boolean {
    const one = this.#table.find(key);
    const two = this.#table.find(other);
    return one !== NOWHERE && two !== NOWHERE && (this.#stands(one, two) || this.#stands(two, one));
  }

  /** Whether a result that a value, by its first row, stood in held the other one. */
  #stands(first: number, other: number): boolean {
    for (let row = first; row !== NOWHERE; row = this.#next[row] as number) {
      if ((this.#latest[row] as Told).known.includes(other)) return true;
      for (let also = other; also !== NOWHERE; also = this.#next[also] as number)
        if (this.#told[row] === this.#told[also]) return true;
    }
    return false;
  }

  /**
   * A value in a result, at a place in it: `under` is the text that was read for more, or nothing. `own`: what the place is
   * marked with, where that is not what the result is.
   */
  add(told: Told, key: string, under: string, at: string, shape: Shape, own?: readonly Label[]): void {
    if (told.known.length >= MOST) {
      this.#forgotten++;
      return;
    }
    const first = this.#table.find(key);
    if (first === NOWHERE) {
      const row = this.#put(told, under, at, shape, own);
      this.#table.add(key, row);
      told.known.push(row);
      return;
    }
    let last = first;
    let sources = 0;
    for (let row = first; row !== NOWHERE; row = this.#next[row] as number) {
      const latest = this.#latest[row] as Told;
      if (this.#shape[row] === shape && isOf(this.#told[row] as Told, told) && isSame(this.#own[row], own)) {
        if (latest === told) return;
        told.known.push(first);
        latest.gone++;
        this.#latest[row] = told;
        return;
      }
      last = row;
      sources++;
    }
    told.known.push(first);
    this.#next[last] = this.#put(told, under, at, shape, own);
    if (sources < PER_KEY) return;
    // Where it was first seen tells most: of the others the oldest goes.
    const oldest = this.#next[first] as number;
    (this.#latest[oldest] as Told).gone++;
    this.#next[first] = this.#next[oldest] as number;
    this.#drop(oldest);
  }

  /** The values that a result told of. */
  *keysOf({ known }: Told): Iterable<string> {
    for (const first of known) yield this.#table.keyOf(first);
  }

  /** Takes a result that has been told whole, and forgets what is too much. */
  keep(told: Told): void {
    if (told.known.length > 0) this.#results.push(told);
    for (; this.#first < this.#results.length - 1; this.#first++) {
      const oldest = this.#results[this.#first] as Told;
      const isMany = this.#count > MOST || this.#results.length - this.#first > MOST;
      // One that newer ones have told all of again is no loss.
      if (!isMany && oldest.gone < oldest.known.length) break;
      this.#forget(oldest);
      this.#results[this.#first] = undefined;
    }
    if (this.#first * 2 < this.#results.length) return;
    this.#results = this.#results.slice(this.#first);
    this.#first = 0;
  }

  #put(told: Told, under: string, at: string, shape: Shape, own: readonly Label[] | undefined): number {
    const row = this.#free.pop() ?? this.#told.length;
    this.#told[row] = told;
    this.#under[row] = under;
    this.#at[row] = at;
    this.#shape[row] = shape;
    this.#own[row] = own;
    this.#latest[row] = told;
    this.#next[row] = NOWHERE;
    this.#count++;
    return row;
  }

  /** Takes a row out that nothing leads to any more. */
  #drop(row: number): void {
    this.#told[row] = undefined;
    this.#latest[row] = undefined;
    this.#under[row] = '';
    this.#at[row] = '';
    this.#own[row] = undefined;
    this.#next[row] = NOWHERE;
    this.#free.push(row);
    this.#count--;
  }

  #forget(told: Told): void {
    if (told.gone >= told.known.length) return;
    for (const first of told.known) {
      let before = NOWHERE;
      let row = first;
      while (row !== NOWHERE && this.#latest[row] !== told) {
        before = row;
        row = this.#next[row] as number;
      }
      if (row === NOWHERE) continue;
      const next = this.#next[row] as number;
      if (before !== NOWHERE) {
        this.#next[before] = next;
        this.#drop(row);
      } else if (next !== NOWHERE) {
        // A value that another source has shown is known still, under the same number.
        this.#move(next, first);
        this.#drop(next);
      } else {
        this.#table.remove(first);
        this.#drop(first);
        this.#forgotten++;
      }
    }
  }

  #move(from: number, to: number): void {
    this.#told[to] = this.#told[from];
    this.#under[to] = this.#under[from] as string;
    this.#at[to] = this.#at[from] as string;
    this.#shape[to] = this.#shape[from] as Shape;
    this.#own[to] = this.#own[from];
    this.#latest[to] = this.#latest[from];
    this.#next[to] = this.#next[from] as number;
  }

  #sightedAt(row: number): Sighted {
    const { call, upstream, tool, labels: all, step } = (this.#told[row] as Told).source;
    const labels = this.#own[row] ?? all;
    const at = `${this.#under[row]}${this.#at[row]}`;
    const shape = this.#shape[row] as Shape;
    if (shape === 'link') return { call, upstream, tool, labels, step, at, shape: 'prose', isLinked: true };
    return { call, upstream, tool, labels, step, at, shape };
  }
}

const isSame = (one: readonly Label[] | undefined, other: readonly Label[] | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && one.join() === other.join());

const isOf = ({ source }: Told, { source: { upstream, tool } }: Told): boolean =>
  source.tool === tool && source.upstream === upstream;

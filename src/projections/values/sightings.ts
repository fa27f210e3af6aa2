import type { Label } from '../../model/tool.ts';
import type { Sighted } from '../../model/view.ts';
import { KeyTable, NOWHERE, widened } from './key-table.ts';
import type { ResultValues } from './result-values.ts';

/** How many sightings one session keeps. Beyond that the oldest results are forgotten; `forgotten` counts them. */
const MOST = 40_000;
/** How many sources of one value are kept: the first and the latest ones. */
const PER_KEY = 8;

/** `link`: in prose, as the address of a link. */
export type Shape = Sighted['shape'] | 'link';

const FEW_ROWS = 64;
const NONE: readonly Sighted[] = Object.freeze([]);

const SHAPES: readonly Shape[] = ['field', 'prose', 'link'];
const numberOf = (shape: Shape): number => (shape === 'field' ? 0 : shape === 'prose' ? 1 : 2);

/**
 * The values a session has seen and the sources of each. If the same tool shows a value again in the same shape, that is no
 * new source. Kept in columns, one row per source of a value: objects would be most of the cost of learning.
 */
export class Sightings {
  /** The row of each value's first source. */
  readonly #table = new KeyTable();
  /**
   * Per row: the result that showed it first and its place there, in two parts; the first part is the text it was in.
   */
  #result = new Int32Array(FEW_ROWS);
  readonly #under: string[] = [];
  readonly #at: string[] = [];
  #shape = new Uint8Array(FEW_ROWS);
  /** The labels of the place, where they differ from those of the whole result. */
  readonly #own = new Map<number, readonly Label[]>();
  /** The last result in which the same tool showed it in the same shape: the row is forgotten with that result. */
  #latest = new Int32Array(FEW_ROWS);
  /** The row of the value's next source. */
  #next = new Int32Array(FEW_ROWS);
  /** The results that rows refer to, by number. */
  readonly #numbered: (ResultValues | undefined)[] = [];
  readonly #freeNumbers: number[] = [];
  readonly #free: number[] = [];
  /**
   * What each result told, oldest first, so that whole results can be forgotten. Entries before `#first` are forgotten.
   */
  #results: (ResultValues | undefined)[] = [];
  #first = 0;
  #count = 0;
  #forgotten = 0;

  get forgotten(): number {
    return this.#forgotten;
  }

  /** The sources of a value, latest first. */
  find(key: string): readonly Sighted[] {
    let row = this.#table.find(key);
    if (row === NOWHERE) return NONE;
    const found: Sighted[] = [];
    for (; row !== NOWHERE; row = this.#next[row] as number) found.push(this.#sightedAt(row));
    return found.reverse();
  }

  /** How many sources of a value are known. */
  count(key: string): number {
    let count = 0;
    for (let row = this.#table.find(key); row !== NOWHERE; row = this.#next[row] as number) count++;
    return count;
  }

  /**
   * Whether one result held both values. Of a tool that shows a value repeatedly, the first and last result are known.
   */
  share(key: string, other: string): boolean {
    const one = this.#table.find(key);
    const two = this.#table.find(other);
    return one !== NOWHERE && two !== NOWHERE && (this.#stands(one, two) || this.#stands(two, one));
  }

  /** Whether a result that held one value, given by its first row, also held the other. */
  #stands(first: number, other: number): boolean {
    for (let row = first; row !== NOWHERE; row = this.#next[row] as number) {
      if (this.#latestOf(row).knows(other)) return true;
      for (let also = other; also !== NOWHERE; also = this.#next[also] as number)
        if (this.#result[row] === this.#result[also]) return true;
    }
    return false;
  }

  /**
   * Adds a value seen in a result, by the head and name of its key, at a place in two parts: `under` is the text that
   * was searched for values, or empty. `own`: the labels of the place, if they differ from the result's. Returns
   * whether this is what makes the result known to hold the value.
   */
  add(
    result: ResultValues,
    head: string,
    name: string,
    under: string,
    at: string,
    shape: Shape,
    own?: readonly Label[],
  ): boolean {
    if (result.count >= MOST) {
      this.#forgotten++;
      return false;
    }
    const room = this.#free.at(-1) ?? this.#under.length;
    const first = this.#table.findOrAdd(head, name, room);
    if (first === NOWHERE) {
      this.#put(result, under, at, shape, own);
      result.add(room);
      return true;
    }
    const which = numberOf(shape);
    let last = first;
    let sources = 0;
    for (let row = first; row !== NOWHERE; row = this.#next[row] as number) {
      if (this.#shape[row] === which && isOf(this.#resultOf(row), result) && isSame(this.#ownOf(row), own)) {
        const latest = this.#latestOf(row);
        if (latest === result) return false;
        result.add(first);
        latest.gone++;
        this.#release(latest);
        this.#latest[row] = this.#name(result);
        return true;
      }
      last = row;
      sources++;
    }
    result.add(first);
    this.#next[last] = this.#put(result, under, at, shape, own);
    if (sources < PER_KEY) return true;
    // The first sighting tells most: of the others the oldest goes.
    const oldest = this.#next[first] as number;
    this.#latestOf(oldest).gone++;
    this.#next[first] = this.#next[oldest] as number;
    this.#drop(oldest);
    return true;
  }

  /** Takes a result that has been told completely, and forgets what exceeds the limits. */
  keep(result: ResultValues): void {
    if (result.count > 0) this.#results.push(result);
    for (; this.#first < this.#results.length - 1; this.#first++) {
      const oldest = this.#results[this.#first] as ResultValues;
      const isMany = this.#count > MOST || this.#results.length - this.#first > MOST;
      // A result is no loss if newer ones have told all of it again.
      if (!isMany && oldest.gone < oldest.count) break;
      this.#forget(oldest);
      oldest.clear();
      this.#results[this.#first] = undefined;
    }
    if (this.#first * 2 < this.#results.length) return;
    this.#results = this.#results.slice(this.#first);
    this.#first = 0;
  }

  #put(result: ResultValues, under: string, at: string, shape: Shape, own: readonly Label[] | undefined): number {
    const row = this.#free.pop() ?? this.#under.length;
    if (row >= this.#result.length) this.#widen(row);
    const number = this.#name(result);
    result.rows++;
    this.#result[row] = number;
    this.#under[row] = under;
    this.#at[row] = at;
    this.#shape[row] = numberOf(shape);
    if (own !== undefined) this.#own.set(row, own);
    this.#latest[row] = number;
    this.#next[row] = NOWHERE;
    this.#count++;
    return row;
  }

  #widen(row: number): void {
    this.#result = widened(this.#result, row);
    this.#shape = widened(this.#shape, row);
    this.#latest = widened(this.#latest, row);
    this.#next = widened(this.#next, row);
  }

  /** Hardly any place has labels of its own, and no table need be asked then. */
  #ownOf(row: number): readonly Label[] | undefined {
    return this.#own.size === 0 ? undefined : this.#own.get(row);
  }

  #resultOf(row: number): ResultValues {
    return this.#numbered[this.#result[row] as number] as ResultValues;
  }

  #latestOf(row: number): ResultValues {
    return this.#numbered[this.#latest[row] as number] as ResultValues;
  }

  /** The number of a result that one more row refers to. */
  #name(result: ResultValues): number {
    if (result.rows++ === 0) {
      result.number = this.#freeNumbers.pop() ?? this.#numbered.length;
      this.#numbered[result.number] = result;
    }
    return result.number;
  }

  /** One row less refers to a result. */
  #release(result: ResultValues): void {
    if (--result.rows > 0) return;
    this.#numbered[result.number] = undefined;
    this.#freeNumbers.push(result.number);
  }

  /** Removes a row that nothing refers to any more. */
  #drop(row: number): void {
    this.#release(this.#resultOf(row));
    this.#release(this.#latestOf(row));
    this.#under[row] = '';
    this.#at[row] = '';
    this.#own.delete(row);
    this.#next[row] = NOWHERE;
    this.#free.push(row);
    this.#count--;
  }

  #forget(result: ResultValues): void {
    if (result.gone >= result.count) return;
    for (const first of result.known) {
      let before = NOWHERE;
      let row = first;
      while (row !== NOWHERE && this.#latestOf(row) !== result) {
        before = row;
        row = this.#next[row] as number;
      }
      if (row === NOWHERE) continue;
      const next = this.#next[row] as number;
      if (before !== NOWHERE) {
        this.#next[before] = next;
        this.#drop(row);
      } else if (next !== NOWHERE) {
        // A value that another source has shown is still known, under the same number.
        this.#swap(next, first);
        this.#drop(next);
      } else {
        this.#table.remove(first);
        this.#drop(first);
        this.#forgotten++;
      }
    }
  }

  /**
   * Moves a row's contents into another row; the first one gets the other's results instead, to be released with it.
   */
  #swap(one: number, other: number): void {
    for (const column of [this.#result, this.#latest]) {
      const here = column[one] as number;
      column[one] = column[other] as number;
      column[other] = here;
    }
    this.#under[other] = this.#under[one] as string;
    this.#at[other] = this.#at[one] as string;
    this.#shape[other] = this.#shape[one] as number;
    this.#next[other] = this.#next[one] as number;
    const own = this.#ownOf(one);
    if (own === undefined) this.#own.delete(other);
    else this.#own.set(other, own);
  }

  #sightedAt(row: number): Sighted {
    const result = this.#resultOf(row);
    const { source } = result;
    const { call, upstream, tool, labels: all, step, said } = source;
    const labels = this.#ownOf(row) ?? all;
    const at = `${this.#under[row]}${this.#at[row]}`;
    const seen = SHAPES[this.#shape[row] as number] as Shape;
    // What somebody outside filled in was told, however it is printed.
    const doubt = seen === 'field' ? result.doubtAt(this.#under[row] as string, at) : undefined;
    const isLink = seen === 'link';
    const shape = isLink || doubt !== undefined ? 'prose' : seen;
    const sighted: Sighted = { call, upstream, tool, labels, step, at, shape };
    if (!isLink && said === undefined && doubt === undefined) return sighted;
    return {
      ...sighted,
      ...(isLink ? { isLinked: true } : {}),
      ...(said === undefined ? {} : { said }),
      ...(doubt === undefined ? {} : { doubt }),
    };
  }
}

const isSame = (one: readonly Label[] | undefined, other: readonly Label[] | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && one.join() === other.join());

const isOf = ({ source }: ResultValues, { source: { upstream, tool, said } }: ResultValues): boolean =>
  source.tool === tool && source.upstream === upstream && source.said === said;

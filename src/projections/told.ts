import type { Sighted } from '../model/view.ts';
import { NOWHERE, widened } from './key-table.ts';

/** What one result told of. */
export class Told {
  readonly source: Omit<Sighted, 'at' | 'shape' | 'isLinked'>;
  /** The values that it held, each by the number under which the value's first source is kept. */
  #known = new Int32Array(FEW);
  #count = 0;
  /** How many of these a newer result has told of as well: for them it need not be kept. */
  gone = 0;
  /** Where it stands among those that rows name, and how many do. */
  number = NOWHERE;
  rows = 0;

  constructor(source: Told['source']) {
    this.source = source;
  }

  get count(): number {
    return this.#count;
  }

  get known(): Int32Array<ArrayBuffer> {
    return this.#known.subarray(0, this.#count);
  }

  knows(row: number): boolean {
    return this.known.includes(row);
  }

  add(row: number): void {
    this.#known = widened(this.#known, this.#count);
    this.#known[this.#count++] = row;
  }

  /** Nothing that it told of is known by it any more. */
  clear(): void {
    this.#known = NOTHING;
    this.#count = 0;
  }
}

const FEW = 16;
const NOTHING = new Int32Array(0);

import type { Doubt } from '../../model/evidence/doubt.ts';
import type { Sighted } from '../../model/view.ts';
import { NOWHERE, widened } from './key-table.ts';

/** The values that one result held. */
export class ResultValues {
  readonly source: Omit<Sighted, 'at' | 'shape' | 'isLinked'>;
  /** The values, each by the number under which its first source is kept. */
  #known = new Int32Array(FEW);
  #count = 0;
  /** How many of them a newer result has shown again: for those, this result need not be kept. */
  gone = 0;
  /** Its number among the results that rows refer to, and how many rows do. */
  number = NOWHERE;
  rows = 0;

  /** The places of objects in it whose values are not their owner's, and of single such values, and why. */
  readonly doubted = new Map<string, Doubt>();

  constructor(source: ResultValues['source']) {
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

  /** Call this once no value is known through this result any more. */
  clear(): void {
    this.#known = NOTHING;
    this.#count = 0;
  }
}

const FEW = 16;
const NOTHING = new Int32Array(0);

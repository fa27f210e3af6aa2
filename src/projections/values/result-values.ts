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

  /** Why a value is not its record's owner's: what is said of an object holds for those in it, but for the entries of a list. */
  doubtAt(under: string, at: string): Doubt | undefined {
    if (this.doubted.size === 0) return undefined;
    let found = this.doubted.get(at);
    for (let place = under; found === undefined; place = place.slice(0, place.lastIndexOf('/'))) {
      found = this.doubted.get(place);
      if (!IN_OBJECT.test(place)) break;
    }
    return found;
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

/** An entry of a list is a record of its own; and what is said of who did something did not come from others. */
const IN_OBJECT = /\/(?!\d+$|[^/]*by$)[^/#]+$/i;
const FEW = 16;
const NOTHING = new Int32Array(0);

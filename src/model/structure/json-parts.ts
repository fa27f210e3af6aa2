import { type Json, type Placed, Values } from '../json.ts';
import type { Parts } from './outline-parts.ts';

/** A number with fewer digits occurs everywhere. */
const SMALLEST_NUMBER = 1_000;
/** How many are made at a time. */
const AT_ONCE = 256;
const NONE: readonly Placed[] = Object.freeze([]);

/**
 * The values of a JSON value. They are made when they are asked for, and forgotten again: of a megabyte there are tens of
 * thousands, which would be moved about by the garbage collector as long as one is learned after the other.
 */
export class JsonParts implements Parts {
  readonly #root: Json;
  #values: Values;
  /** Those made last, and how many came before them. */
  #some = NONE;
  #before = 0;

  constructor(root: Json) {
    this.#root = root;
    this.#values = this.#walk();
  }

  /** Quick for whoever goes forward; anybody else starts again. */
  at(index: number): Placed | undefined {
    if (index < this.#before) {
      this.#values = this.#walk();
      this.#some = NONE;
      this.#before = 0;
    }
    while (index >= this.#before + this.#some.length) {
      const next = this.#values.next(AT_ONCE);
      if (next.length === 0) return undefined;
      this.#before += this.#some.length;
      this.#some = next;
    }
    return this.#some[index - this.#before];
  }

  *[Symbol.iterator](): Generator<Placed> {
    const values = this.#walk();
    for (let some = values.next(AT_ONCE); some.length > 0; some = values.next(AT_ONCE)) yield* some;
  }

  #walk(): Values {
    return new Values(this.#root, SMALLEST_NUMBER);
  }
}

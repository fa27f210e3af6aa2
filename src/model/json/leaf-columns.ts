/** So many rows a column has at first. */
const FEW = 1_024;

/**
 * Leaves of a long value, in columns: as objects there would be hundreds of thousands, which the garbage collector moves
 * about as long as anybody looks at them. Each is made when it is asked for, and forgotten again.
 */
export class LeafColumns {
  readonly #texts: string[] = [];
  readonly #steps: string[] = [];
  /** By number among `#places`, what each is in; turned over, and so less than none, where it is a name. */
  #parents = new Int32Array(FEW);
  readonly #places: string[] = [];

  get length(): number {
    return this.#texts.length;
  }

  /** The place of what it is in, and its step from there. */
  add(under: string, at: string, text: string, key: boolean): void {
    if (this.#places.at(-1) !== under) this.#places.push(under);
    const row = this.#texts.length;
    if (row === this.#parents.length) {
      const wider = new Int32Array(row * 2);
      wider.set(this.#parents);
      this.#parents = wider;
    }
    const parent = this.#places.length - 1;
    this.#parents[row] = key ? ~parent : parent;
    this.#steps.push(at);
    this.#texts.push(text);
  }

  at(index: number): ColumnLeaf | undefined {
    const text = this.#texts[index];
    if (text === undefined) return undefined;
    const parent = this.#parents[index] as number;
    const under = this.#places[parent < 0 ? ~parent : parent] as string;
    return new ColumnLeaf(text, parent < 0, under, this.#steps[index] as string);
  }
}

/** Most are read, and their places never asked for. */
class ColumnLeaf {
  readonly text: string;
  readonly key: boolean;
  readonly #under: string;
  readonly #step: string;

  constructor(text: string, key: boolean, under: string, step: string) {
    this.text = text;
    this.key = key;
    this.#under = under;
    this.#step = step;
  }

  get at(): string {
    return this.#under + this.#step;
  }
}

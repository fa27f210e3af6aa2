/** How much text is kept, in UTF-16 units; a text costs a few besides its letters. */
const MOST = 1_000_000;
const TEXT = 64;

/** What was made of texts, for those needed last: recordings have the same ones again and again. */
export class Kept<Made> {
  /** The one needed last at the end. */
  readonly #made = new Map<string, Made>();
  #size = 0;

  of(text: string, make: () => Made): Made {
    let made = this.#made.get(text);
    if (made === undefined) {
      made = make();
      this.#size += text.length + TEXT;
      this.#shorten();
    } else this.#made.delete(text);
    this.#made.set(text, made);
    return made;
  }

  #shorten(): void {
    for (const text of this.#made.keys()) {
      if (this.#size <= MOST) return;
      this.#made.delete(text);
      this.#size -= text.length + TEXT;
    }
  }
}

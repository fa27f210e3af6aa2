const SMALL = 65_536;
/** A sheet that a rare large group needed is not kept for the many small ones. */
const LARGE = 1_048_576;
/** The most bytes that a UTF-16 unit can need. */
const WIDEST = 3;

/** A buffer that all groups are written into, one after the other: text becomes bytes once, for the hash and the disk. */
export class Sheet {
  #bytes = Buffer.allocUnsafe(SMALL);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Begins anew: bytes handed out before are void. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > LARGE) this.#bytes = Buffer.allocUnsafe(SMALL);
  }

  put(text: string): void {
    if (text.length * WIDEST > this.#bytes.length - this.#length) this.#grow(Buffer.byteLength(text));
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** The bytes from an index on: not a copy. */
  since(start: number): Buffer {
    return this.#bytes.subarray(start, this.#length);
  }

  #grow(by: number): void {
    const least = this.#length + by;
    if (least <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafe(Math.max(least, this.#bytes.length * 2));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

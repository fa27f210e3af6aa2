const BLOCK = 16 * 1024;
const NONE = Buffer.alloc(0);

/**
 * Bytes that come in pieces, put together once. Small pieces are copied into blocks: whoever sends single bytes would have us
 * keep an object for each, which takes three hundred times the memory that a limit on bytes means.
 */
export class Pieces {
  #parts: Buffer[] = [];
  #block = NONE;
  #used = 0;
  #size = 0;

  /** How many bytes are kept. */
  get size(): number {
    return this.#size;
  }

  add(piece: Buffer): void {
    // Most of what is read comes in one piece, which is kept as it is.
    const isKept = this.#size === 0 || piece.length >= BLOCK;
    this.#size += piece.length;
    if (isKept) {
      this.#seal();
      this.#parts.push(piece);
      return;
    }
    if (this.#used + piece.length > this.#block.length) {
      this.#seal();
      this.#block = Buffer.allocUnsafe(BLOCK);
    }
    this.#used += piece.copy(this.#block, this.#used);
  }

  /** All of it; nothing is kept afterwards. */
  take(): Buffer {
    this.#seal();
    const parts = this.#parts;
    this.#parts = [];
    this.#size = 0;
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  #seal(): void {
    if (this.#used > 0) this.#parts.push(this.#block.subarray(0, this.#used));
    this.#block = NONE;
    this.#used = 0;
  }
}

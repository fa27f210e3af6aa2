import { createHash } from 'node:crypto';

/** Keys that are known one by one; those before them are known by their bits alone. */
const MOST = 10_000;
/**
 * Room for a million keys before one in five hundred that was never dropped is taken for one that was; after four million it
 * is one in seven. Bytes, a power of two.
 */
const ROOM = 2 ** 21;

/**
 * Sessions whose state was dropped for space. They may be any number, and none may be forgotten: it would come back as one
 * that has seen nothing. So what has no room by its name is kept in a filter, which may take an innocent session for one
 * that was dropped, and never one that was dropped for an innocent.
 */
export class Dropped {
  readonly #most: number;
  readonly #names = new Set<string>();
  #bits: Uint8Array | undefined;

  constructor(most = MOST) {
    this.#most = most;
  }

  add(key: string): void {
    this.#names.delete(key);
    this.#names.add(key);
    const [oldest] = this.#names;
    if (this.#names.size <= this.#most || oldest === undefined) return;
    this.#names.delete(oldest);
    this.#bits ??= new Uint8Array(ROOM);
    for (const at of placesOf(oldest)) this.#bits[at >>> 3] = (this.#bits[at >>> 3] ?? 0) | (1 << (at & 7));
  }

  /** Whether it was dropped. One that is known by its name is forgotten with this: it is there again. */
  take(key: string): boolean {
    if (this.#names.delete(key)) return true;
    const bits = this.#bits;
    return bits !== undefined && placesOf(key).every((at) => ((bits[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0);
  }
}

/** Four places among the bits. */
function placesOf(key: string): number[] {
  const hash = createHash('sha256').update(key).digest();
  return [0, 4, 8, 12].map((at) => hash.readUInt32LE(at) % (ROOM * 8));
}

import { createHash } from 'node:crypto';

/** How many keys are kept verbatim; older ones are only in the filter. */
const MOST = 10_000;
/**
 * Size of the filter in bytes, a power of two: with a million keys, one in five hundred other keys is wrongly taken for
 * one of them; with four million, one in seven.
 */
const ROOM = 2 ** 21;

/**
 * Sessions whose state was dropped for space. There may be any number, and none may be forgotten, or it would come back
 * as one that has seen nothing. So older keys go into a filter, which may take an innocent session for a dropped one,
 * but never a dropped one for innocent.
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

  /** Whether a session was dropped. A key kept verbatim is removed by this, since the session is back. */
  take(key: string): boolean {
    if (this.#names.delete(key)) return true;
    const bits = this.#bits;
    return bits !== undefined && placesOf(key).every((at) => ((bits[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0);
  }
}

/** Four positions in the filter. */
function placesOf(key: string): number[] {
  const hash = createHash('sha256').update(key).digest();
  return [0, 4, 8, 12].map((at) => hash.readUInt32LE(at) % (ROOM * 8));
}

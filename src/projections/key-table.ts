/** The number of what is not there. */
export const NOWHERE = -1;

const SMALLEST = 256;

/**
 * Numbers by keys, as a map keeps them, in a few long arrays: what a session remembers are tens of thousands of short
 * texts, and a map of them spends more on finding room and on being looked through for garbage than on the texts.
 */
export class KeyTable {
  /** Open addressing: the number of a key at its hash or soon after, plus one; 0 where there is room. */
  #slots = new Int32Array(SMALLEST);
  #size = 0;
  /** By number. */
  readonly #keys: string[] = [];
  #hashes = new Int32Array(SMALLEST);
  /** Of the key that was looked for last: what is not there is put there next. */
  #last: string | undefined;
  #lastHash = 0;

  get size(): number {
    return this.#size;
  }

  /** The key of a number that has one. */
  keyOf(number: number): string {
    return this.#keys[number] as string;
  }

  /** The number of a key; `NOWHERE` where it has none. */
  find(key: string): number {
    const hash = hashOf(key);
    this.#last = key;
    this.#lastHash = hash;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] as number) - 1;
      if (number < 0) return NOWHERE;
      if (this.#hashes[number] === hash && this.#keys[number] === key) return number;
    }
  }

  /** Gives a number to a key that has none. Numbers are small and used anew: what is kept grows with the largest. */
  add(key: string, number: number): void {
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    if (number >= this.#hashes.length) this.#hashes = grown(this.#hashes, number);
    const hash = key === this.#last ? this.#lastHash : hashOf(key);
    this.#keys[number] = key;
    this.#hashes[number] = hash;
    this.#place(number, hash);
    this.#size++;
  }

  /** Takes the key of a number out. */
  remove(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[number] as number) & mask;
    while (this.#slots[slot] !== number + 1) slot = (slot + 1) & mask;
    this.#keys[number] = '';
    this.#size--;
    // Whatever stands behind it closes up, so that a search ends at the first room there is.
    let room = slot;
    for (let at = (slot + 1) & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      const wanted = (this.#hashes[(this.#slots[at] as number) - 1] as number) & mask;
      if (((at - wanted) & mask) < ((at - room) & mask)) continue;
      this.#slots[room] = this.#slots[at] as number;
      room = at;
    }
    this.#slots[room] = 0;
  }

  #place(number: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    for (const number of before) if (number !== 0) this.#place(number - 1, this.#hashes[number - 1] as number);
  }
}

function grown(array: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(array.length * 2, least + 1));
  larger.set(array);
  return larger;
}

/** Other ones in each process: whoever knew where keys go could crowd one place. */
const SEED = Math.floor(Math.random() * 0x1_0000_0000) | 0;

/** Over every second unit each, so that neither waits for the other. */
function hashOf(key: string): number {
  const { length } = key;
  let even = SEED ^ length;
  let odd = SEED;
  let i = 1;
  for (; i < length; i += 2) {
    even = Math.imul(even ^ key.charCodeAt(i - 1), 0x5bd1e995) ^ (even >>> 15);
    odd = Math.imul(odd ^ key.charCodeAt(i), 0x1b873593) ^ (odd >>> 13);
  }
  if (i === length) even = Math.imul(even ^ key.charCodeAt(i - 1), 0x5bd1e995) ^ (even >>> 15);
  const hash = Math.imul(even ^ (odd << 13) ^ (odd >>> 19), 0x5bd1e995);
  return hash ^ (hash >>> 15);
}

/** The number of a key that is not in the table. */
export const NOWHERE = -1;

const SMALLEST = 64;
/** Bits of a head. */
const HEAD = 8;
/** Initial capacity, in letters. */
const FEW_LETTERS = 512;

/**
 * A map from keys to numbers in a few long arrays, including the letters of the keys. A session remembers tens of
 * thousands of short texts; as strings they would be copied and scanned by the garbage collector again and again. A key is
 * a head, including its colon, and a name. Numbers are small and reused: the arrays grow with the largest number.
 */
export class KeyTable {
  /**
   * Open addressing, two units a slot: the number of a key plus one, at its hash or soon after, or 0 if free; and its hash.
   * Side by side, since most of a search is waiting for memory.
   */
  #slots = new Int32Array(SMALLEST * 2);
  #size = 0;
  /** Indexed by number. */
  #hashes = new Int32Array(SMALLEST);
  #starts = new Int32Array(SMALLEST);
  /** The length of the name, and the head in the last eight bits. */
  #forms = new Int32Array(SMALLEST);
  /** The letters of the names, one name after the other, including those of removed names in between. */
  #letters = new Uint16Array(FEW_LETTERS);
  #end = 0;
  #gone = 0;
  /** There are only a few heads, always the same. */
  readonly #heads: string[] = [];

  get size(): number {
    return this.#size;
  }

  /** The number of a key; `NOWHERE` if it has none. */
  find(key: string): number {
    const colon = key.indexOf(':') + 1;
    const heads = this.#heads;
    let head = heads.length - 1;
    // No head is cut out, nor a name: most keys that are looked up are not there.
    while (head >= 0 && !(heads[head]?.length === colon && key.startsWith(heads[head] as string))) head--;
    return head < 0 ? NOWHERE : this.#numberOf(head, key.length - colon, this.#write(key, head, colon));
  }

  /** The number of a key, by its head and name. If it has none, it gets the given one and this returns `NOWHERE`. */
  findOrAdd(head: string, name: string, number: number): number {
    const which = this.#headOf(head);
    const { length } = name;
    const hash = this.#write(name, which);
    const known = this.#numberOf(which, length, hash);
    if (known !== NOWHERE) return known;
    if (this.#size * 4 >= this.#slots.length) this.#grow();
    if (number >= this.#hashes.length) this.#widen(number);
    this.#hashes[number] = hash;
    this.#starts[number] = this.#end;
    this.#forms[number] = (length << HEAD) | which;
    this.#end += length;
    this.#place(number, hash);
    this.#size++;
    return NOWHERE;
  }

  /** Asked by hand: all heads are constants, which are the same where they are equal. */
  #headOf(head: string): number {
    const heads = this.#heads;
    for (let i = 0; i < heads.length; i++) if (heads[i] === head) return i;
    return heads.push(head) - 1;
  }

  #lengthOf(number: number): number {
    return (this.#forms[number] as number) >>> HEAD;
  }

  /** The number of the key whose name was written last. */
  #numberOf(head: number, length: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const form = (length << HEAD) | head;
    for (let slot = (hash * 2) & mask; ; slot = (slot + 2) & mask) {
      const number = (slots[slot] as number) - 1;
      if (number < 0) return NOWHERE;
      if (slots[slot + 1] !== hash || this.#forms[number] !== form) continue;
      if (this.#isWritten(this.#starts[number] as number, length)) return number;
    }
  }

  #isWritten(from: number, length: number): boolean {
    const letters = this.#letters;
    const here = this.#end;
    for (let i = 0; i < length; i++) if (letters[from + i] !== letters[here + i]) return false;
    return true;
  }

  /**
   * Appends a name behind the others, where it stays if it is kept, and returns its hash. Reading letters of a string is
   * expensive; this way each is read once. Even and odd units have separate hashes, so that neither waits for the other.
   * `from`: where in the text the name begins.
   */
  #write(text: string, head: number, from = 0): number {
    const length = text.length - from;
    if (this.#end + length > this.#letters.length) this.#pack(length);
    const letters = this.#letters;
    let to = this.#end;
    let even = SEED ^ length;
    let odd = SEED ^ Math.imul(head, 0x9e3779b1);
    let i = from + 1;
    for (; i < text.length; i += 2) {
      const one = text.charCodeAt(i - 1);
      const other = text.charCodeAt(i);
      letters[to++] = one;
      letters[to++] = other;
      even = Math.imul(even ^ one, 0x5bd1e995) ^ (even >>> 15);
      odd = Math.imul(odd ^ other, 0x1b873593) ^ (odd >>> 13);
    }
    if (i === text.length) {
      const last = text.charCodeAt(i - 1);
      letters[to] = last;
      even = Math.imul(even ^ last, 0x5bd1e995) ^ (even >>> 15);
    }
    const hash = Math.imul(even ^ (odd << 13) ^ (odd >>> 19), 0x5bd1e995);
    return hash ^ (hash >>> 15);
  }

  /** Removes the key of a number. */
  remove(number: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = ((this.#hashes[number] as number) * 2) & mask;
    while (slots[slot] !== number + 1) slot = (slot + 2) & mask;
    this.#gone += this.#lengthOf(number);
    this.#size--;
    // Entries behind it move up, so that a search can end at the first free slot.
    let room = slot;
    for (let at = (slot + 2) & mask; slots[at] !== 0; at = (at + 2) & mask) {
      const wanted = ((slots[at + 1] as number) * 2) & mask;
      if (((at - wanted) & mask) < ((at - room) & mask)) continue;
      slots[room] = slots[at] as number;
      slots[room + 1] = slots[at + 1] as number;
      room = at;
    }
    slots[room] = 0;
  }

  /** Makes room for more letters, reusing that of removed names. */
  #pack(more: number): void {
    const before = this.#letters;
    // Half of it stays free, so that entries have to be moved only now and then.
    this.#letters = new Uint16Array(Math.max(FEW_LETTERS, (this.#end - this.#gone + more) * 2));
    if (this.#gone === 0) {
      this.#letters.set(before.subarray(0, this.#end));
      return;
    }
    let end = 0;
    const slots = this.#slots;
    for (let slot = 0; slot < slots.length; slot += 2) {
      const number = (slots[slot] as number) - 1;
      if (number < 0) continue;
      const from = this.#starts[number] as number;
      const until = from + this.#lengthOf(number);
      this.#starts[number] = end;
      for (let at = from; at < until; at++) this.#letters[end++] = before[at] as number;
    }
    this.#end = end;
    this.#gone = 0;
  }

  #place(number: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash * 2) & mask;
    while (slots[slot] !== 0) slot = (slot + 2) & mask;
    slots[slot] = number + 1;
    slots[slot + 1] = hash;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += 2) {
      const number = before[slot] as number;
      if (number !== 0) this.#place(number - 1, before[slot + 1] as number);
    }
  }

  #widen(least: number): void {
    this.#hashes = widened(this.#hashes, least);
    this.#starts = widened(this.#starts, least);
    this.#forms = widened(this.#forms, least);
  }
}

/** A copy with room for a number, and for as many again. */
export function widened<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(column: T, least: number): T {
  if (least < column.length) return column;
  const length = Math.max(column.length * 2, least + 1);
  const wider = (column instanceof Uint8Array ? new Uint8Array(length) : new Int32Array(length)) as T;
  wider.set(column);
  return wider;
}

/** Different in each process: whoever knew where keys go could crowd one place. */
const SEED = Math.floor(Math.random() * 0x1_0000_0000) | 0;

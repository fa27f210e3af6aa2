/**
 * What is under way, by key: a map of objects that come and go with every call, oldest first.
 *
 * A `Map` of them makes garbage that only a full collection takes away. Whenever one has given away as many entries as it
 * holds, V8 moves the rest to a new table, and the old table points to the new one. Once one table has grown old, it keeps
 * all later ones alive, and with them everything that ever stood in them: each quick collection then copies all calls since
 * the last one, several milliseconds in place of a tenth of one. So the table here holds numbers, and objects stand in a list.
 */
export class Ongoing<K, V> {
  readonly #places = new Map<K, number>();
  readonly #values: (V | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#places.size;
  }

  has(key: K): boolean {
    return this.#places.has(key);
  }

  get(key: K): V | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#values[place];
  }

  set(key: K, value: V): void {
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#free.pop() ?? this.#values.length;
      this.#places.set(key, place);
    }
    this.#values[place] = value;
  }

  /** Whether there was one. */
  delete(key: K): boolean {
    const place = this.#places.get(key);
    if (place === undefined) return false;
    this.#places.delete(key);
    this.#values[place] = undefined;
    this.#free.push(place);
    return true;
  }

  clear(): void {
    this.#places.clear();
    this.#values.length = 0;
    this.#free.length = 0;
  }

  keys(): IterableIterator<K> {
    return this.#places.keys();
  }

  *values(): IterableIterator<V> {
    for (const place of this.#places.values()) yield this.#values[place] as V;
  }
}

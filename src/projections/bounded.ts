/**
 * Values by key, for a limited number of keys: a new key replaces the one that came first. A plain map also knows which
 * came first, but to find it must skip the places of all that were removed before.
 */
export class Bounded<V> {
  readonly #most: number;
  readonly #values = new Map<string, V>();
  /** The keys in the order in which they came: a ring that starts at `#first`. */
  readonly #keys: string[] = [];
  #first = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** Returns whether another key had to go to make room. */
  set(key: string, value: V): boolean {
    const before = this.#values.size;
    this.#values.set(key, value);
    if (this.#values.size === before) return false;
    if (before < this.#most) {
      this.#keys.push(key);
      return false;
    }
    this.#values.delete(this.#keys[this.#first] as string);
    this.#keys[this.#first] = key;
    this.#first = (this.#first + 1) % this.#most;
    return true;
  }
}

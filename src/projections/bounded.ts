/**
 * Values by key, of at most so many keys: the one that came first goes for one more. A map by itself could tell which came
 * first, but looks for it past the places of all that went before.
 */
export class Bounded<V> {
  readonly #most: number;
  readonly #values = new Map<string, V>();
  /** The keys in the order in which they came, from `#first` on and around. */
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

  /** Whether another key had to go for it. */
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

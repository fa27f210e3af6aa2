/** How much there is of each key, such as requests of a principal; nothing is remembered of a key that has none. */
export class Tally {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(key: string, more = 1): void {
    if (more > 0) this.#counts.set(key, this.of(key) + more);
  }

  remove(key: string, less = 1): void {
    const left = this.of(key) - less;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}

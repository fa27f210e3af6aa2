/** Tells all who listen of one kind of event, in the order in which they came. */
export class Broadcast<Event extends readonly unknown[]> {
  readonly #listeners = new Set<(...event: Event) => void>();

  /** Returns how to stop that. */
  add(listener: (...event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  readonly tell = (...event: Event): void => {
    for (const listener of this.#listeners) listener(...event);
  };
}

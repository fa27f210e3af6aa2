/** Tells all who listen of one kind of event, in the order in which they came. */
export class Broadcast<Event extends readonly unknown[]> {
  readonly #listeners: ((...event: Event) => void)[] = [];

  add(listener: (...event: Event) => void): void {
    this.#listeners.push(listener);
  }

  readonly tell = (...event: Event): void => {
    for (const listener of this.#listeners) listener(...event);
  };
}

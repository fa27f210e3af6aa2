/** One event of a stream, as it was sent or would have been. */
export interface LoggedEvent {
  readonly id: string;
  readonly text: string;
}

interface Kept extends LoggedEvent {
  readonly stream: number;
  readonly number: number;
}

/** How much is kept for one session. The newest event is kept whatever its size: it may be the only copy of an answer. */
const MOST_EVENTS = 1_000;
const MOST_CHARACTERS = 256 * 1024;

/** The recent events of one session's streams. Ids are unique within the session, and mean nothing in another. */
export class EventLog {
  #kept: Kept[] = [];
  #characters = 0;
  #count = 0;
  /** By stream: the number of its newest event that is no longer kept. */
  readonly #gone = new Map<number, number>();

  add(stream: number, text: string): LoggedEvent {
    const number = ++this.#count;
    const event = { id: `${stream}-${number}`, stream, number, text };
    this.#kept.push(event);
    this.#characters += text.length;
    while (this.#kept.length > MOST_EVENTS || (this.#characters > MOST_CHARACTERS && this.#kept.length > 1)) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) break;
      this.#characters -= oldest.text.length;
      this.#gone.set(oldest.stream, oldest.number);
    }
    return event;
  }

  /** What a stream sent after an event. `whole` is false where some of it is no longer kept. */
  after(stream: number, number: number): { readonly events: readonly LoggedEvent[]; readonly whole: boolean } {
    const events = this.#kept.filter((event) => event.stream === stream && event.number > number);
    return { events, whole: (this.#gone.get(stream) ?? 0) <= number };
  }

  forget(stream: number): void {
    this.#kept = this.#kept.filter((event) => event.stream !== stream);
    this.#characters = this.#kept.reduce((sum, { text }) => sum + text.length, 0);
    this.#gone.delete(stream);
  }
}

/** The stream and number that an event id names; undefined where it is none of ours. */
export function readEventId(id: string): { readonly stream: number; readonly number: number } | undefined {
  const [, stream, number] = /^(\d{1,15})-(\d{1,15})$/.exec(id) ?? [];
  return stream === undefined ? undefined : { stream: Number(stream), number: Number(number) };
}

import type { ServerResponse } from 'node:http';
import { type EventStream, onceClosed, openStream } from '../event-stream.ts';
import type { EventLog, LoggedEvent } from './event-log.ts';

/** When a client whose stream broke should come back, in milliseconds. */
const RETRY_MS = 1_000;

/** One stream of a session, over one connection after the other. */
export class ResumableStream implements EventStream {
  readonly #number: number;
  readonly #log: EventLog;
  readonly #keep: number;
  readonly #forget: () => void;
  #wire: EventStream | undefined;
  #timer: NodeJS.Timeout | undefined;
  isOver = false;
  /** Forgotten: whatever its request still sends, nobody can come back for it. */
  #isGone = false;

  constructor(number: number, log: EventLog, keep: number, forget: () => void) {
    this.#number = number;
    this.#log = log;
    this.#keep = keep;
    this.#forget = forget;
  }

  get isHeard(): boolean {
    return this.#wire !== undefined;
  }

  attach(response: ServerResponse, missed: readonly LoggedEvent[]): void {
    clearTimeout(this.#timer);
    this.#wire?.end();
    const wire = openStream(response, RETRY_MS);
    this.#wire = wire;
    onceClosed(response, () => {
      if (this.#wire !== wire) return;
      this.#wire = undefined;
      this.#wait();
    });
    for (const { id, text } of missed) wire.send(text, id);
    if (this.isOver) wire.end();
  }

  send(text: string): void {
    if (this.#isGone) return;
    const { id } = this.#log.add(this.#number, text);
    this.#wire?.send(text, id);
  }

  end(): void {
    this.isOver = true;
    if (this.#wire === undefined) this.#wait();
    else this.#wire.end();
  }

  /** Nobody can resume it any more. */
  letGo(): void {
    this.close();
    this.#lose();
  }

  /** Ends it at once. */
  close(): void {
    clearTimeout(this.#timer);
    const wire = this.#wire;
    this.#wire = undefined;
    wire?.end();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (!this.#isGone) this.#timer = setTimeout(() => this.#lose(), this.#keep).unref();
  }

  #lose(): void {
    this.#isGone = true;
    this.#forget();
  }
}

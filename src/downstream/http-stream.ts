import type { ServerResponse } from 'node:http';
import { EventLog, type LoggedEvent, readEventId } from './event-log.ts';
import { type EventStream, openStream } from './http-reply.ts';

/** How long a stream waits for its client to come back and keeps its events, in milliseconds. */
const KEEP_MS = 60_000;
/** When a client whose stream broke should come back, in milliseconds. */
const RETRY_MS = 1_000;

/** The event streams of one legacy session. A client that lost one resumes it where it ended. */
export interface HttpStreams {
  /** Whether the client listens to what it did not ask for. */
  readonly isHeard: boolean;
  /** Opens the stream for unsolicited messages. A second one replaces the first. */
  listen(response: ServerResponse): void;
  /** Sends something unsolicited; dropped where the client never listened or stayed away for long. */
  push(text: string): void;
  /**
   * Opens the stream of one request. With `primes`, its first event is empty and only gives the client an id to resume from.
   * `lost` is called when the client has gone and did not come back.
   */
  open(response: ServerResponse, primes: boolean, lost: () => void): EventStream;
  /** Resumes a stream after the event with this id. False where that is no longer possible. */
  resume(response: ServerResponse, lastEventId: string): boolean;
  end(): void;
}

/** Streams kept for one session; beyond that, the oldest that have ended are dropped. */
const MOST_STREAMS = 300;

/** The number of the stream for unsolicited messages. */
const UNASKED = 0;

/** `quiet` is called when the client stops listening. */
export function createStreams(quiet: () => void, keep = KEEP_MS): HttpStreams {
  const log = new EventLog();
  const lines = new Map<number, Line>();
  let count = UNASKED;

  const line = (number: number, lost: () => void): Line => {
    const made = new Line(number, log, keep, () => {
      lines.delete(number);
      log.forget(number);
      lost();
    });
    lines.set(number, made);
    return made;
  };

  const listen = (response: ServerResponse, missed: readonly LoggedEvent[]): void => {
    const unasked = lines.get(UNASKED) ?? line(UNASKED, () => {});
    unasked.attach(response, missed);
    response.once('close', quiet);
  };

  return {
    get isHeard() {
      return lines.get(UNASKED)?.isHeard ?? false;
    },
    listen: (response) => listen(response, []),
    push: (text) => lines.get(UNASKED)?.send(text),
    open(response, primes, lost) {
      if (lines.size >= MOST_STREAMS) [...lines.values()].find((each) => each.isOver)?.letGo();
      const made = line(++count, lost);
      made.attach(response, primes ? [log.add(count, '')] : []);
      return made;
    },
    resume(response, lastEventId) {
      const last = readEventId(lastEventId);
      if (last === undefined) return false;
      const { events, whole } = log.after(last.stream, last.number);
      if (last.stream === UNASKED) {
        // What was missed for good stays missed: the client hears what comes next.
        listen(response, events);
        return true;
      }
      const found = lines.get(last.stream);
      if (found === undefined || !whole) return false;
      found.attach(response, events);
      return true;
    },
    end() {
      for (const each of lines.values()) each.close();
      lines.clear();
    },
  };
}

/** One stream, over one connection after the other. */
class Line implements EventStream {
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
    response.once('close', () => {
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

import type { ServerResponse } from 'node:http';
import { type EventStream, onceClosed } from '../event-stream.ts';
import { EventLog, type LoggedEvent, readEventId } from './event-log.ts';
import { ResumableStream } from './resumable-stream.ts';

/** How long a stream waits for its client to come back and keeps its events, in milliseconds. */
const KEEP_MS = 60_000;

/** Streams kept for one session; beyond that, the oldest that have ended are dropped. */
const MOST_STREAMS = 300;

/** The number of the stream for unsolicited messages. */
const UNASKED = 0;
const LIST_CHANGED = /^\{"jsonrpc":"2\.0","method":"notifications\/(?:tools|resources|prompts)\/list_changed"\}$/;

/** The event streams of one legacy session. A client that lost one resumes it where it ended. */
export class HttpStreams {
  readonly #quiet: () => void;
  readonly #keep: number;
  readonly #log = new EventLog();
  readonly #streams = new Map<number, ResumableStream>();
  /** That lists changed while nobody listened: a client may have read them before it began to. */
  readonly #unheard = new Set<string>();
  #count = UNASKED;

  /** `quiet` is called when the client stops listening. */
  constructor(quiet: () => void, keep = KEEP_MS) {
    this.#quiet = quiet;
    this.#keep = keep;
  }

  /** Whether the client listens to what it did not ask for. */
  get isHeard(): boolean {
    return this.#streams.get(UNASKED)?.isHeard ?? false;
  }

  /** Opens the stream for unsolicited messages. A second one replaces the first. */
  listen(response: ServerResponse): void {
    this.#listen(response, []);
  }

  /** Sends something unsolicited. Where the client never listened or stayed away for long, all but changes of lists is dropped. */
  push(text: string): void {
    const unasked = this.#streams.get(UNASKED);
    if (unasked !== undefined) unasked.send(text);
    else if (LIST_CHANGED.test(text)) this.#unheard.add(text);
  }

  /** Opens the stream of one request. `lost` is called when the client has gone and did not come back. */
  open(response: ServerResponse, lost: () => void): EventStream {
    const stream = this.#begin(lost);
    stream.attach(response, []);
    return stream;
  }

  /** The same, with an empty event first that only gives the client an id to resume from. */
  openPrimed(response: ServerResponse, lost: () => void): EventStream {
    const stream = this.#begin(lost);
    stream.attach(response, [this.#log.add(this.#count, '')]);
    return stream;
  }

  /** Resumes a stream after the event with this id. False where its answer is not kept any more. */
  resume(response: ServerResponse, lastEventId: string): boolean {
    const last = readEventId(lastEventId);
    if (last === undefined) return false;
    const { events, whole } = this.#log.after(last.stream, last.number);
    if (last.stream === UNASKED) {
      // What was missed for good stays missed: the client hears what comes next.
      this.#listen(response, events);
      return true;
    }
    const found = this.#streams.get(last.stream);
    // What was told on the way may be missed: the answer is what is waited for, and comes last.
    if (found === undefined || (found.isOver && !whole && events.length === 0)) return false;
    found.attach(response, events);
    return true;
  }

  end(): void {
    for (const stream of this.#streams.values()) stream.close();
    this.#streams.clear();
  }

  #listen(response: ServerResponse, missed: readonly LoggedEvent[]): void {
    const unasked = this.#streams.get(UNASKED) ?? this.#add(UNASKED, () => {});
    unasked.attach(response, missed);
    for (const text of this.#unheard) unasked.send(text);
    this.#unheard.clear();
    onceClosed(response, this.#quiet);
  }

  #begin(lost: () => void): ResumableStream {
    if (this.#streams.size >= MOST_STREAMS) [...this.#streams.values()].find((each) => each.isOver)?.letGo();
    return this.#add(++this.#count, lost);
  }

  #add(number: number, lost: () => void): ResumableStream {
    const stream = new ResumableStream(number, this.#log, this.#keep, () => {
      this.#streams.delete(number);
      this.#log.forget(number);
      lost();
    });
    this.#streams.set(number, stream);
    return stream;
  }
}

import type { ServerResponse } from 'node:http';
import { type EventStream, openStream, SILENCE_MS } from '../event-stream.ts';
import type { Reply } from '../reply.ts';
import { type Answer, responseText } from '../wire.ts';
import type { Unread } from './unread.ts';

/** Sends one JSON body. */
export function sendJson(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.writableEnded || response.headersSent) return;
  const length = Buffer.byteLength(text, 'utf8');
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...headers });
  // As a string it goes out in one write with its headers.
  response.end(text, 'utf8');
}

export interface ReplyOptions {
  /** Whether the client takes a stream. */
  readonly streams: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** The status of an answer that names none. */
  readonly usual?: number;
  /** How to open a stream, where that takes more than the response. */
  readonly open?: () => EventStream;
  /** Called when the response has closed, answered or not. */
  readonly closed?: () => void;
  /** What else waits for the same client. */
  readonly unread: Unread;
  /** Milliseconds of silence after which a stream is opened, so that it can give signs of life. */
  readonly silence?: number;
}

/** The way back for one POST: plain JSON where nothing came before the answer, a stream as soon as something does. */
export class HttpReply implements Reply {
  readonly streams: boolean;
  readonly #response: ServerResponse;
  readonly #usual: number;
  readonly #unread: Unread;
  readonly #opening: (() => EventStream) | undefined;
  readonly #patience: NodeJS.Timeout | undefined;
  #stream: EventStream | undefined;
  #isOver = false;

  constructor(response: ServerResponse, options: ReplyOptions) {
    const { streams, headers, usual = 200, open, closed, unread, silence = SILENCE_MS } = options;
    this.#unread = unread;
    this.streams = streams;
    this.#response = response;
    this.#usual = usual;
    this.#opening = open;
    if (headers !== undefined) for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (streams) this.#patience = setTimeout(() => this.#open(), silence).unref();
    response.on('close', () => {
      clearTimeout(this.#patience);
      closed?.();
    });
  }

  get unread(): number {
    return this.#unread.bytes;
  }

  idle(): number {
    return this.#unread.idle();
  }

  breakOff(): number {
    return this.#unread.breakOff();
  }

  /** Whether nothing follows: the answer was given, read or not, or the request taken back. Its id may be another's by then. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether a stream was opened for it. */
  get isStream(): boolean {
    return this.#stream !== undefined;
  }

  end(id: string, answer: Answer, status = this.#usual): void {
    this.#isOver = true;
    clearTimeout(this.#patience);
    const text = responseText(id, answer);
    if (this.#stream === undefined) {
      sendJson(this.#response, status, text);
      this.#count();
    } else {
      this.#stream.send(text);
      this.#stream.end();
      // Nothing follows, even where the client may still come back for this.
      this.#stream = OVER;
    }
  }

  tell(text: string): void {
    if (this.streams && (this.isStream || !this.#response.writableEnded)) this.#open().send(text);
  }

  drop(): void {
    this.#isOver = true;
    clearTimeout(this.#patience);
    if (!this.isStream && (this.#response.writableEnded || this.#response.destroyed)) return;
    this.#open().end();
  }

  #open(): EventStream {
    if (this.#stream !== undefined) return this.#stream;
    this.#stream = this.#opening?.() ?? openStream(this.#response);
    this.#count(true);
    return this.#stream;
  }

  /** Counts what waits for its client. Most answers have gone out as a whole by now; one that is closed never closes again. */
  #count(isMoreToCome = false): void {
    const response = this.#response;
    if ((isMoreToCome || response.writableLength > 0) && !response.destroyed) this.#unread.add(response);
  }
}

const OVER: EventStream = { send: () => {}, end: () => {} };

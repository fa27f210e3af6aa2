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
  #isAnswered = false;

  constructor(response: ServerResponse, options: ReplyOptions) {
    const { streams, headers = {}, usual = 200, open, unread, silence = SILENCE_MS } = options;
    this.#unread = unread;
    unread.add(response);
    this.streams = streams;
    this.#response = response;
    this.#usual = usual;
    this.#opening = open;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!streams) return;
    this.#patience = setTimeout(() => this.#open(), silence).unref();
    response.once('close', () => clearTimeout(this.#patience));
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

  /** Whether the answer was given, read or not. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Whether a stream was opened for it. */
  get isStream(): boolean {
    return this.#stream !== undefined;
  }

  end(id: string, answer: Answer, status = this.#usual): void {
    this.#isAnswered = true;
    clearTimeout(this.#patience);
    const text = responseText(id, answer);
    if (this.#stream === undefined) sendJson(this.#response, status, text);
    else {
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
    clearTimeout(this.#patience);
    if (!this.isStream && (this.#response.writableEnded || this.#response.destroyed)) return;
    this.#open().end();
  }

  #open(): EventStream {
    this.#stream ??= this.#opening?.() ?? openStream(this.#response);
    return this.#stream;
  }
}

const OVER: EventStream = { send: () => {}, end: () => {} };

import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';
import { type Answer, responseText } from './wire.ts';

/** After this much silence a stream sends a sign of life, and a JSON answer becomes a stream so that it can. */
const SILENCE_MS = 15_000;

/** How many bytes of a stream may wait for their client. */
const MOST_UNREAD = 32_000_000;

const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** A stream of server-sent events. */
export interface EventStream {
  /** `id` is what the client names to resume the stream after this event. */
  send(text: string, id?: string): void;
  end(): void;
}

/** `retry` is when to come back after the stream broke, in milliseconds; undefined where nothing can be resumed. */
export function openStream(response: ServerResponse, retry?: number): EventStream {
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  if (retry !== undefined) response.write(`retry: ${retry}\n\n`);
  const alive = setInterval(() => response.write(':\n\n'), SILENCE_MS);
  alive.unref();
  response.once('close', () => clearInterval(alive));
  return {
    send: (text, id) => {
      if (response.writableEnded) return;
      // A client that does not read, or went away without a word, would have us keep everything that servers send.
      if (response.writableLength > MOST_UNREAD) {
        response.destroy();
        return;
      }
      response.write(
        id === undefined ? `event: message\ndata: ${text}\n\n` : `event: message\nid: ${id}\ndata: ${text}\n\n`,
      );
    },
    end: () => {
      if (!response.writableEnded) response.end();
    },
  };
}

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
  readonly headers?: Readonly<Record<string, string>>;
  /** The status of an answer that names none. */
  readonly usual?: number;
  /** How to open a stream, where that takes more than the response. */
  readonly open?: () => EventStream;
  /** Milliseconds of silence after which a stream is opened. */
  readonly silence?: number;
}

/** The way back for one POST: plain JSON where nothing came before the answer, a stream as soon as something does. */
export function createReply(response: ServerResponse, streams: boolean, options: ReplyOptions = {}): Reply {
  const { headers = {}, usual = 200, open: opening = () => openStream(response), silence = SILENCE_MS } = options;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  let stream: EventStream | undefined;
  const open = (): EventStream => {
    stream ??= opening();
    return stream;
  };
  const patience = streams ? setTimeout(open, silence) : undefined;
  patience?.unref();
  response.once('close', () => clearTimeout(patience));
  return {
    streams,
    end(id: string, answer: Answer, status = usual) {
      clearTimeout(patience);
      const text = responseText(id, answer);
      if (stream === undefined) sendJson(response, status, text);
      else {
        stream.send(text);
        stream.end();
        // Nothing follows, even where the client may still come back for this.
        stream = OVER;
      }
    },
    tell(text) {
      if (streams && (stream !== undefined || !response.writableEnded)) open().send(text);
    },
    drop() {
      clearTimeout(patience);
      if (stream === undefined && (response.writableEnded || response.destroyed)) return;
      open().end();
    },
  };
}

const OVER: EventStream = { send: () => {}, end: () => {} };

import type { ServerResponse } from 'node:http';
import type { Reply } from './visit.ts';
import { type Answer, responseText } from './wire.ts';

/** Silence after which a stream says that it lives, and after which a JSON answer becomes a stream so that it can. */
const SILENCE_MS = 15_000;

const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** A stream of server-sent events. */
export interface EventStream {
  send(text: string): void;
  end(): void;
}

export function openStream(response: ServerResponse): EventStream {
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  const alive = setInterval(() => response.write(':\n\n'), SILENCE_MS);
  alive.unref();
  response.once('close', () => clearInterval(alive));
  return {
    send: (text) => {
      if (!response.writableEnded) response.write(`event: message\ndata: ${text}\n\n`);
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
  // As a string it leaves in one write with its headers.
  response.end(text, 'utf8');
}

/** The way back for one POST: plain JSON where nothing came before the answer, a stream as soon as something does. */
export function createReply(
  response: ServerResponse,
  streams: boolean,
  headers: Readonly<Record<string, string>> = {},
  /** Of an answer that names none. */
  usual = 200,
): Reply {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  let stream: EventStream | undefined;
  const open = (): EventStream => {
    stream ??= openStream(response);
    return stream;
  };
  const patience = streams ? setTimeout(open, SILENCE_MS) : undefined;
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
      }
    },
    tell(text) {
      if (streams && !response.writableEnded) open().send(text);
    },
    drop() {
      clearTimeout(patience);
      if (response.writableEnded || response.destroyed) return;
      open().end();
    },
  };
}

import type { ServerResponse } from 'node:http';

/** After this much silence a stream sends a sign of life, in milliseconds. */
export const SILENCE_MS = 15_000;

/** How many bytes may wait for their client. */
export const MOST_UNREAD = 32_000_000;

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

/** Acts when an answer closes; at once where it has. */
export function onceClosed(response: ServerResponse, act: () => void): void {
  if (response.closed) act();
  else response.once('close', act);
}

/** `retry` is when to come back after the stream broke, in milliseconds; undefined where nothing can be resumed. */
export function openStream(response: ServerResponse, retry?: number): EventStream {
  // A stream that has closed never closes again, so whatever waited for that would wait for ever.
  if (response.closed) return { send: () => undefined, end: () => undefined };
  response.writeHead(200, STREAM_HEADERS);
  response.flushHeaders();
  if (retry !== undefined) response.write(`retry: ${retry}\n\n`);
  // A stream that has ended may be read for a long time yet. Writing after its end would be an error that nobody handles, and end us.
  const alive = setInterval(() => response.writableEnded || response.write(':\n\n'), SILENCE_MS);
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

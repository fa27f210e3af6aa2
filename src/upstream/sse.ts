import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Variables } from './environment.ts';
import { readEvents, type StreamEvent } from './events.ts';
import { openAgent, readBody, requestFailure, startRequest, statusFailure } from './exchange.ts';
import { type Failure, failure } from './failure.ts';
import { inOrder } from './order.ts';
import type { Outgoing, Wire, WireListener } from './wire.ts';

export interface SseOptions {
  readonly url: URL;
  readonly headers: Variables;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: WireListener;
}

const ERROR_BODY = 64 * 1024;

/**
 * The transport of 2024-11-05: one event stream for all that comes, POSTs to the address it names for all that goes.
 * What is sent before that address is known waits for it.
 */
export function openSse(options: SseOptions): Wire {
  const { url, listener } = options;
  const agent = openAgent(url);
  const waiting: Outgoing[] = [];
  let target: URL | undefined;
  let isOver = false;

  const end = (why: Failure): void => {
    if (isOver) return;
    isOver = true;
    listener.ended(why);
    incoming.destroy();
    agent.destroy();
  };
  const hear = (event: StreamEvent): void => {
    if (event.event !== 'endpoint') {
      if (event.data !== '') listener.message(event.data);
      return;
    }
    const named = URL.canParse(event.data, url.href) ? new URL(event.data, url) : undefined;
    // Our credentials go to this address: another origin is another server.
    if (named === undefined || named.origin !== url.origin) {
      end(failure('unreachable', `${url.host} names an address of another server for messages`, false));
      return;
    }
    target = named;
    for (const message of waiting.splice(0)) order.send(message);
  };
  const post = (message: Outgoing, done: () => void): void => {
    // Nothing is sent before the address is known.
    const to = target ?? url;
    const headers: OutgoingHttpHeaders = {
      ...options.headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.text),
    };
    const request: ClientRequest = startRequest(to, 'POST', headers, agent);
    const { id } = message;
    request.on('error', (error) => {
      done();
      if (id !== undefined) listener.lost(id, requestFailure(to, error));
    });
    request.on('response', (response: IncomingMessage) => {
      done();
      response.on('error', () => {});
      readBody(response, ERROR_BODY, (text = '') => {
        const status = response.statusCode ?? 0;
        if (id !== undefined && (status < 200 || status > 299)) listener.lost(id, statusFailure(to, response, text));
      });
    });
    request.end(message.text);
  };

  const order = inOrder(post);
  const incoming = startRequest(url, 'GET', { ...options.headers, accept: 'text/event-stream' }, agent);
  incoming.on('error', (error) => end(requestFailure(url, error)));
  incoming.on('response', (response) => {
    response.on('error', () => {});
    if (response.statusCode !== 200) {
      readBody(response, ERROR_BODY, (text = '') => end(statusFailure(url, response, text)));
      return;
    }
    response.on(
      'data',
      readEvents(hear, options.most, (size) => listener.tooLarge(size, undefined)),
    );
    response.on('close', () => end(failure('crashed', `${url.host} ended the event stream`)));
  });
  incoming.end();

  return {
    send: (message) => {
      if (isOver) return;
      if (target === undefined) waiting.push(message);
      else order.send(message);
    },
    cancel: (id) => order.take(id),
    greeted: () => {},
    close: async () => end(failure('unreachable', 'the connection was closed')),
  };
}

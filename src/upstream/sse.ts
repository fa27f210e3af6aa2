import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type Authorization, isChallenge } from './authorization.ts';
import { authorized } from './authorized.ts';
import type { Variables } from './environment.ts';
import { readEvents, type StreamEvent } from './events.ts';
import { openAgent, readRefusal, requestFailure, startRequest, statusFailure } from './exchange.ts';
import { type Failure, failure } from './failure.ts';
import { inOrder } from './order.ts';
import type { Outgoing, Wire, WireListener } from './wire.ts';

export interface SseOptions {
  readonly url: URL;
  readonly headers: Variables;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: WireListener;
  /** The value of the `Authorization` header; undefined where there are only fixed headers. */
  readonly authorization: Authorization | undefined;
}

/**
 * The transport of 2024-11-05: one event stream for everything that comes, POSTs to the address it names for everything
 * that goes. What is sent before that address is known waits for it.
 */
export function openSse(options: SseOptions): Wire {
  const { url, listener, authorization } = options;
  const agent = openAgent(url);
  const waiting: Outgoing[] = [];
  let target: URL | undefined;
  let incoming: ClientRequest | undefined;
  let isOver = false;

  const end = (why: Failure): void => {
    if (isOver) return;
    isOver = true;
    listener.ended(why);
    incoming?.destroy();
    agent.destroy();
  };
  const hear = (event: StreamEvent): void => {
    if (event.event !== 'endpoint') {
      if (event.data !== '') listener.message(event.data);
      return;
    }
    const named = URL.canParse(event.data, url.href) ? new URL(event.data, url) : undefined;
    // Our credentials go to this address, and another origin is another server.
    if (named === undefined || named.origin !== url.origin) {
      end(failure('unreachable', `${url.host} names an address of another server for messages`, false));
      return;
    }
    target = named;
    for (const message of waiting.splice(0)) order.send(message);
  };
  const authorize = (): OutgoingHttpHeaders => {
    const header = authorization?.header();
    return header === undefined ? options.headers : { ...options.headers, authorization: header };
  };
  const post = (message: Outgoing, done: () => void): void => {
    if (asked === undefined) transmit(message, done, 0);
    else asked.send(message, done);
  };
  const transmit = (message: Outgoing, done: () => void, resent: number): void => {
    if (isOver) return;
    // Nothing is sent before the address is known.
    const to = target ?? url;
    const headers: OutgoingHttpHeaders = {
      ...authorize(),
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
      if (asked?.takes(response, headers.authorization, message, done, resent) === true) return;
      done();
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode <= 299) response.resume();
      else
        readRefusal(response, (text) => {
          if (id !== undefined) listener.lost(id, statusFailure(to, response, text));
        });
    });
    request.end(message.text);
  };

  const asked = authorization === undefined ? undefined : authorized(authorization, listener, transmit);
  const order = inOrder(post);
  const listen = async (isAgain: boolean): Promise<void> => {
    const problem = authorization?.isDue() === true ? await authorization.renew() : undefined;
    if (problem !== undefined) return end(problem);
    if (isOver) return;
    const headers = authorize();
    incoming = startRequest(url, 'GET', { ...headers, accept: 'text/event-stream' }, agent);
    incoming.on('error', (error) => end(requestFailure(url, error)));
    incoming.on('response', (response) => {
      response.on('error', () => {});
      const { statusCode = 0 } = response;
      const challenge = response.headers['www-authenticate'];
      if (authorization !== undefined && !isAgain && isChallenge(statusCode, challenge)) {
        response.resume();
        const sent = authorization.header();
        void authorization
          .refused(sent, statusCode, challenge)
          .then((why) => (why === undefined ? listen(true) : end(why)));
      } else if (statusCode === 200) hearAll(response);
      else readRefusal(response, (text) => end(statusFailure(url, response, text)));
    });
    incoming.end();
  };
  const hearAll = (response: IncomingMessage): void => {
    response.on(
      'data',
      readEvents(hear, options.most, (size) => listener.tooLarge(size, undefined)),
    );
    response.on('close', () => end(failure('crashed', `${url.host} ended the event stream`)));
  };
  void listen(false);

  return {
    send: (message) => {
      if (isOver) return;
      if (target === undefined) waiting.push(message);
      else order.send(message);
    },
    cancel: (id) => order.take(id),
    greeted: () => {},
    hears: Promise.resolve(true),
    close: async () => end(failure('unreachable', 'the connection was closed')),
  };
}

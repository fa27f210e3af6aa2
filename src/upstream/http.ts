import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Authorization } from './authorization.ts';
import { authorized } from './authorized.ts';
import { Background } from './background.ts';
import type { Variables } from './environment.ts';
import { readEvents, resumable } from './events.ts';
import {
  errorMessage,
  openAgent,
  readBody,
  readRefusal,
  requestFailure,
  startRequest,
  statusFailure,
} from './exchange.ts';
import { type Failure, failure } from './failure.ts';
import { type MirroredArguments, modernHeaders } from './headers.ts';
import { MODERN } from './meta.ts';
import { inOrder } from './order.ts';
import { speaksOtherwise } from './verdict.ts';
import type { Outgoing, Wire, WireListener } from './wire.ts';

export interface HttpOptions {
  readonly url: URL;
  readonly headers: Variables;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: WireListener;
  /** The arguments of a tool that a modern server wants mirrored in headers. */
  readonly mirrored: MirroredArguments;
  /** The value of the `Authorization` header; undefined where there are only fixed headers. */
  readonly authorization: Authorization | undefined;
}

const ACCEPT = 'application/json, text/event-stream';
/** How often a broken answer stream is resumed, and after how many milliseconds unless the server says otherwise. */
const RESUMPTIONS = 5;
const RESUME_AFTER = 1_000;
const LONGEST_PAUSE = 30_000;
const FAREWELL = 1_000;
const OLDER =
  'is `url` right, its path included? A server of the HTTP+SSE transport of 2024-11-05 needs `transport: sse`';

/** Streamable HTTP, both eras: each request is a POST of its own on a kept connection, answered by JSON or by a stream. */
export function openHttp(options: HttpOptions): Wire {
  const { url, listener, most, authorization } = options;
  const agent = openAgent(url);
  const open = new Map<number, ClientRequest>();
  let sessionId: string | undefined;
  let protocol: string | undefined;
  let isClosed = false;

  const headersFor = (message: Outgoing): OutgoingHttpHeaders => {
    const headers: OutgoingHttpHeaders = {
      ...options.headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.text),
      accept: ACCEPT,
    };
    if (protocol === MODERN || message.method === 'server/discover') {
      headers['mcp-protocol-version'] = MODERN;
      modernHeaders(headers, message, options.mirrored);
      authorize(headers);
    } else addLegacy(headers);
    return headers;
  };
  const authorize = (headers: OutgoingHttpHeaders): void => {
    const header = authorization?.header();
    if (header !== undefined) headers.authorization = header;
  };
  const addLegacy = (headers: OutgoingHttpHeaders): void => {
    if (sessionId !== undefined) headers['mcp-session-id'] = sessionId;
    authorize(headers);
    if (protocol !== undefined) headers['mcp-protocol-version'] = protocol;
  };

  const post = (message: Outgoing, done: () => void): void => {
    if (isClosed) return;
    if (asked === undefined) transmit(message, done, 0);
    else asked.send(message, done);
  };

  const transmit = (message: Outgoing, done: () => void, resent: number): void => {
    const { id } = message;
    if (isClosed) return;
    const hadSession = sessionId !== undefined;
    const headers = headersFor(message);
    const request = startRequest(url, 'POST', headers, agent);
    if (id !== undefined) open.set(id, request);
    request.on('error', (error) => {
      done();
      if (id === undefined) return;
      open.delete(id);
      listener.lost(id, requestFailure(url, error));
    });
    request.on('response', (response) => {
      if (asked?.takes(response, headers.authorization, message, done, resent) === true) {
        if (id !== undefined) open.delete(id);
        return;
      }
      done();
      if (message.method === 'notifications/initialized') background.open();
      if (message.method === 'initialize') sessionId = sessionFrom(response);
      if (id === undefined) response.resume();
      else receive(response, id, hadSession);
    });
    request.end(message.text);
  };

  const receive = (response: IncomingMessage, id: number, hadSession: boolean): void => {
    const status = response.statusCode ?? 0;
    const type = response.headers['content-type'] ?? '';
    response.on('error', () => {});
    if (status < 200 || status > 299) refused(response, id, hadSession && status === 404);
    else if (type.startsWith('text/event-stream')) stream(response, id, RESUMPTIONS);
    else whole(response, id, type);
  };

  const whole = (response: IncomingMessage, id: number, type: string): void => {
    response.on('close', () => {
      open.delete(id);
      listener.lost(id, failure('crashed', `${url.host} broke off its answer; whether it acted is not known`));
    });
    readBody(response, most, (text, size) => {
      if (text === undefined) listener.tooLarge(size, id);
      else if (type.startsWith('application/json')) {
        listener.message(text, id);
        listener.lost(id, failure('malformed', `${url.host} answered another request than the one it was sent`));
      } else
        listener.lost(
          id,
          failure('malformed', `${url.host} answered with ${type === '' ? 'no type' : type}, not with JSON`),
        );
    });
  };

  const refused = (response: IncomingMessage, id: number, isExpired: boolean): void => {
    readRefusal(response, (text) => {
      open.delete(id);
      if (isExpired) {
        listener.stale();
        listener.lost(id, failure('unreachable', `${url.host} has forgotten the session`, false));
        return;
      }
      if (protocol !== undefined && speaksOtherwise(protocol === MODERN, response.statusCode ?? 0, text)) {
        listener.stale();
        listener.lost(id, failure('unreachable', `${url.host} speaks another protocol than it did`, false));
        return;
      }
      const error = errorMessage(text, id);
      if (error !== undefined) listener.message(error, id);
      // Has no effect where the error was the answer.
      listener.lost(id, hinted(statusFailure(url, response, text), response.statusCode));
    });
  };

  /** A server without a POST at its address often has the transport before this one. */
  const hinted = (why: Failure, status = 0): Failure =>
    protocol !== undefined || (status !== 404 && status !== 405)
      ? why
      : { ...why, message: `${why.message}; ${OLDER}` };

  /** An answer stream. A legacy server may close it and continue where it is asked to resume. */
  const stream = (response: IncomingMessage, id: number, left: number): void => {
    let last: string | undefined;
    let pause = RESUME_AFTER;
    const read = readEvents(
      (event) => {
        last = resumable(event.id) ?? last;
        pause = Math.min(event.retry ?? pause, LONGEST_PAUSE);
        if (event.data !== '') listener.message(event.data, id);
      },
      most,
      (size) => listener.tooLarge(size, id),
    );
    response.on('data', read);
    response.on('close', () => {
      const isOurs = open.delete(id);
      if (isOurs && last !== undefined && protocol !== MODERN && left > 0 && !isClosed && listener.waits(id)) {
        setTimeout(resume, pause, id, last, left - 1).unref();
      } else
        listener.lost(
          id,
          failure('crashed', `${url.host} ended the stream without an answer; whether it acted is not known`),
        );
    });
  };

  const resume = (id: number, last: string, left: number): void => {
    if (isClosed || !listener.waits(id)) return;
    // Only the rest of the answer was refused here: the call itself was taken.
    const give = ({ message }: Failure): void => {
      open.delete(id);
      const what = `${url.host} broke off its answer and did not go on with it`;
      listener.lost(id, failure('unreachable', `${what}: ${message}. Whether it acted is not known`));
    };
    const request = listen(last, (response) => {
      if (response.statusCode === 200) return stream(response, id, left);
      response.resume();
      give(statusFailure(url, response, ''));
    });
    open.set(id, request);
    request.on('error', (error) => give(requestFailure(url, error)));
  };

  const listen = (last: string | undefined, onResponse: (response: IncomingMessage) => void): ClientRequest => {
    const headers: OutgoingHttpHeaders = { ...options.headers, accept: 'text/event-stream' };
    addLegacy(headers);
    if (last !== undefined) headers['last-event-id'] = last;
    const request = startRequest(url, 'GET', headers, agent);
    request.on('response', onResponse);
    request.end();
    return request;
  };

  const background = new Background({ ask: listen, most, listener, renews: authorization !== undefined });

  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    background.close();
    listener.ended(failure('unreachable', 'the connection was closed'));
    for (const request of open.values()) request.destroy();
    if (sessionId !== undefined) await farewell();
    agent.destroy();
  };

  /** Tells a legacy server that the session is over, and does not insist. */
  const farewell = (): Promise<void> =>
    new Promise((resolve) => {
      const headers: OutgoingHttpHeaders = { ...options.headers };
      addLegacy(headers);
      const request = startRequest(url, 'DELETE', headers, agent);
      const late = setTimeout(() => request.destroy(), FAREWELL);
      request.on('close', () => {
        clearTimeout(late);
        resolve();
      });
      request.on('error', () => {});
      request.on('response', (response) => response.resume());
      request.end();
    });

  const asked = authorization === undefined ? undefined : authorized(authorization, listener, transmit);
  const order = inOrder(post);
  return {
    send: order.send,
    cancel: (id) => {
      if (order.take(id)) return true;
      const request = open.get(id);
      open.delete(id);
      request?.destroy();
      return protocol === MODERN;
    },
    greeted: (spoken) => {
      protocol = spoken;
    },
    hears: background.opened,
    close,
  };
}

/** A session's id is visible ASCII; anything else cannot be one. */
function sessionFrom(response: IncomingMessage): string | undefined {
  const id = response.headers['mcp-session-id'];
  return typeof id === 'string' && /^[\x21-\x7e]+$/.test(id) ? id : undefined;
}

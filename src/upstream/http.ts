import type { ClientRequest, IncomingMessage } from 'node:http';
import { MODERN } from '../model/protocol/revision.ts';
import { type Failure, failure } from './failure.ts';
import { AnswerStream, type AnswerStreamOptions } from './http/answer-stream.ts';
import { Arriving } from './http/arriving.ts';
import { Background } from './http/background.ts';
import {
  errorMessage,
  openAgent,
  readBody,
  readRefusal,
  requestFailure,
  startRequest,
  statusFailure,
} from './http/exchange.ts';
import { type HeadersOptions, RequestHeaders, SESSION } from './http/headers.ts';
import { Sending } from './http/sending.ts';
import { speaksOtherwise } from './verdict.ts';
import type { Outgoing, Wire, WireListener } from './wire.ts';

export interface HttpOptions extends HeadersOptions {
  readonly url: URL;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: WireListener;
}

/** How long a server may take to hear that its session is over, in milliseconds. */
const FAREWELL = 1_000;
const OLDER =
  'is `url` right, its path included? A server of the HTTP+SSE transport of 2024-11-05 needs `transport: sse`';

/** Streamable HTTP, both eras: each request is a POST of its own on a kept connection, answered by JSON or by a stream. */
export class HttpWire implements Wire {
  readonly #options: HttpOptions;
  readonly #headers: RequestHeaders;
  readonly #agent: ReturnType<typeof openAgent>;
  /** By id, the requests whose answers have not come. */
  readonly #open = new Map<number, ClientRequest>();
  readonly #sending: Sending;
  readonly #background: Background;
  readonly #streams: AnswerStreamOptions;
  readonly #arriving = new Arriving();
  #isClosed = false;

  constructor(options: HttpOptions) {
    const { url, most, listener, authorization } = options;
    this.#options = options;
    this.#headers = new RequestHeaders(options);
    this.#agent = openAgent(url);
    this.#sending = new Sending({
      host: url.host,
      authorization,
      listener,
      isOver: () => this.#isClosed,
      start: (message) => this.#start(message),
      answered: (message, response, request) => this.#answered(message, response, request),
      broke: ({ id }, error) => {
        if (id !== undefined) this.#lost(id, requestFailure(url, error));
      },
      refused: ({ id }) => {
        if (id !== undefined) this.#open.delete(id);
      },
    });
    this.#background = new Background({ ask: this.#listen, most, listener, renews: authorization !== undefined });
    const canResume = (): boolean => !this.#isClosed && this.#headers.protocol !== MODERN;
    const arriving = this.#arriving;
    this.#streams = { url, most, listener, open: this.#open, arriving, ask: this.#listen, canResume };
  }

  get hears(): Promise<boolean> {
    return this.#background.opened;
  }

  send(message: Outgoing): void {
    if (this.#isClosed) return;
    const why = this.#sending.admit(message);
    if (why === undefined) this.#sending.send(message);
    else {
      this.#end(why);
      this.#agent.destroy();
    }
  }

  cancel(id: number): boolean {
    if (this.#sending.take(id)) return true;
    const request = this.#open.get(id);
    this.#open.delete(id);
    request?.destroy();
    return this.#headers.protocol === MODERN;
  }

  greeted(protocol: string): void {
    this.#headers.greeted(protocol);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#end(failure('unreachable', 'the connection was closed'));
    if (this.#headers.hasSession) await this.#farewell();
    this.#agent.destroy();
  }

  #end(why: Failure): void {
    this.#isClosed = true;
    this.#background.close();
    this.#options.listener.ended(why);
    for (const request of this.#open.values()) request.destroy();
  }

  #start(message: Outgoing): ClientRequest {
    const request = startRequest(this.#options.url, 'POST', this.#headers.of(message), this.#agent, message.text);
    if (message.id !== undefined) this.#open.set(message.id, request);
    return request;
  }

  #answered({ id, method }: Outgoing, response: IncomingMessage, request: ClientRequest): void {
    if (method === 'notifications/initialized') this.#background.open();
    if (method === 'initialize') this.#headers.begin(response);
    if (id === undefined) response.resume();
    else this.#receive(response, id, request);
  }

  #lost(id: number, why: Failure): void {
    this.#open.delete(id);
    this.#options.listener.lost(id, why);
  }

  #receive(response: IncomingMessage, id: number, request: ClientRequest): void {
    const status = response.statusCode ?? 0;
    const type = response.headers['content-type'] ?? '';
    response.on('error', () => {});
    if (status < 200 || status > 299) this.#refused(response, id, request);
    else if (type.startsWith('text/event-stream')) new AnswerStream(id, this.#streams).read(response);
    else this.#whole(response, id, type);
  }

  #whole(response: IncomingMessage, id: number, type: string): void {
    const { url, listener, most } = this.#options;
    const arrival = this.#arriving.begin();
    let held = 0;
    response.on('data', (chunk: Buffer) => {
      held += chunk.length;
      const full = arrival.holds(held);
      if (full === undefined) return;
      this.#lost(id, full);
      response.destroy();
    });
    response.on('close', () => {
      arrival.holds(0);
      this.#lost(id, failure('crashed', `${url.host} broke off its answer; whether it acted is not known`));
    });
    readBody(response, most, (text, size) => {
      if (text === undefined) listener.tooLarge(size, id);
      else if (type.startsWith('application/json')) {
        listener.message(text, id);
        // Has no effect where this was the answer.
        listener.lost(id, failure('malformed', `${url.host} answered another request than the one it was sent`));
      } else {
        const what = type === '' ? 'no type' : type;
        listener.lost(id, failure('malformed', `${url.host} answered with ${what}, not with JSON`));
      }
    });
  }

  #refused(response: IncomingMessage, id: number, request: ClientRequest): void {
    const { url, listener } = this.#options;
    const { statusCode: status = 0 } = response;
    readRefusal(response, (text) => {
      this.#open.delete(id);
      if (status === 404 && request.hasHeader(SESSION)) return this.#stale(id, 'has forgotten the session');
      const { protocol } = this.#headers;
      if (protocol !== undefined && speaksOtherwise(protocol, status, text))
        return this.#stale(id, 'speaks another protocol than it did');
      const error = errorMessage(text, id);
      if (error !== undefined) listener.message(error, id);
      // Has no effect where the error was the answer.
      listener.lost(id, this.#hinted(statusFailure(url, response, text), status));
    });
  }

  /** Another connection is needed, on which the request may be sent again. */
  #stale(id: number, why: string): void {
    const { url, listener } = this.#options;
    listener.stale();
    listener.lost(id, failure('unreachable', `${url.host} ${why}`, false));
  }

  /** A server without a POST at its address often has the transport before this one. */
  #hinted(why: Failure, status: number): Failure {
    const isStranger = this.#headers.protocol === undefined && (status === 404 || status === 405);
    return isStranger ? { ...why, message: `${why.message}; ${OLDER}` } : why;
  }

  readonly #listen = (last: string | undefined, onResponse: (response: IncomingMessage) => void): ClientRequest => {
    const request = startRequest(this.#options.url, 'GET', this.#headers.ofStream(last), this.#agent);
    request.on('response', onResponse);
    return request;
  };

  /** Tells a legacy server that the session is over, and does not insist. */
  #farewell(): Promise<void> {
    return new Promise((resolve) => {
      const request = startRequest(this.#options.url, 'DELETE', this.#headers.ofEnd(), this.#agent);
      const late = setTimeout(() => request.destroy(), FAREWELL);
      request.on('close', () => {
        clearTimeout(late);
        resolve();
      });
      request.on('error', () => {});
      request.on('response', (response) => response.resume());
    });
  }
}

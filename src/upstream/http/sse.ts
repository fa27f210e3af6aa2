import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Variables } from '../environment.ts';
import { type Failure, failure } from '../failure.ts';
import { Unread } from '../unread.ts';
import type { Outgoing, Wire, WireListener } from '../wire.ts';
import { type Authorization, isChallenge } from './authorization.ts';
import { Authorized } from './authorized.ts';
import { EventReader, type StreamEvent } from './events.ts';
import { openAgent, readRefusal, requestFailure, startRequest, statusFailure } from './exchange.ts';
import { inOrder } from './order.ts';

export interface SseOptions {
  readonly url: URL;
  readonly headers: Variables;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly listener: WireListener;
  /** The value of the `Authorization` header; undefined where there are only fixed headers. */
  readonly authorization: Authorization | undefined;
}

/** How many answers to its own requests a server may leave unread: each holds a connection. */
const MOST_UNREAD = 100;

/**
 * The transport of 2024-11-05: one event stream for everything that comes, POSTs to the address it names for everything
 * that goes. What is sent before that address is known waits for it.
 */
export class SseWire implements Wire {
  readonly hears = Promise.resolve(true);
  readonly #options: SseOptions;
  readonly #agent: ReturnType<typeof openAgent>;
  readonly #authorized: Authorized | undefined;
  readonly #order = inOrder((message, done) => this.#post(message, done));
  readonly #waiting: Outgoing[] = [];
  readonly #unread: Unread;
  /** Where messages go, once the stream has said so. */
  #target: URL | undefined;
  #stream: ClientRequest | undefined;
  /** Whether the stream was refused before, with other credentials. */
  #wasRefused = false;
  #isOver = false;

  /** Asks for the stream at once. */
  constructor(options: SseOptions) {
    const { url, authorization, listener } = options;
    this.#options = options;
    this.#agent = openAgent(url);
    this.#unread = new Unread(url.host, MOST_UNREAD);
    const { taken } = this.#unread;
    if (authorization !== undefined) this.#authorized = new Authorized(authorization, listener, this.#transmit, taken);
    void this.#listen();
  }

  send(message: Outgoing): void {
    if (this.#isOver) return;
    const why = this.#unread.add(message);
    if (why !== undefined) this.#end(why);
    else if (this.#target === undefined) this.#waiting.push(message);
    else this.#order.send(message);
  }

  cancel(id: number): boolean {
    return this.#order.take(id);
  }

  greeted(): void {}

  async close(): Promise<void> {
    this.#end(failure('unreachable', 'the connection was closed'));
  }

  #end(why: Failure): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.listener.ended(why);
    this.#stream?.destroy();
    this.#agent.destroy();
  }

  async #listen(): Promise<void> {
    const { url, authorization } = this.#options;
    const problem = authorization?.isDue() === true ? await authorization.renew() : undefined;
    if (problem !== undefined) return this.#end(problem);
    if (this.#isOver) return;
    const headers = { ...this.#headers(), accept: 'text/event-stream' };
    this.#stream = startRequest(url, 'GET', headers, this.#agent);
    this.#stream.on('error', (error) => this.#end(requestFailure(url, error)));
    this.#stream.on('response', (response) => this.#heard(response));
    this.#stream.end();
  }

  #heard(response: IncomingMessage): void {
    const { url, most, listener, authorization } = this.#options;
    response.on('error', () => {});
    const { statusCode = 0 } = response;
    const challenge = response.headers['www-authenticate'];
    if (authorization !== undefined && !this.#wasRefused && isChallenge(statusCode, challenge)) {
      this.#wasRefused = true;
      response.resume();
      const renewed = authorization.refused(authorization.header(), statusCode, challenge);
      void renewed.then((why) => (why === undefined ? this.#listen() : this.#end(why)));
    } else if (statusCode === 200) {
      const reader = new EventReader(
        most,
        (event) => this.#take(event),
        (size) => listener.tooLarge(size, undefined),
      );
      response.on('data', reader.read);
      response.on('close', () => this.#end(failure('crashed', `${url.host} ended the event stream`)));
    } else readRefusal(response, (text) => this.#end(statusFailure(url, response, text)));
  }

  #take({ event, data }: StreamEvent): void {
    if (event === 'endpoint') this.#address(data);
    else if (data !== '') this.#options.listener.message(data);
  }

  /** The stream says where messages go. */
  #address(named: string): void {
    const { url } = this.#options;
    const target = URL.canParse(named, url.href) ? new URL(named, url) : undefined;
    // Our credentials go to this address, and another origin is another server.
    if (target === undefined || target.origin !== url.origin) {
      this.#end(failure('unreachable', `${url.host} names an address of another server for messages`, false));
      return;
    }
    this.#target = target;
    for (const message of this.#waiting.splice(0)) this.#order.send(message);
  }

  #post(message: Outgoing, done: () => void): void {
    if (this.#authorized === undefined) this.#transmit(message, done, 0);
    else this.#authorized.send(message, done);
  }

  readonly #transmit = (message: Outgoing, done: () => void, resent: number): void => {
    if (this.#isOver) return;
    const { listener, url } = this.#options;
    // Nothing is sent before the address is known.
    const target = this.#target ?? url;
    const headers: OutgoingHttpHeaders = {
      ...this.#headers(),
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.text),
    };
    const request = startRequest(target, 'POST', headers, this.#agent);
    const { id } = message;
    request.on('error', (error) => {
      done();
      if (id !== undefined) listener.lost(id, requestFailure(target, error));
    });
    let isTurned = false;
    request.on('close', () => {
      if (!isTurned) this.#unread.taken(message);
    });
    request.on('response', (response) => {
      if (this.#authorized?.canTurn(response, resent) === true) {
        isTurned = true;
        this.#authorized.turn(response, { message, done, resent, header: headers.authorization });
        return;
      }
      done();
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode <= 299) response.resume();
      else
        readRefusal(response, (text) => {
          if (id !== undefined) listener.lost(id, statusFailure(target, response, text));
        });
    });
    request.end(message.text);
  };

  #headers(): OutgoingHttpHeaders {
    const { headers, authorization } = this.#options;
    const header = authorization?.header();
    return header === undefined ? headers : { ...headers, authorization: header };
  }
}

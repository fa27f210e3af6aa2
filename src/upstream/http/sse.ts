import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { tellDropped } from '../dropped.ts';
import type { Variables } from '../environment.ts';
import { type Failure, failure } from '../failure.ts';
import { Turns } from '../turns.ts';
import type { Outgoing, Wire, WireListener } from '../wire.ts';
import { type Authorization, isChallenge } from './authorization.ts';
import { EventReader, type StreamEvent } from './events.ts';
import { openAgent, readRefusal, requestFailure, startRequest, statusFailure } from './exchange.ts';
import { Sending } from './sending.ts';

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
export class SseWire implements Wire {
  readonly hears = Promise.resolve(true);
  readonly #options: SseOptions;
  readonly #agent: ReturnType<typeof openAgent>;
  readonly #sending: Sending;
  readonly #waiting: Outgoing[] = [];
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
    this.#sending = new Sending({
      host: url.host,
      authorization,
      listener,
      isOver: () => this.#isOver,
      start: (message) => this.#start(message),
      answered: (message, response) => this.#answered(message, response),
      broke: ({ id }, error) => {
        if (id !== undefined) listener.lost(id, requestFailure(this.#address, error));
      },
    });
    void this.#listen();
  }

  send(message: Outgoing): void {
    if (this.#isOver) return;
    const why = this.#sending.admit(message);
    if (why !== undefined) this.#end(why);
    else if (this.#target === undefined) this.#waiting.push(message);
    else this.#sending.send(message);
  }

  cancel(id: number): boolean {
    return this.#sending.take(id);
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
        (size, remains) => tellDropped(listener, size, remains),
      );
      new Turns(response, reader.read);
      response.on('close', () => this.#end(failure('crashed', `${url.host} ended the event stream`)));
    } else readRefusal(response, (text) => this.#end(statusFailure(url, response, text)));
  }

  #take({ event, data }: StreamEvent): void {
    if (event === 'endpoint') this.#begin(data);
    else if (data !== '') this.#options.listener.message(data);
  }

  /** The stream says where messages go. */
  #begin(named: string): void {
    const { url } = this.#options;
    const target = URL.canParse(named, url.href) ? new URL(named, url) : undefined;
    // Our credentials go to this address, and another origin is another server.
    if (target === undefined || target.origin !== url.origin) {
      this.#end(failure('unreachable', `${url.host} names an address of another server for messages`, false));
      return;
    }
    this.#target = target;
    for (const message of this.#waiting.splice(0)) this.#sending.send(message);
  }

  /** Where messages go. Nothing is sent before the stream has said so. */
  get #address(): URL {
    return this.#target ?? this.#options.url;
  }

  #start(message: Outgoing): ClientRequest {
    const headers: OutgoingHttpHeaders = {
      ...this.#headers(),
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.text),
    };
    return startRequest(this.#address, 'POST', headers, this.#agent, message.text);
  }

  /** The answer itself comes over the stream: here is only whether the message was taken. */
  #answered({ id }: Outgoing, response: IncomingMessage): void {
    const { statusCode = 0 } = response;
    if (statusCode >= 200 && statusCode <= 299) response.resume();
    else
      readRefusal(response, (text) => {
        if (id !== undefined) this.#options.listener.lost(id, statusFailure(this.#address, response, text));
      });
  }

  #headers(): OutgoingHttpHeaders {
    const { headers, authorization } = this.#options;
    const header = authorization?.header();
    return header === undefined ? headers : { ...headers, authorization: header };
  }
}

import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Failure } from '../failure.ts';
import { Unread } from '../unread.ts';
import type { Outgoing, WireListener } from '../wire.ts';
import type { Authorization } from './authorization.ts';
import { Authorized } from './authorized.ts';
import { inOrder } from './order.ts';

export interface SendingOptions {
  readonly host: string;
  /** Undefined where there are only fixed headers. */
  readonly authorization: Authorization | undefined;
  readonly listener: Pick<WireListener, 'lost' | 'waits'>;
  /** Whether nothing is sent any more. */
  readonly isOver: () => boolean;
  /** Sends the request that carries a message. */
  readonly start: (message: Outgoing) => ClientRequest;
  /** A message was answered, by whatever its server makes of it. */
  readonly answered: (message: Outgoing, response: IncomingMessage, request: ClientRequest) => void;
  /** The request of a message broke off before any answer. */
  readonly broke: (message: Outgoing, error: Error) => void;
  /** A message was refused, and is sent anew with other credentials. */
  readonly refused?: (message: Outgoing) => void;
}

/** How many answers to its own requests a server may leave unread: each holds a connection. */
const MOST_UNREAD = 100;

/** Sends messages, each by a request of its own: in their order where that counts, and anew where a server wants other credentials. */
export class Sending {
  readonly #options: SendingOptions;
  readonly #authorized: Authorized | undefined;
  readonly #order = inOrder((message, done) => this.#post(message, done));
  readonly #unread: Unread;

  constructor(options: SendingOptions) {
    const { host, authorization, listener } = options;
    this.#options = options;
    this.#unread = new Unread(host, MOST_UNREAD);
    const { taken } = this.#unread;
    if (authorization !== undefined) this.#authorized = new Authorized(authorization, listener, this.#transmit, taken);
  }

  /** A message is to be sent, now or later. Why its server is given up, where it leaves too many answers unread. */
  admit(message: Outgoing): Failure | undefined {
    return this.#unread.add(message);
  }

  send(message: Outgoing): void {
    this.#order.send(message);
  }

  /** Takes back a message that was not sent yet; false where it was. */
  take(id: number): boolean {
    return this.#order.take(id);
  }

  #post(message: Outgoing, done: () => void): void {
    if (this.#options.isOver()) return;
    if (this.#authorized === undefined) this.#transmit(message, done, 0);
    else this.#authorized.send(message, done);
  }

  readonly #transmit = (message: Outgoing, done: () => void, resent: number): void => {
    const { isOver, start, answered, broke, refused } = this.#options;
    if (isOver()) return;
    const request = start(message);
    let isRefused = false;
    request.on('error', (error) => {
      done();
      broke(message, error);
    });
    request.on('close', () => {
      if (!isRefused) this.#unread.taken(message);
    });
    request.on('response', (response) => {
      if (this.#authorized?.canTurn(response, resent) === true) {
        isRefused = true;
        refused?.(message);
        this.#authorized.turn(response, { message, done, resent, header: request.getHeader('authorization') });
        return;
      }
      done();
      answered(message, response, request);
    });
  };
}

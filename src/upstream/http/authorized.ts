import type { IncomingMessage } from 'node:http';
import type { Failure } from '../failure.ts';
import type { Outgoing, WireListener } from '../wire.ts';
import { type Authorization, isChallenge } from './authorization.ts';

/** Sends one message. `resent` counts how often it was sent before. */
export type Transmit = (message: Outgoing, done: () => void, resent: number) => void;

/** A message that a server refused. */
export interface Refused {
  readonly message: Outgoing;
  readonly done: () => void;
  readonly resent: number;
  /** The `Authorization` header that it was sent with. */
  readonly header: unknown;
}

/** How often one message is sent again: once with new credentials, once with wider ones. */
const RESENT = 2;

/** Sends to a server whose credentials expire. */
export class Authorized {
  readonly #authorization: Authorization;
  readonly #listener: Pick<WireListener, 'lost' | 'waits'>;
  readonly #transmit: Transmit;
  readonly #dropped: (message: Outgoing) => void;

  /** `dropped` is told of a message that is not sent, for lack of credentials or because nobody waits any more. */
  constructor(
    authorization: Authorization,
    listener: Pick<WireListener, 'lost' | 'waits'>,
    transmit: Transmit,
    dropped: (message: Outgoing) => void,
  ) {
    this.#authorization = authorization;
    this.#listener = listener;
    this.#transmit = transmit;
    this.#dropped = dropped;
  }

  /** Sends, after renewing the credentials where that is due. */
  send(message: Outgoing, done: () => void): void {
    if (this.#authorization.isDue()) void this.#sendAfter(this.#authorization.renew(), message, done, 0);
    else this.#transmit(message, done, 0);
  }

  /** Whether a response is a refusal that other credentials may turn into an answer. */
  canTurn({ statusCode = 0, headers }: IncomingMessage, resent: number): boolean {
    return resent < RESENT && isChallenge(statusCode, headers['www-authenticate']);
  }

  /** Gets other credentials and sends again: a server that answers like this did not take the message. */
  turn(response: IncomingMessage, { message, done, resent, header }: Refused): void {
    const { statusCode = 0, headers } = response;
    response.resume();
    const sent = typeof header === 'string' ? header : undefined;
    const renewed = this.#authorization.refused(sent, statusCode, headers['www-authenticate']);
    void this.#sendAfter(renewed, message, done, resent + 1);
  }

  async #sendAfter(
    renewed: Promise<Failure | undefined>,
    message: Outgoing,
    done: () => void,
    resent: number,
  ): Promise<void> {
    const { id } = message;
    const problem = await renewed;
    if (problem === undefined && (id === undefined || this.#listener.waits(id)))
      return this.#transmit(message, done, resent);
    done();
    this.#dropped(message);
    if (id !== undefined && problem !== undefined) this.#listener.lost(id, problem);
  }
}

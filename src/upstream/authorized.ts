import type { IncomingMessage } from 'node:http';
import { type Authorization, isChallenge } from './authorization.ts';
import type { Outgoing, WireListener } from './wire.ts';

/** Sends one message. `resent` counts how often it was sent before. */
export type Transmit = (message: Outgoing, done: () => void, resent: number) => void;

export interface Authorized {
  /** Sends, after renewing the credentials where that is due. */
  send(message: Outgoing, done: () => void): void;
  /** Whether a response is a refusal of `header` that other credentials may turn; then it is handled here. */
  takes(response: IncomingMessage, header: unknown, message: Outgoing, done: () => void, resent: number): boolean;
}

/** How often one message is sent again: once with new credentials, once with wider ones. */
const RESENT = 2;

/** Sends to a server whose credentials expire. */
export function authorized(
  authorization: Authorization,
  listener: Pick<WireListener, 'lost' | 'waits'>,
  transmit: Transmit,
): Authorized {
  type Problem = ReturnType<Authorization['renew']>;
  const goOn = async (settled: Problem, message: Outgoing, done: () => void, resent: number): Promise<void> => {
    const { id } = message;
    const problem = await settled;
    if (problem === undefined && (id === undefined || listener.waits(id))) return transmit(message, done, resent);
    done();
    if (id !== undefined && problem !== undefined) listener.lost(id, problem);
  };
  return {
    send: (message, done) => {
      if (authorization.isDue()) void goOn(authorization.renew(), message, done, 0);
      else transmit(message, done, 0);
    },
    takes: (response, header, message, done, resent) => {
      const { statusCode = 0, headers } = response;
      const challenge = headers['www-authenticate'];
      if (resent >= RESENT || !isChallenge(statusCode, challenge)) return false;
      // A server that answers like this did not take the message: it can be sent once more.
      response.resume();
      const sent = typeof header === 'string' ? header : undefined;
      void goOn(authorization.refused(sent, statusCode, challenge), message, done, resent + 1);
      return true;
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Guard } from './guard.ts';

/** Answers that go on for as long as the client listens. */
export interface Listeners {
  add(request: IncomingMessage, response: ServerResponse): void;
  /** Stops watching. */
  close(): void;
}

/** How often those who only listen are identified again, in milliseconds. */
const AGAIN_MS = 1_000;

/** Ends the answers of those who only listen when their token is revoked or has expired: they send no request to be refused. */
export function watchListeners(guard: Pick<Guard, 'admit'>): Listeners {
  const open = new Map<ServerResponse, IncomingMessage>();
  const look = async (): Promise<void> => {
    for (const [response, request] of [...open]) {
      const admittance = await guard.admit(request);
      // An issuer that cannot be asked now has not said anything against this one.
      if (!admittance.ok && admittance.status !== 503) response.end();
    }
  };
  const timer = setInterval(() => void look().catch(() => undefined), AGAIN_MS).unref();
  return {
    add(request, response) {
      open.set(response, request);
      response.once('close', () => open.delete(response));
    },
    close: () => clearInterval(timer),
  };
}

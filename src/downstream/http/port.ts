import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Newcomers } from './newcomers.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A port that is ours. Whoever comes before it is served waits. */
export interface Port {
  readonly server: Server;
  readonly newcomers: Newcomers;
  /** Without the path: `http://127.0.0.1:7600`. */
  readonly origin: string;
  /** Answers those who wait, and all who come from now on. */
  serve(answer: Answer): void;
  /** Gives it back unserved. */
  leave(): void;
}

/** Opens a port; 0 takes a free one. Rejects with the error of the system. */
export async function takePort({ host, port }: { readonly host: string; readonly port: number }): Promise<Port> {
  const waiting: Parameters<Answer>[] = [];
  const keep: Answer = (request, response) => void waiting.push([request, response]);
  const server = createServer(keep);
  const newcomers = new Newcomers(server);
  await new Promise<void>((resolve, reject) => {
    // A connection that cannot be accepted, for lack of file handles say, must not end the others.
    server.on('error', reject);
    server.listen(port, host, resolve);
  });
  // Whoever fails to begin serving ends, whether or not the port was given back.
  server.unref();
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    server,
    newcomers,
    origin: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    serve(answer) {
      server.ref();
      server.off('request', keep);
      server.on('request', answer);
      for (const [request, response] of waiting.splice(0)) if (!response.destroyed) answer(request, response);
    },
    leave() {
      server.close();
      server.closeAllConnections();
    },
  };
}

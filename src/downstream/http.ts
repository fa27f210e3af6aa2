import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { drain } from './drain.ts';
import { createFront, type FrontOptions } from './front.ts';
import { createGuard, type GuardOptions } from './http-guard.ts';
import { createPosting, type Refusal } from './http-post.ts';
import { sendJson } from './http-reply.ts';
import { createHttpSessions, sessionOf } from './http-session.ts';
import type { Proof } from './identity.ts';
import type { FrontConfig } from './visit.ts';
import { CODES, rejected, responseText } from './wire.ts';

export interface HttpOptions extends FrontOptions, GuardOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly path: string;
  /** `sallyport serve --agent NAME`: whoever calls here is at most that agent. */
  readonly launch?: string;
}

/**
 * Serves clients over HTTP, both eras on one path. Rejects where anybody could call (no tokens, and not said that this
 * is meant), and where the port cannot be had.
 */
export async function serveHttp(options: HttpOptions): Promise<{
  readonly url: string;
  /** Takes other agents, tokens, hosts and origins, for requests from now on. */
  reconfigure(next: FrontConfig & Pick<GuardOptions, 'hosts' | 'origins' | 'tokens'>): void;
  /** Takes no new connections or calls, lets those in flight go on for `ms` milliseconds, ends what listens. */
  close(ms: number): Promise<void>;
}> {
  const { tokens, allowAnonymous, launch, path } = options;
  if (Object.keys(tokens).length === 0 && !allowAnonymous)
    throw new Error(
      'http.tokens is empty: name a token there, or start with --allow-anonymous to let anybody on this machine call',
    );
  const front = createFront(options);
  let guard = createGuard(options);
  const sessions = createHttpSessions(front, options.limits.sessions, options.session.idle);
  const posting = createPosting(front, sessions, options.limits.message);

  const serve = (
    request: IncomingMessage,
    response: ServerResponse,
  ): Refusal | undefined | Promise<Refusal | undefined> => {
    if ((request.url ?? '').split('?')[0] !== path)
      return { status: 404, code: CODES.badRequest, message: `nothing is served here: MCP is at ${path}` };
    const admittance = guard(request);
    if (!admittance.ok) return { code: CODES.badRequest, ...admittance };
    const proof: Proof = {
      transport: 'http',
      ...(admittance.token === undefined ? {} : { token: admittance.token }),
      ...(launch === undefined ? {} : { launch }),
    };
    if (request.method === 'POST') return posting.take({ request, response, proof });
    const session = sessionOf(sessions, request, proof);
    if ((request.method !== 'GET' && request.method !== 'DELETE') || session === undefined)
      return { status: 405, code: CODES.badRequest, message: 'use POST', headers: { allow: 'POST' } };
    if (session === 'unknown')
      return { status: 404, code: CODES.session, message: 'this session is not known or has ended: initialize again' };
    if (request.method === 'GET') session.stream(response);
    else {
      sessions.end(session);
      response.writeHead(204).end();
    }
    return undefined;
  };

  const server = createServer((request, response) => {
    Promise.resolve(serve(request, response)).then(
      (refusal) => {
        if (refusal === undefined) return;
        const { status, id = 'null', headers, ...rejection } = refusal;
        sendJson(response, status, responseText(id, rejected(rejection)), headers);
      },
      // The client went away while it sent its request: nobody is left to be told.
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  const close = async (ms: number): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    front.close();
    server.closeIdleConnections();
    await drain([...sessions.all().map(({ conversation }) => conversation), ...posting.conversations], ms);
    for (const session of sessions.all()) sessions.end(session);
    for (const conversation of posting.conversations) conversation.leave();
    server.closeIdleConnections();
    // One turn for what was written last.
    await setTimeout(10);
    server.closeAllConnections();
    await closed;
  };
  const reconfigure = (next: FrontConfig & Pick<GuardOptions, 'hosts' | 'origins' | 'tokens'>): void => {
    front.reconfigure(next);
    guard = createGuard({ ...options, hosts: next.hosts, origins: next.origins, tokens: next.tokens });
  };
  return { reconfigure, url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}${path}`, close };
}

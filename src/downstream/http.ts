import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { drain } from './drain.ts';
import type { FrontConfig } from './front.ts';
import { createFront, type FrontOptions } from './front.ts';
import { type EntranceConfig, type EntranceOptions, openEntrance } from './http-entrance.ts';
import type { Admittance } from './http-guard.ts';
import { watchListeners } from './http-listeners.ts';
import { createPosting, type Refusal } from './http-post.ts';
import { sendJson } from './http-reply.ts';
import { createHttpSessions, sessionOf } from './http-session.ts';
import { scopesForDoor } from './scopes.ts';
import { CODES, rejected, responseText } from './wire.ts';

export interface HttpOptions extends FrontOptions, EntranceOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Whether `sallyport token add` has made one. */
  readonly hasTokens?: boolean;
}

type Admitted = Admittance & { readonly ok: true };
const STREAMABLE =
  'use POST: this is Streamable HTTP; the older HTTP+SSE transport of 2024-11-05 is not served, so set the client to `http`';

/** Nothing where the answer went, or will go, through the response. */
type Answered = Refusal | undefined | Promise<Refusal | undefined>;

/**
 * Serves clients over HTTP, both eras on one path. Rejects where anybody could call (there are no tokens, and nobody said
 * that this is meant), and where the port cannot be opened.
 */
export async function serveHttp(options: HttpOptions): Promise<{
  readonly url: string;
  /** Takes other agents, tokens, issuers, hosts and origins, for requests from now on. */
  reconfigure(next: FrontConfig & EntranceConfig): void;
  /** Takes no new connections or calls, lets those in flight go on for `ms` milliseconds, ends what listens. */
  close(ms: number): Promise<void>;
}> {
  const { path } = options;
  refuseOpenDoor(options);
  const front = createFront(options);
  let url = '';
  const entrance = openEntrance(options, () => url);
  const sessions = createHttpSessions(front, options.limits.sessions, options.session.idle);
  const posting = createPosting(front, sessions, options.limits.message, entrance);
  const listeners = watchListeners(entrance);

  const answer = (request: IncomingMessage, response: ServerResponse, { proof }: Admitted): Answered => {
    // The client may have gone while its token was checked.
    if (request.destroyed) return undefined;
    const scopes = scopesForDoor(front, proof);
    if (scopes !== undefined) {
      const description = 'this token has no scope that means something here';
      const challenge = entrance.challenge({ error: 'insufficient_scope', description, scopes });
      const message = `${description}; one of these would do: ${scopes.join(', ') || 'none for this agent'}`;
      return { status: 403, code: CODES.badRequest, message, headers: { 'www-authenticate': challenge } };
    }
    const lasts = (): void => listeners.add(request, response);
    if (request.method === 'POST') return posting.take({ request, response, proof, lasts });
    const session = sessionOf(sessions, request, proof);
    if ((request.method !== 'GET' && request.method !== 'DELETE') || session === undefined)
      return { status: 405, code: CODES.badRequest, message: STREAMABLE, headers: { allow: 'POST' } };
    if (session === 'unknown')
      return { status: 404, code: CODES.session, message: 'this session is not known or has ended: initialize again' };
    if (request.method === 'GET') {
      const last = request.headers['last-event-id'] ?? '';
      lasts();
      if (last === '') session.streams.listen(response);
      else if (!session.streams.resume(response, String(last)))
        return { status: 400, code: CODES.badRequest, message: 'what came after this event is not kept any more' };
    } else {
      sessions.end(session);
      response.writeHead(204).end();
    }
    return undefined;
  };

  const serve = (request: IncomingMessage, response: ServerResponse): Answered => {
    const [asked = ''] = (request.url ?? '').split('?', 1);
    const metadata = asked === path ? undefined : entrance.metadata(asked);
    if (asked !== path && metadata === undefined)
      return { status: 404, code: CODES.badRequest, message: `nothing is served here: MCP is at ${path}` };
    const refused = entrance.refuse(request);
    if (refused !== undefined) return { code: CODES.badRequest, ...refused };
    if (metadata !== undefined) {
      if (request.method !== 'GET')
        return { status: 405, code: CODES.badRequest, message: 'use GET', headers: { allow: 'GET' } };
      sendJson(response, 200, metadata, { 'cache-control': 'max-age=300' });
      return undefined;
    }
    const proceed = (admittance: Admittance): Answered =>
      admittance.ok ? answer(request, response, admittance) : { code: CODES.badRequest, ...admittance };
    const admittance = entrance.admit(request);
    return admittance instanceof Promise ? admittance.then(proceed) : proceed(admittance);
  };

  const server = createServer((request, response) => {
    Promise.resolve(serve(request, response)).then(
      (refusal) => {
        if (refusal === undefined) return;
        const { status, id = 'null', headers, ...rejection } = refusal;
        sendJson(response, status, responseText(id, rejected(rejection)), headers);
      },
      // The client went away while it sent its request: nobody is left to answer.
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    // A connection that cannot be accepted, for lack of file handles say, must not end the others.
    server.on('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}${path}`;
  const close = async (ms: number): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    front.close();
    server.closeIdleConnections();
    await drain([...sessions.all().map(({ conversation }) => conversation), ...posting.conversations], ms);
    for (const session of sessions.all()) sessions.end(session);
    for (const conversation of posting.conversations) conversation.leave();
    server.closeIdleConnections();
    listeners.close();
    // One turn of the event loop, for what was written last.
    await setTimeout(10);
    server.closeAllConnections();
    await closed;
  };
  const reconfigure = (next: FrontConfig & EntranceConfig): void => {
    front.reconfigure(next);
    entrance.reconfigure(next);
  };
  return { reconfigure, url, close };
}

function refuseOpenDoor({ tokens, auth, hasTokens, allowAnonymous }: HttpOptions): void {
  const issuers = auth?.issuers.length ?? 0;
  if (Object.keys(tokens).length > 0 || issuers > 0 || hasTokens === true || allowAnonymous) return;
  throw new Error(
    'nobody could call: make a token with `sallyport token add NAME`, name one in http.tokens or an issuer in http.auth.issuers, or start with --allow-anonymous to let anybody on this machine call',
  );
}

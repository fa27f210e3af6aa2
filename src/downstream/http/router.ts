import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Front } from '../front.ts';
import { scopesToEnter } from '../identity/scopes.ts';
import type { Proof } from '../identity.ts';
import { CODES } from '../wire.ts';
import type { Entrance } from './entrance.ts';
import type { Admittance } from './guard.ts';
import { sendJson } from './http-reply.ts';
import type { HttpSession, HttpSessions } from './http-session.ts';
import type { Listeners } from './listeners.ts';
import type { Newcomers } from './newcomers.ts';
import { admitPage, answerPreflight } from './page-access.ts';
import type { Posting, Refusal } from './post.ts';
import { TurnedAway } from './turned-away.ts';

export interface RouterOptions {
  /** Where MCP is served. */
  readonly path: string;
  readonly front: Front;
  readonly entrance: Entrance;
  readonly newcomers: Newcomers;
  readonly sessions: HttpSessions;
  readonly posting: Posting;
  readonly listeners: Listeners;
}

/** Whether we are there; what stands behind is nobody's business who has no token. */
const HEALTH = '/healthz';

const STREAMABLE =
  'use POST: this is Streamable HTTP; the older HTTP+SSE transport of 2024-11-05 is not served, so set the client to `http`';

/** Why a request is refused. Nothing where the answer went, or will go, through the response. */
type Answered = Refusal | undefined | Promise<Refusal | undefined>;

/** Takes each HTTP request to where it belongs: both eras are on one path, beside our own metadata. */
export class HttpRouter {
  readonly #options: RouterOptions;
  readonly #turnedAway: TurnedAway;

  constructor(options: RouterOptions) {
    this.#options = options;
    const { front, newcomers } = options;
    this.#turnedAway = new TurnedAway((message) => front.gate.remark('sign-in', message));
    newcomers.onClosed = (from) => this.#turnedAway.add('too many connections are open on which nobody signs in', from);
  }

  route(request: IncomingMessage, response: ServerResponse): Answered {
    const { path, entrance } = this.#options;
    const { url = '' } = request;
    const [asked = ''] = url === path ? [path] : url.split('?', 1);
    if (asked === HEALTH && asked !== path) return tellHealth(request, response);
    const metadata = asked === path ? undefined : entrance.metadata(asked);
    const refused = entrance.refuse(request);
    if (refused !== undefined) return { code: CODES.badRequest, ...refused };
    // Whatever such a page is answered, a refusal too, it may read. It looks for metadata where there is none.
    if (entrance.isPage(request.headers.origin)) {
      if (answerPreflight(request, response)) return undefined;
      admitPage(request, response);
    } else if (metadata !== undefined) response.setHeader('vary', 'Origin');
    if (asked !== path && metadata === undefined) return refusal(404, `nothing is served here: MCP is at ${path}`);
    if (metadata !== undefined) return tellMetadata(request, response, metadata);
    const proceed = (admittance: Admittance): Answered => {
      if (admittance.ok) return this.#admitted(request, response, admittance.proof);
      // Who has none yet is on the way to one.
      if (request.headers.authorization !== undefined)
        this.#turnedAway.add(admittance.message, request.socket.remoteAddress);
      return { code: CODES.badRequest, ...admittance };
    };
    const admittance = entrance.admit(request);
    return admittance instanceof Promise ? admittance.then(proceed) : proceed(admittance);
  }

  /** Once no request is under way. */
  close(): void {
    this.#turnedAway.close();
  }

  #admitted(request: IncomingMessage, response: ServerResponse, proof: Proof): Answered {
    const { posting, listeners, sessions, newcomers } = this.#options;
    newcomers.letIn(request.socket);
    // The client may have gone while its token was checked.
    if (request.destroyed) return undefined;
    const unscoped = this.#unscoped(proof);
    if (unscoped !== undefined) return unscoped;
    const lasts = (): void => listeners.add(request, response);
    if (request.method === 'POST') return posting.take({ request, response, proof, headers: request.headers, lasts });
    const session = sessions.of(request, proof);
    if ((request.method !== 'GET' && request.method !== 'DELETE') || session === undefined)
      return { ...refusal(405, STREAMABLE), headers: { allow: 'POST' } };
    if (session === 'unknown')
      return { ...refusal(404, 'this session is not known or has ended: initialize again'), code: CODES.session };
    if (request.method === 'GET') return this.#listen(request, response, session);
    sessions.end(session);
    response.writeHead(204).end();
    return undefined;
  }

  /** Why a token without a scope that means something lets nobody in; undefined where it has one. */
  #unscoped(proof: Proof): Refusal | undefined {
    const { front, entrance } = this.#options;
    const scopes = scopesToEnter(front, proof);
    if (scopes === undefined) return undefined;
    const description = 'this token has no scope that means something here';
    const challenge = entrance.challenge({ error: 'insufficient_scope', description, scopes });
    const message = `${description}; one of these would do: ${scopes.join(', ') || 'none for this agent'}`;
    return { ...refusal(403, message), headers: { 'www-authenticate': challenge } };
  }

  #listen(request: IncomingMessage, response: ServerResponse, { streams, unread }: HttpSession): Refusal | undefined {
    const last = String(request.headers['last-event-id'] ?? '');
    unread.add(response);
    this.#options.listeners.add(request, response);
    if (last === '') streams.listen(response);
    else if (!streams.resume(response, last))
      return refusal(
        400,
        'the answer that came after this event is not kept any more: check whether the call was made before you repeat it',
      );
    return undefined;
  }
}

/** Answered under any name, since what looks knows us by an address. */
function tellHealth(request: IncomingMessage, response: ServerResponse): Refusal | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { ...refusal(405, 'use GET'), headers: { allow: 'GET, HEAD' } };
  sendJson(response, 200, '{"status":"ok"}', { 'cache-control': 'no-store' });
  return undefined;
}

/** Our metadata (RFC 9728), for whoever looks for where to get a token. */
function tellMetadata(request: IncomingMessage, response: ServerResponse, text: string): Refusal | undefined {
  if (request.method !== 'GET') return { ...refusal(405, 'use GET'), headers: { allow: 'GET' } };
  sendJson(response, 200, text, { 'cache-control': 'max-age=300' });
  return undefined;
}

const refusal = (status: number, message: string): Refusal => ({ status, code: CODES.badRequest, message });

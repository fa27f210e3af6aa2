import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { drain } from './drain.ts';
import { createFront, type Front, type FrontConfig, type FrontOptions } from './front.ts';
import { type Entrance, type EntranceConfig, type EntranceOptions, openEntrance } from './http/entrance.ts';
import { sendJson } from './http/http-reply.ts';
import { HttpSessions } from './http/http-session.ts';
import { type Listeners, watchListeners } from './http/listeners.ts';
import { type Port, takePort } from './http/port.ts';
import { Posting, type Refusal } from './http/post.ts';
import { HttpRouter } from './http/router.ts';
import { rejected, responseText } from './wire.ts';

export interface HttpOptions extends FrontOptions, EntranceOptions, Callers {
  /** 0 takes a free one; or one that was taken before. */
  readonly port: number | Port;
}

/** What tells whether anybody could call at all. */
export interface Callers extends Pick<EntranceOptions, 'tokens' | 'auth' | 'allowAnonymous'> {
  /** Whether `sallyport token add` has made one. */
  readonly hasTokens?: boolean;
}

/** How long a connection that nobody uses is kept, in milliseconds: longer than the clients and balancers in front keep one. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Serves clients over HTTP, both eras on one path. Rejects where anybody could call (there are no tokens, and nobody said
 * that this is meant), and where the port cannot be opened.
 */
export async function serveHttp(options: HttpOptions): Promise<HttpServing> {
  refuseNobody(options);
  const { host, port } = options;
  return new HttpServing(options, typeof port === 'number' ? await takePort({ host, port }) : port);
}

/** A port that clients come to. */
export class HttpServing {
  /** Where clients reach it. */
  readonly url: string;
  readonly #front: Front;
  readonly #entrance: Entrance;
  readonly #sessions: HttpSessions;
  readonly #posting: Posting;
  readonly #listeners: Listeners;
  readonly #router: HttpRouter;
  readonly #server: Server;

  constructor(options: HttpOptions, port: Port) {
    this.url = port.origin + options.path;
    const entrance = openEntrance(options, () => this.url);
    const front = createFront({ ...options, admit: entrance.admit });
    const sessions = new HttpSessions(front, options.limits.sessions, options.session.idle);
    const posting = new Posting({ front, sessions, resource: entrance, most: options.limits.message });
    const listeners = watchListeners(entrance);
    this.#front = front;
    this.#entrance = entrance;
    this.#sessions = sessions;
    this.#posting = posting;
    this.#listeners = listeners;
    this.#router = new HttpRouter({
      path: options.path,
      front,
      entrance,
      newcomers: port.newcomers,
      sessions,
      posting,
      listeners,
    });
    this.#server = port.server;
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
    port.serve((request, response) => this.#answer(request, response));
  }

  /** Takes other agents, tokens, issuers, hosts and origins, for requests from now on. */
  reconfigure(next: FrontConfig & EntranceConfig): void {
    this.#front.reconfigure(next);
    this.#entrance.reconfigure(next);
  }

  /** Takes no new connections or calls, lets those in flight go on for `ms` milliseconds, ends what listens. */
  async close(ms: number): Promise<void> {
    const server = this.#server;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#front.close();
    server.closeIdleConnections();
    const sessions = this.#sessions.all();
    await drain([...sessions.map(({ conversation }) => conversation), ...this.#posting.conversations], ms);
    for (const session of this.#sessions.all()) this.#sessions.end(session);
    for (const conversation of this.#posting.conversations) conversation.leave();
    server.closeIdleConnections();
    this.#listeners.close();
    // One turn of the event loop, for what was written last.
    await setTimeout(10);
    server.closeAllConnections();
    await closed;
    this.#router.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    Promise.resolve(this.#router.route(request, response)).then(
      (refusal) => {
        if (refusal !== undefined) sendRefusal(response, refusal);
      },
      // The client went away while it sent its request: nobody is left to answer.
      () => response.destroy(),
    );
  }
}

function sendRefusal(response: ServerResponse, { status, id = 'null', headers, ...rejection }: Refusal): void {
  sendJson(response, status, responseText(id, rejected(rejection)), headers);
}

/** Throws, with words for a person, where nobody could call. */
export function refuseNobody({ tokens, auth, hasTokens, allowAnonymous }: Callers): void {
  const issuers = auth?.issuers.length ?? 0;
  if (Object.keys(tokens).length > 0 || issuers > 0 || hasTokens === true || allowAnonymous) return;
  throw new Error(
    'nobody could call: make a token with `sallyport token add NAME`, name one in http.tokens or an issuer in http.auth.issuers, or start with --allow-anonymous to let anybody on this machine call',
  );
}

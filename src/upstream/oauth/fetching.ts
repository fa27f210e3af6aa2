import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { codeOf } from '../../model/caught.ts';
import { Pieces } from '../../model/text/pieces.ts';
import { type Guard, GuardError, type Resolved } from './guard.ts';

/** The part of `fetch` that requests to an authorization server need. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Fetches what the guard lets through. Redirects are returned, not followed. Rejects with a sentence for a person. */
export type Fetching = (url: URL, asking?: Asking) => Promise<Response>;

export interface FetchingOptions {
  readonly guard: Guard;
  /** Milliseconds for one request, all of it. */
  readonly within?: number;
  /** Bytes of the largest answer. */
  readonly most?: number;
}

const WITHIN = 15_000;
const MOST = 1_000_000;
/** Statuses whose `Response` must not have a body. */
const EMPTY: ReadonlySet<number> = new Set([204, 205, 304]);

export function createFetching({ guard, within = WITHIN, most = MOST }: FetchingOptions): Fetching {
  return async (url, asking = {}) => {
    const addresses = await guard.vet(url);
    const limit = AbortSignal.timeout(within);
    try {
      return await send(url, asking, { addresses, signal: limit, most });
    } catch (error) {
      if (error instanceof GuardError) throw error;
      if (limit.aborted) throw new Error(`${url.host} did not answer within ${within / 1_000} s`);
      const code = codeOf(error) ?? String(error);
      throw new Error(`cannot reach ${url.host}: ${code}`);
    }
  };
}

/** Where one request may go, and how far. */
interface Limits {
  readonly addresses: readonly Resolved[];
  readonly signal: AbortSignal;
  /** Bytes of the largest answer. */
  readonly most: number;
}

function send(
  url: URL,
  { method = 'GET', headers, body }: Asking,
  { addresses, signal, most }: Limits,
): Promise<Response> {
  const request = url.protocol === 'https:' ? https.request : http.request;
  return new Promise((resolve, reject) => {
    // No agent: a kept socket would go where an earlier request was allowed to go.
    const sent = request(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      agent: false,
      signal,
      lookup: pinned(addresses),
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('error', reject);
      collect(response, most).then((bytes) => resolve(responseOf(response, bytes)), reject);
    });
    sent.end(body);
  });
}

/** Resolves to the vetted addresses, whatever the name means by now. */
const pinned =
  (addresses: readonly Resolved[]): LookupFunction =>
  (_host, options, done) => {
    if (options.all === true) return done(null, [...addresses]);
    const [first] = addresses;
    done(null, first?.address ?? '', first?.family);
  };

function collect(response: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces = new Pieces();
    response.on('data', (chunk: Buffer) => {
      if (pieces.size + chunk.length <= most) pieces.add(chunk);
      else {
        response.destroy();
        reject(new GuardError(`its answer is larger than ${most} bytes`));
      }
    });
    response.on('end', () => resolve(pieces.take()));
    response.on('close', () => reject(new GuardError('its answer broke off')));
  });
}

function responseOf(response: IncomingMessage, bytes: Buffer): Response {
  const status = response.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  // A status that `Response` cannot hold is none that an authorization server sends.
  const whole = status >= 200 && status <= 599 ? status : 502;
  return new Response(EMPTY.has(whole) ? null : new Uint8Array(bytes), { status: whole, headers });
}

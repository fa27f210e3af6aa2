import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface GuardOptions {
  readonly host: string;
  /** Host names accepted besides this machine's own. */
  readonly hosts: readonly string[];
  /** Origins (`https://app.example`) or their host names accepted besides this machine's own. */
  readonly origins: readonly string[];
  /** Bearer tokens by name. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly allowAnonymous: boolean;
}

export type Admittance =
  | { readonly ok: true; readonly token: string | undefined }
  | {
      readonly ok: false;
      readonly status: number;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

const HERE = ['localhost', '127.0.0.1', '[::1]'];
/** A server bound to every address has no name of its own. */
const ANYWHERE = ['0.0.0.0', '::', '[::]'];

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Judges a request by its headers, before anything of it is read: a page in a browser must not reach us, nor a stranger. */
export function createGuard(options: GuardOptions): (request: IncomingMessage) => Admittance {
  const own = ANYWHERE.includes(options.host) ? [] : [bracketed(options.host)];
  const hosts = new Set([...HERE, ...own, ...options.hosts].map((name) => name.toLowerCase()));
  const origins = new Set(options.origins.map((name) => name.toLowerCase().replace(/\/$/, '')));
  const tokens = Object.entries(options.tokens).map(([name, secret]) => ({ name, digest: digest(secret) }));

  return ({ headers }) => {
    const host = headers.host?.toLowerCase() ?? '';
    if (!hosts.has(host) && !hosts.has(hostName(host)))
      return { ok: false, status: 403, message: `host "${host}" is not served here: add it to http.hosts` };
    const origin = headers.origin?.toLowerCase();
    if (
      origin !== undefined &&
      !HERE.includes(originHost(origin)) &&
      !origins.has(origin) &&
      !origins.has(originHost(origin))
    )
      return { ok: false, status: 403, message: `origin "${origin}" may not call: add it to http.origins` };
    const presented = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    if (presented === undefined && headers.authorization === undefined && options.allowAnonymous)
      return { ok: true, token: undefined };
    const name = presented === undefined ? undefined : findToken(tokens, presented);
    if (name !== undefined) return { ok: true, token: name };
    const hint = presented === undefined ? '' : ', error="invalid_token"';
    return {
      ok: false,
      status: 401,
      message: 'send a bearer token of http.tokens: "Authorization: Bearer …"',
      headers: { 'www-authenticate': `Bearer realm="sallyport"${hint}` },
    };
  };
}

/** Compares with every token, in the same time wherever they differ. */
function findToken(tokens: readonly { name: string; digest: Buffer }[], presented: string): string | undefined {
  const wanted = digest(presented);
  let found: string | undefined;
  for (const token of tokens) if (timingSafeEqual(token.digest, wanted)) found = token.name;
  return found;
}

const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

const hostName = (host: string): string => host.replace(/:\d+$/, '');

/** The host of an origin; '' for `null` and whatever is no origin. */
function originHost(origin: string): string {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match?.[1] === undefined ? '' : hostName(match[1]);
}

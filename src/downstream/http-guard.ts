import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AccessTokens, TokenRead } from './access-token.ts';
import { countOf, readBearer } from './bearer-header.ts';
import type { Proof } from './identity.ts';
import type { ProtectedResource, TokenProblem } from './protected-resource.ts';
import type { Subject } from './subject.ts';

/** A token that `sallyport token add` made, or why there is none. The object is the same while the token is valid. */
export type IssuedToken =
  | { readonly kind: 'known'; readonly token: { readonly name: string; readonly agent?: string } }
  | { readonly kind: 'unknown' | 'expired' | 'fault'; readonly why: string };

export interface GuardOptions {
  readonly host: string;
  /** Host names accepted besides this machine's own. */
  readonly hosts: readonly string[];
  /** Origins (`https://app.example`) or their host names accepted besides this machine's own. */
  readonly origins: readonly string[];
  /** Bearer tokens by name. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Finds one that `sallyport token add` made. Asked for every request, so that a revoked token is refused at once. */
  readonly findToken?: (secret: string) => IssuedToken;
  readonly allowAnonymous: boolean;
  /** `sallyport serve --agent NAME`: whoever calls here is at most that agent. */
  readonly launch?: string;
}

export interface Refused {
  readonly ok: false;
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Admittance = { readonly ok: true; readonly proof: Proof } | Refused;

/** The parts of a request that say where it is meant to go and where it comes from. */
export type Headed = Pick<IncomingMessage, 'headers' | 'rawHeaders'>;

/** Judges a request by its headers, before anything of it is read. */
export interface Guard {
  /** Why it is refused, whoever sent it: no page in a browser may reach us. */
  refuse(request: Headed): Refused | undefined;
  /** Who sent it. At once, unless it brings an access token that was not seen before. */
  admit(request: IncomingMessage): Admittance | Promise<Admittance>;
}

const HERE = ['localhost', '127.0.0.1', '[::1]'];
/** A server bound to every address has no name of its own. */
const ANYWHERE = ['0.0.0.0', '::', '[::]'];
/** After how many seconds an issuer that cannot be asked is worth another try. */
const RETRY_AFTER = '5';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `accessTokens` where issuers are configured. */
export function createGuard(options: GuardOptions, resource: ProtectedResource, accessTokens?: AccessTokens): Guard {
  const { findToken, allowAnonymous } = options;
  const launch = options.launch === undefined ? {} : { launch: options.launch };
  const prove = (more: Partial<Proof>): Admittance & { ok: true } => ({
    ok: true,
    proof: Object.freeze({ transport: 'http', ...launch, ...more }),
  });
  const anonymous = prove({});
  const tokens = Object.entries(options.tokens).map(([name, secret]) => ({
    digest: digest(secret),
    admittance: prove({ token: name }),
  }));
  // The same proof for as long as the token is remembered: what is known of a principal depends on it.
  const proofs = new WeakMap<object, Admittance & { ok: true }>();
  const proofOf = (source: object, make: () => Partial<Proof>): Admittance => {
    const found = proofs.get(source);
    if (found !== undefined) return found;
    const made = prove(make());
    proofs.set(source, made);
    return made;
  };

  const unauthorized = (message: string, problem?: TokenProblem, status = 401): Refused => ({
    ok: false,
    status,
    message,
    headers: { 'www-authenticate': resource.challenge(problem) },
  });
  const invalid = (message: string): Refused => unauthorized(message, { error: 'invalid_token', description: message });
  const unavailable = (message: string): Refused => ({
    ok: false,
    status: 503,
    message: `${message}; nobody is let in meanwhile: try again later`,
    headers: { 'retry-after': RETRY_AFTER },
  });

  const afterReading = (read: TokenRead): Admittance => {
    if (read.ok) return proofOf(read.subject, () => ({ subject: read.subject satisfies Subject }));
    return read.unavailable ? unavailable(read.message) : invalid(read.message);
  };

  const admitToken = (presented: string): Admittance | Promise<Admittance> => {
    const configured = tokens.length === 0 ? undefined : findConfigured(tokens, presented);
    if (configured !== undefined) return configured;
    // A JWT is three parts with dots between; no token of ours has a dot.
    if (accessTokens !== undefined && presented.includes('.')) {
      const read = accessTokens.verify(presented);
      return read instanceof Promise ? read.then(afterReading) : afterReading(read);
    }
    const issued = findToken?.(presented);
    if (issued === undefined) return invalid('this token is not known here');
    if (issued.kind === 'fault') return unavailable(issued.why);
    if (issued.kind !== 'known') return invalid(issued.why);
    const { token } = issued;
    return proofOf(token, () => ({
      token: token.name,
      ...(token.agent === undefined ? {} : { assigned: token.agent }),
    }));
  };

  return {
    refuse: refuseStrangers(options),
    admit(request) {
      const read = readBearer(request);
      if (read.kind === 'token') return admitToken(read.token);
      if (read.kind === 'wrong')
        return unauthorized(read.message, { error: 'invalid_request', description: read.message }, 400);
      if (read.kind === 'none' && allowAnonymous) return anonymous;
      return unauthorized(
        accessTokens === undefined
          ? 'send a bearer token, of http.tokens or `sallyport token add`: "Authorization: Bearer …"'
          : 'send an access token that was issued for this server: "Authorization: Bearer …"; the header WWW-Authenticate says who issues them',
      );
    },
  };
}

/** Compares with every token, in the same time wherever they differ. */
function findConfigured(
  tokens: readonly { digest: Buffer; admittance: Admittance }[],
  presented: string,
): Admittance | undefined {
  const wanted = digest(presented);
  let found: Admittance | undefined;
  for (const token of tokens) if (timingSafeEqual(token.digest, wanted)) found = token.admittance;
  return found;
}

/** Keeps out requests for another host name and from other pages. */
function refuseStrangers({ host: bound, hosts: more, origins: pages }: GuardOptions): Guard['refuse'] {
  const own = ANYWHERE.includes(bound) ? [] : [bracketed(bound)];
  const hosts = new Set([...HERE, ...own, ...more].map((name) => name.toLowerCase()));
  const origins = new Set(pages.map((name) => name.toLowerCase().replace(/\/$/, '')));
  return ({ headers, rawHeaders }) => {
    // Node keeps the first of several; a proxy in between might have gone by another.
    if (countOf(rawHeaders, 'host') > 1)
      return { ok: false, status: 400, message: 'there are two Host headers: send one' };
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
    return undefined;
  };
}

const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

const hostName = (host: string): string => host.replace(/:\d+$/, '');

/** The host of an origin; '' for `null` and for what is no origin. */
function originHost(origin: string): string {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match?.[1] === undefined ? '' : hostName(match[1]);
}

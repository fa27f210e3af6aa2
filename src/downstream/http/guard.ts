import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TokenRead, Verifier } from '../identity/access-token.ts';
import { readBearer } from '../identity/bearer-header.ts';
import type { ProtectedResource, TokenProblem } from '../identity/protected-resource.ts';
import type { Proof } from '../identity.ts';
import { type Headed, type HouseOptions, namedPages, type Refused, refuseStrangers } from './strangers.ts';

/** A token that `sallyport token add` made, or why there is none. The object is the same while the token is valid. */
export type IssuedToken =
  | { readonly kind: 'known'; readonly token: { readonly name: string; readonly agent?: string } }
  | { readonly kind: 'unknown' | 'expired' | 'fault'; readonly why: string };

export interface GuardOptions extends HouseOptions {
  /** Bearer tokens by name. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Finds one that `sallyport token add` made. Asked for every request, so that a revoked token is refused at once. */
  readonly findToken?: (secret: string) => IssuedToken;
  readonly allowAnonymous: boolean;
  /** `sallyport serve --agent NAME`: whoever calls here is at most that agent. */
  readonly launch?: string;
}

export type Admittance = { readonly ok: true; readonly proof: Proof } | Refused;

/** Judges a request by its headers, before anything of it is read. */
export interface Guard {
  /** Why it is refused, whoever sent it: no page in a browser may reach us. */
  refuse(request: Headed): Refused | undefined;
  /** Whether a page of this origin may read what it is answered. */
  isPage(origin: string | undefined): boolean;
  /** Who sent it. At once, unless it brings an access token that was not seen before. */
  admit(request: IncomingMessage): Admittance | Promise<Admittance>;
}

/** After how many seconds an issuer that cannot be asked is worth another try. */
const RETRY_AFTER = '5';

/** Whoever reads this is somewhere else: a command would be of no use there, and where things are here is nobody's business. */
const SEND_BEARER =
  'send a token of this gateway as the header "Authorization: Bearer …"; whoever runs the gateway makes them';
const SEND_ACCESS =
  'send an access token that was issued for this server: "Authorization: Bearer …"; the header WWW-Authenticate says who issues them';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

type Admitted = Admittance & { readonly ok: true };

/** A token of the configuration. */
interface Configured {
  readonly digest: Buffer;
  readonly admittance: Admitted;
}

/** Lets in who brings a token that is good, or anybody where that is meant. */
export class TokenGuard implements Guard {
  readonly refuse: Guard['refuse'];
  readonly isPage: Guard['isPage'];
  readonly #options: GuardOptions;
  readonly #resource: ProtectedResource;
  readonly #accessTokens: Verifier | undefined;
  readonly #anonymous: Admitted;
  readonly #configured: readonly Configured[];
  /** The same proof for as long as the token is remembered: what is known of a principal depends on it. */
  readonly #proofs = new WeakMap<object, Admitted>();

  /** `accessTokens` where issuers are configured. */
  constructor(options: GuardOptions, resource: ProtectedResource, accessTokens?: Verifier) {
    this.#options = options;
    this.#resource = resource;
    this.#accessTokens = accessTokens;
    this.refuse = refuseStrangers(options);
    this.isPage = namedPages(options);
    this.#anonymous = this.#prove({});
    this.#configured = Object.entries(options.tokens).map(([name, secret]) => ({
      digest: digest(secret),
      admittance: this.#prove({ token: name }),
    }));
  }

  admit(request: IncomingMessage): Admittance | Promise<Admittance> {
    const read = readBearer(request);
    if (read.kind === 'token') return this.#admitToken(read.token);
    if (read.kind === 'wrong') {
      const problem = { error: 'invalid_request', description: read.message } as const;
      return { ...this.#unauthorized(read.message, problem), status: 400 };
    }
    if (read.kind === 'none' && this.#options.allowAnonymous) return this.#anonymous;
    return this.#unauthorized(this.#accessTokens === undefined ? SEND_BEARER : SEND_ACCESS);
  }

  #admitToken(presented: string): Admittance | Promise<Admittance> {
    const configured = this.#configured.length === 0 ? undefined : findConfigured(this.#configured, presented);
    if (configured !== undefined) return configured;
    // A JWT is three parts with dots between; no token of ours has a dot.
    if (this.#accessTokens !== undefined && presented.includes('.')) {
      const read = this.#accessTokens.verify(presented);
      return read instanceof Promise ? read.then((late) => this.#admitSubject(late)) : this.#admitSubject(read);
    }
    const issued = this.#options.findToken?.(presented);
    if (issued === undefined) return this.#invalid('this token is not known here');
    if (issued.kind === 'fault') return unavailable(issued.why);
    if (issued.kind !== 'known') return this.#invalid(issued.why);
    const { name, agent } = issued.token;
    return this.#proofOf(issued.token, () => ({ token: name, ...(agent === undefined ? {} : { assigned: agent }) }));
  }

  #admitSubject(read: TokenRead): Admittance {
    if (read.ok) return this.#proofOf(read.subject, () => ({ subject: read.subject }));
    return read.unavailable ? unavailable(read.message) : this.#invalid(read.message);
  }

  #proofOf(source: object, make: () => Partial<Proof>): Admitted {
    const found = this.#proofs.get(source);
    if (found !== undefined) return found;
    const made = this.#prove(make());
    this.#proofs.set(source, made);
    return made;
  }

  #prove(more: Partial<Proof>): Admitted {
    const { launch } = this.#options;
    const known = launch === undefined ? {} : { launch };
    return { ok: true, proof: Object.freeze({ transport: 'http', ...known, ...more }) };
  }

  #invalid(message: string): Refused {
    return this.#unauthorized(message, { error: 'invalid_token', description: message });
  }

  #unauthorized(message: string, problem?: TokenProblem): Refused {
    return { ok: false, status: 401, message, headers: { 'www-authenticate': this.#resource.challenge(problem) } };
  }
}

const unavailable = (message: string): Refused => ({
  ok: false,
  status: 503,
  message: `${message}; nobody is let in meanwhile: try again later`,
  headers: { 'retry-after': RETRY_AFTER },
});

/** Compares with every token, in the same time wherever they differ. */
function findConfigured(tokens: readonly Configured[], presented: string): Admitted | undefined {
  const wanted = digest(presented);
  let found: Admitted | undefined;
  for (const token of tokens) if (timingSafeEqual(token.digest, wanted)) found = token.admittance;
  return found;
}

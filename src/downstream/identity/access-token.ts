import { createHash } from 'node:crypto';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
  type ProtectedHeaderParameters,
} from 'jose';
import type { Auth, Issuer } from '../../config/auth.ts';
import type { JsonObject } from '../../model/json.ts';
import { type FoundKeys, IssuerKeys, IssuerUnavailable } from './issuer-keys.ts';
import { type Subject, subjectOf } from './subject.ts';

export type TokenRead =
  | { readonly ok: true; readonly subject: Subject }
  /** `unavailable`: nothing can be said about it now. `message` may be shown to whoever presented it. */
  | { readonly ok: false; readonly unavailable: boolean; readonly message: string };

interface Verified {
  readonly read: TokenRead & { ok: true };
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly keys: IssuerKeys;
  readonly generation: number;
}

/** How many verified tokens are remembered; the oldest are forgotten first. */
const MOST_KNOWN = 10_000;
/** However long a token lives, it is verified again after this, in milliseconds. */
const MOST_REMEMBERED_MS = 600_000;
/** Several keys may fit a token that names none; no issuer has more than this. */
const MOST_KEYS = 5;

/** Claims of other kinds of tokens: of a login, a logout, a security event. */
const NOT_ACCESS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'] as const;
/** How Keycloak marks tokens that are not for access. */
const OTHER_TYPES: readonly unknown[] = ['ID', 'Refresh', 'Offline', 'Logout'];

/** Says whom a token speaks of. */
export type Verifier = Pick<AccessTokens, 'verify'>;

/** An issuer of the configuration, with its keys. */
interface Trusted {
  readonly issuer: Issuer;
  readonly keys: IssuerKeys;
}

/** Verifies JWT access tokens of the configured issuers. */
export class AccessTokens {
  readonly #audience: string | undefined;
  readonly #now: () => number;
  /** By `iss`. */
  readonly #trusted: ReadonlyMap<string, Trusted>;
  /** By the hash of the token. */
  readonly #known = new Map<string, Verified>();

  /** `audience` is ours, where an issuer's entry names none; `steady` tells how long ago something was: nobody sets it. */
  constructor(issuers: Auth['issuers'], audience: string | undefined, now: () => number, steady = now) {
    this.#audience = audience;
    this.#now = now;
    this.#trusted = new Map(
      issuers.map((issuer) => [issuer.issuer, { issuer, keys: new IssuerKeys(issuer, steady) }] as const),
    );
  }

  /** At once for a token that was verified before and has not expired since. Never rejects. */
  verify(token: string): TokenRead | Promise<TokenRead> {
    const id = createHash('sha256').update(token).digest('base64');
    return this.#remembered(id) ?? this.#check(token, id).catch(explain);
  }

  #remembered(id: string): TokenRead | undefined {
    const found = this.#known.get(id);
    if (found === undefined) return undefined;
    found.keys.touch();
    if (this.#now() < found.until && found.keys.generation === found.generation) return found.read;
    this.#known.delete(id);
    return undefined;
  }

  #remember(id: string, verified: Verified): void {
    if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(id, verified);
  }

  async #check(token: string, id: string): Promise<TokenRead> {
    const { iss, header } = readUnverified(token);
    const trusted = this.#trusted.get(iss);
    if (trusted === undefined) return refused('its issuer (iss) is not one of http.auth.issuers');
    const { issuer, keys } = trusted;
    if (!(issuer.algorithms as readonly unknown[]).includes(header.alg))
      return refused('it is signed in a way that is not taken here (alg)');
    if (!isTypeTaken(header.typ, issuer.types)) return refused('it is no access token (typ)');
    const { claims, generation } = await verifySigned(token, header, trusted, this.#wantedOf(issuer));
    const wrong = whyNoAccess(claims);
    if (wrong !== undefined) return refused(wrong);
    const subject = subjectOf(claims as JsonObject, issuer);
    if (subject === undefined) return refused('it names no subject (sub)');
    const read = Object.freeze({ ok: true, subject } as const);
    const until = Math.min((claims.exp ?? 0) * 1000 + issuer.clockSkew, this.#now() + MOST_REMEMBERED_MS);
    // The generation before the verification: the keys may have changed meanwhile.
    this.#remember(id, { read, until, keys, generation });
    return read;
  }

  /** What a token of this issuer must say. */
  #wantedOf(issuer: Issuer): JWTVerifyOptions {
    return {
      issuer: issuer.issuer,
      audience: issuer.audience ?? (this.#audience === undefined ? [] : [this.#audience]),
      algorithms: [...issuer.algorithms],
      clockTolerance: issuer.clockSkew / 1000,
      currentDate: new Date(this.#now()),
      requiredClaims: ['iss', 'aud', 'exp', 'sub'],
    };
  }
}

const refused = (why: string): TokenRead & { ok: false } => ({
  ok: false,
  unavailable: false,
  message: `the access token is not taken: ${why}`,
});

/** What an unverified token says: only good for finding out who could verify it. Throws. */
function readUnverified(token: string): { iss: string; header: ProtectedHeaderParameters } {
  const header = decodeProtectedHeader(token);
  const { iss } = decodeJwt(token);
  return { iss: typeof iss === 'string' ? iss : '', header };
}

const isTypeTaken = (typ: unknown, types: readonly string[]): boolean => {
  // Many issuers leave `typ` out where they mean JWT; others write the whole media type.
  const said =
    typ === undefined
      ? 'jwt'
      : String(typ)
          .toLowerCase()
          .replace(/^application\//, '');
  return types.some((type) => type.toLowerCase() === said);
};

interface Signed {
  readonly claims: JWTPayload;
  /** Of the keys it was verified with. */
  readonly generation: number;
}

async function verifySigned(
  token: string,
  header: ProtectedHeaderParameters,
  { keys }: Trusted,
  wanted: JWTVerifyOptions,
): Promise<Signed> {
  try {
    return await verifyWith(token, await keys.get(), wanted);
  } catch (error) {
    // The issuer may have changed its keys since we asked.
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    const newer = header.kid === undefined ? undefined : await keys.refresh();
    if (newer === undefined) throw error;
    return await verifyWith(token, newer, wanted);
  }
}

async function verifyWith(token: string, { find, generation }: FoundKeys, wanted: JWTVerifyOptions): Promise<Signed> {
  try {
    return { claims: (await jwtVerify(token, find, wanted)).payload, generation };
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    return { claims: await verifyWithEach(token, error, wanted), generation };
  }
}

async function verifyWithEach(
  token: string,
  several: errors.JWKSMultipleMatchingKeys,
  wanted: JWTVerifyOptions,
): Promise<JWTPayload> {
  let left = MOST_KEYS;
  for await (const key of several) {
    if (left-- === 0) break;
    try {
      return (await jwtVerify(token, key, wanted)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** Why something that is well signed, and for us, is still no access token. */
function whyNoAccess(claims: JWTPayload): string | undefined {
  const odd = NOT_ACCESS.find((name) => claims[name] !== undefined);
  if (odd !== undefined) return `it is a token of another kind (it has ${odd})`;
  if (OTHER_TYPES.includes(claims.typ)) return 'it is a token of another kind (typ)';
  if (claims.cnf !== undefined)
    return 'it is bound to a key (cnf), and whether its bearer has that key is not checked here';
  return undefined;
}

/** Why verifying failed, in words. A stranger is told about faults of the token only. */
function explain(error: unknown): TokenRead {
  if (error instanceof IssuerUnavailable) return { ok: false, unavailable: true, message: error.message };
  if (error instanceof errors.JWTExpired) return refused('it has expired (exp)');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') return refused(`it does not say ${error.claim}`);
    if (error.claim === 'aud') return refused('it was issued for somebody else (aud)');
    if (error.claim === 'nbf') return refused('it is not valid yet (nbf)');
    return refused(`what it says is not what is wanted (${error.claim})`);
  }
  if (error instanceof errors.JWKSNoMatchingKey) return refused('its issuer has no such key (kid)');
  if (error instanceof errors.JWSSignatureVerificationFailed) return refused('its signature is wrong');
  return refused('it cannot be read as one, or its key is of no use');
}

import type { Issuer } from '../../config/auth.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';

/** Whom an access token speaks of, by its issuer. Made once for each token. */
export interface Subject {
  readonly issuer: string;
  /** `sub`: whom the token stands for. */
  readonly id: string;
  /** The OAuth client it was issued to. */
  readonly clientId: string | undefined;
  /** Who acts for the subject (`act`, RFC 8693), the current actor first. */
  readonly actors: readonly string[];
  /** The purposes that its scopes grant; undefined where this issuer's scopes decide nothing. */
  readonly purposes: readonly string[] | undefined;
  /** The purposes of all scopes of this issuer, whether the token has them or not. */
  readonly offers: Readonly<Record<string, string>>;
  /** All its claims. Never recorded. */
  readonly claims: JsonObject;
}

/** Nobody real has longer chains of actors, and a token must not make records long. */
const MOST_ACTORS = 5;
const MOST_CHARACTERS = 300;
/**
 * Characters that no name has: control characters separate joined names, and invisible ones or those that turn the direction
 * of text make one name look like another where people decide.
 */
const UNNAMEABLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/u;

/** Reads a verified token. Undefined where it names nobody. */
export function subjectOf(claims: JsonObject, issuer: Issuer): Subject | undefined {
  const id = claims.sub;
  if (typeof id !== 'string' || id === '' || id.length > MOST_CHARACTERS || UNNAMEABLE.test(id)) return undefined;
  return Object.freeze({
    issuer: issuer.issuer,
    id,
    clientId: clientOf(claims, issuer),
    actors: actorsOf(claims.act),
    purposes: purposesOf(claims, issuer),
    offers: issuer.scopes,
    claims,
  });
}

/** A claim by its name, or by `/a/b` inside an object. Undefined where there is none. */
export function claimAt(claims: JsonObject, at: string): Json | undefined {
  if (Object.hasOwn(claims, at)) return claims[at];
  if (!at.startsWith('/')) return undefined;
  let here: Json | undefined = claims;
  for (const step of at.slice(1).split('/')) {
    if (!isObject(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here;
}

/** The scopes of a token: a list, or a text with spaces between. */
export function scopesOf(claims: JsonObject, { claims: where }: Pick<Issuer, 'claims'>): readonly string[] {
  const said = where.scopes === undefined ? (claims.scope ?? claims.scp) : claimAt(claims, where.scopes);
  if (typeof said === 'string') return said.split(' ').filter((scope) => scope !== '');
  return Array.isArray(said) ? said.filter((scope): scope is string => typeof scope === 'string') : [];
}

function purposesOf(claims: JsonObject, issuer: Issuer): readonly string[] | undefined {
  const scopes = Object.entries(issuer.scopes);
  if (scopes.length === 0) return undefined;
  const has = new Set(scopesOf(claims, issuer));
  return [...new Set(scopes.filter(([scope]) => has.has(scope)).map(([, purpose]) => purpose))];
}

function clientOf(claims: JsonObject, { claims: where }: Issuer): string | undefined {
  const said =
    where.client === undefined
      ? (claims.client_id ?? claims.azp ?? claims.appid ?? claims.cid)
      : claimAt(claims, where.client);
  return typeof said === 'string' && !UNNAMEABLE.test(said) ? said.slice(0, MOST_CHARACTERS) : undefined;
}

function actorsOf(act: Json | undefined): readonly string[] {
  const actors: string[] = [];
  for (let here = act; isObject(here) && actors.length < MOST_ACTORS; here = here.act) {
    const name = here.sub ?? here.client_id;
    actors.push(typeof name === 'string' && !UNNAMEABLE.test(name) ? name.slice(0, MOST_CHARACTERS) : '');
  }
  return actors;
}

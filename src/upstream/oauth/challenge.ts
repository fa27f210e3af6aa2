/** What a server says about the credentials it wants. */
export interface Challenge {
  /** Where its protected resource metadata is (RFC 9728). */
  readonly metadata: string | undefined;
  /** The scopes that the refused request needed. */
  readonly scopes: readonly string[] | undefined;
  /** `invalid_token`, `insufficient_scope`, … */
  readonly error: string | undefined;
}

export const NO_CHALLENGE: Challenge = { metadata: undefined, scopes: undefined, error: undefined };

/** Longer than any honest challenge. */
const LONGEST = 8_192;
const MOST_SCOPES = 100;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const VALUE = /[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
const GAP = /[\s,]*/y;

/** Reads `WWW-Authenticate`. Only the Bearer challenge counts; what makes no sense is left out. */
export function readChallenge(header: string | undefined): Challenge {
  if (header === undefined || header.length > LONGEST) return NO_CHALLENGE;
  const parameters = bearerParameters(header);
  const scopes = (parameters.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  return {
    metadata: parameters.get('resource_metadata'),
    scopes: scopes.length === 0 || scopes.length > MOST_SCOPES ? undefined : scopes,
    error: parameters.get('error'),
  };
}

/** Walks over schemes and parameters: a word without a `=` after it begins another challenge. */
function bearerParameters(header: string): Map<string, string> {
  const found = new Map<string, string>();
  let isBearer = false;
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const hit = pattern.exec(header);
    if (hit !== null) at = pattern.lastIndex;
    return hit;
  };
  while (at < header.length) {
    match(GAP);
    const word = match(TOKEN)?.[0].toLowerCase();
    if (word === undefined) break;
    const value = match(VALUE);
    if (value === null) isBearer = word === 'bearer';
    else if (isBearer && !found.has(word)) found.set(word, value[1]?.replaceAll(/\\(.)/g, '$1') ?? value[2] ?? '');
  }
  return found;
}

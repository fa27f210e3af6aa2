import type { IncomingMessage } from 'node:http';

export type BearerRead =
  | { readonly kind: 'token'; readonly token: string }
  /** No credential at all, or one of another kind. */
  | { readonly kind: 'none' | 'other' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Tokens with many groups have a few thousand characters. */
const MOST_CHARACTERS = 12_000;
/** Query parameters in which clients put tokens; addresses end up in logs and histories. */
const IN_QUERY = ['access_token', 'token', 'bearer', 'authorization'];

/** The token of a request: from its one header, and from nowhere else. */
export function readBearer({ url = '', headers, rawHeaders }: IncomingMessage): BearerRead {
  const query = url.indexOf('?');
  if (query >= 0) {
    const found = [...new URLSearchParams(url.slice(query)).keys()].find((key) => IN_QUERY.includes(key.toLowerCase()));
    if (found !== undefined) {
      const message = `a token does not belong into an address (${found}): send it as the header "Authorization: Bearer …", and make a new one, since this one may stand in logs`;
      return { kind: 'wrong', message };
    }
  }
  const { authorization } = headers;
  if (authorization === undefined) return { kind: 'none' };
  // Node keeps the first of several; a proxy in between might have judged another.
  if (countOf(rawHeaders, 'authorization') > 1)
    return { kind: 'wrong', message: 'there are two Authorization headers: send one' };
  if (authorization.length > MOST_CHARACTERS) {
    const message = `the token is longer than ${MOST_CHARACTERS} characters: ask its issuer for one with fewer claims`;
    return { kind: 'wrong', message };
  }
  const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  return token === undefined ? { kind: 'other' } : { kind: 'token', token };
}

/** How often a header came; `wanted` in lower case. */
export function countOf(rawHeaders: readonly string[], wanted: string): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name !== undefined && name.length === wanted.length && name.toLowerCase() === wanted) count++;
  }
  return count;
}

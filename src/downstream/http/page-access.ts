import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a page may read beside the body: the session it goes on with, and what to do where it was refused. */
const EXPOSED = 'Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After';
const METHODS = 'GET, POST, DELETE';
/** How long a browser need not ask again, in seconds. */
const REMEMBERED = '600';
/** A list of header names. Arguments travel in headers that tools name, so that no list of ours would have them all. */
const NAMES = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;
const LONGEST = 4_000;

/**
 * Lets a page in a browser read what it is answered (CORS): one whose origin a person has named. Cookies are not meant:
 * whoever calls sends a token.
 */
export function admitPage({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('vary', 'Origin');
  response.setHeader('access-control-allow-origin', headers.origin ?? '');
  response.setHeader('access-control-expose-headers', EXPOSED);
}

/** Answers a browser that asks beforehand whether such a page may send a request: no token comes with that. False where nobody asks. */
export function answerPreflight({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
  const wanted = headers['access-control-request-headers']?.trim() ?? '';
  const isList = wanted.length <= LONGEST && NAMES.test(wanted);
  response.writeHead(204, {
    vary: 'Origin, Access-Control-Request-Headers',
    'access-control-allow-origin': headers.origin ?? '',
    'access-control-allow-methods': METHODS,
    ...(isList ? { 'access-control-allow-headers': wanted } : {}),
    'access-control-max-age': REMEMBERED,
  });
  response.end();
  return true;
}

import type { JSONWebKeySet, JWK } from 'jose';
import { messageOf } from '../../model/caught.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import { Pieces } from '../../model/text/pieces.ts';

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 1_000_000;

/** Where an issuer says its keys are: asks at the addresses of both standards, in order. Throws. */
export async function discoverKeys(issuer: string): Promise<string> {
  const wrong: string[] = [];
  for (const url of discoveryUrls(issuer)) {
    try {
      const said = await fetchJson(url);
      if (said.issuer !== issuer) {
        wrong.push(`${url} speaks for another issuer (${sayValue(said.issuer)})`);
        continue;
      }
      if (typeof said.jwks_uri !== 'string' || !URL.canParse(said.jwks_uri)) {
        wrong.push(`${url} names no jwks_uri`);
        continue;
      }
      if (new URL(said.jwks_uri).origin !== new URL(issuer).origin) {
        throw new Error(
          `its keys are at ${said.jwks_uri}, another place than it: if that is right, write it as \`jwks\``,
        );
      }
      return said.jwks_uri;
    } catch (error) {
      wrong.push(messageOf(error));
    }
  }
  throw new Error(wrong.join('; '));
}

/** RFC 8414 puts the path after the well-known part, OpenID Connect before it. */
export function discoveryUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

/** The keys at an address of the issuer. Throws. */
export async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const said = await fetchJson(url);
  if (!Array.isArray(said.keys)) throw new Error(`${url} holds no keys`);
  return { keys: said.keys.filter(isKey) };
}

/** Whether it claims to be a key; if it really is one shows when a token names it. */
const isKey = (value: unknown): value is JWK => isObject(value) && typeof value.kty === 'string';

/** The JSON object at an address of the issuer: without redirects, and limited in time and size. */
async function fetchJson(url: string): Promise<JsonObject> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new Error(`${url} ${sayFetch(error)}`);
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answers ${response.status}`);
  }
  const value = jsonOf(await readText(response, url));
  if (isObject(value)) return value;
  throw new Error(`${url} answers something that is not a JSON object`);
}

async function readText(response: Response, url: string): Promise<string> {
  const pieces = new Pieces();
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.add(Buffer.from(part.buffer, part.byteOffset, part.length));
    if (pieces.size > MOST_BYTES) throw new Error(`${url} answers more than ${MOST_BYTES} bytes`);
  }
  return pieces.take().toString('utf8');
}

function sayFetch(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `does not answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return `cannot be reached (${code ?? (cause instanceof Error ? cause.message : error.message)})`;
}

const sayValue = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : 'none');

import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';
import type { AuthorizationServer, ClientAuth } from 'oauth4webapi';
import type { OAuthConfig } from '../../config/oauth.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Fetching } from './fetching.ts';
import { AuthTrouble, quoted } from './trouble.ts';

/** How an authorization server knows us. */
export interface Client {
  readonly id: string;
  readonly secret?: string;
  readonly method: ClientMethod;
  /** The registered redirect address; undefined where somebody else registered the client. */
  readonly redirect?: string;
  /** When the secret expires, in milliseconds since 1970. */
  readonly expires?: number;
}

export type ClientMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** The configured client, or undefined where we have to register one. */
export function configuredClient(config: OAuthConfig, as: AuthorizationServer): Client | undefined {
  const { clientId: id, clientSecret: secret, privateKey, clientMetadataUrl } = config;
  if (id !== undefined) {
    if (privateKey !== undefined) return { id, method: 'private_key_jwt' };
    return secret === undefined ? { id, method: 'none' } : { id, secret, method: secretMethod(as) };
  }
  if (clientMetadataUrl === undefined || as.client_id_metadata_document_supported !== true) return undefined;
  return { id: clientMetadataUrl, method: 'none' };
}

function secretMethod(as: AuthorizationServer): ClientMethod {
  const supported = as.token_endpoint_auth_methods_supported;
  // What leaving it out means by RFC 8414.
  if (supported === undefined || supported.includes('client_secret_basic')) return 'client_secret_basic';
  return supported.includes('client_secret_post') ? 'client_secret_post' : 'client_secret_basic';
}

/** Registers us (RFC 7591) for one redirect address. Throws `AuthTrouble`. */
export async function register(
  as: AuthorizationServer,
  redirect: string,
  scopes: readonly string[],
  fetching: Fetching,
): Promise<Client> {
  const endpoint = as.registration_endpoint;
  if (endpoint === undefined) {
    throw new AuthTrouble(
      `${as.issuer} takes no new clients; register Sallyport there by hand, for the redirect address http://127.0.0.1/callback, and set \`clientId\``,
    );
  }
  const supported = as.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const method = METHODS.find((one) => supported.includes(one)) ?? 'none';
  const asked = {
    client_name: 'Sallyport',
    application_type: 'native',
    redirect_uris: [redirect],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: method,
  };
  const tries = scopes.length === 0 ? [asked] : [{ ...asked, scope: scopes.join(' ') }, asked];
  let given: JsonObject | undefined;
  let refusal = '';
  for (const body of tries) {
    // Some servers hold a client to the scopes it named; others know only their own and accept no others.
    const answer = await post(new URL(endpoint), body, fetching);
    if (typeof answer.given.client_id === 'string' && answer.isWell) {
      given = answer.given;
      break;
    }
    refusal = [answer.given.error, answer.given.error_description].filter((text) => typeof text === 'string').join(' ');
  }
  if (given === undefined || typeof given.client_id !== 'string') {
    const why = refusal === '' ? '' : ` (${quoted(refusal)})`;
    throw new AuthTrouble(
      `${as.issuer} did not register Sallyport as a client${why}; register it by hand and set \`clientId\``,
    );
  }
  const secret = typeof given.client_secret === 'string' ? given.client_secret : undefined;
  const ends = given.client_secret_expires_at;
  return {
    id: given.client_id,
    ...(secret === undefined ? {} : { secret }),
    method: secret === undefined ? 'none' : (methodOf(given.token_endpoint_auth_method) ?? method),
    redirect,
    ...(typeof ends === 'number' && ends > 0 ? { expires: ends * 1_000 } : {}),
  };
}

async function post(url: URL, body: JsonObject, fetching: Fetching): Promise<{ isWell: boolean; given: JsonObject }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetching(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const value = (await response.json().catch(() => undefined)) as Json | undefined;
  return { isWell: response.status === 201 || response.status === 200, given: isObject(value) ? value : {} };
}

/** What we ask for, best first: a secret that is in every copy of a program is none. */
const METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const;
const methodOf = (value: Json | undefined): ClientMethod | undefined => METHODS.find((one) => one === value);

/** How the client proves itself at the token endpoint. Throws `AuthTrouble` where its key is none. */
export async function clientAuth(client: Client, privateKey: string | undefined): Promise<ClientAuth> {
  const { None, ClientSecretPost, PrivateKeyJwt } = await import('oauth4webapi');
  const { method, secret = '' } = client;
  if (method === 'none') return None();
  if (method === 'client_secret_post') return ClientSecretPost(secret);
  if (method === 'client_secret_basic') return basic(client.id, secret);
  return PrivateKeyJwt(await signingKey(privateKey ?? ''));
}

/** RFC 6749 encodes both halves like a form. Servers that forget to decode still understand plain names. */
const basic =
  (id: string, secret: string): ClientAuth =>
  (_as, _client, _body, headers) => {
    const [left, right] = [formEncoded(id), formEncoded(secret)];
    headers.set('authorization', `Basic ${Buffer.from(`${left}:${right}`).toString('base64')}`);
  };

const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

async function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new AuthTrouble('`privateKey` is no private key in PEM form');
  }
  const algorithm = algorithmOf(key);
  if (algorithm === undefined)
    throw new AuthTrouble('`privateKey` must be an RSA, EC (P-256, P-384, P-521) or Ed25519 key');
  return webcrypto.subtle.importKey('pkcs8', key.export({ format: 'der', type: 'pkcs8' }), algorithm, false, ['sign']);
}

function algorithmOf(key: KeyObject): { name: string; namedCurve?: string; hash?: string } | undefined {
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (key.asymmetricKeyType === 'ec' && curve !== undefined) return { name: 'ECDSA', namedCurve: curve };
  if (key.asymmetricKeyType === 'ed25519') return { name: 'Ed25519' };
  return key.asymmetricKeyType === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : undefined;
}

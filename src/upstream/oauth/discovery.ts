import type { AuthorizationServer } from 'oauth4webapi';
import { messageOf } from '../../model/caught.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Challenge } from './challenge.ts';
import type { Fetching } from './fetching.ts';
import { readServerMetadata } from './server-metadata.ts';
import { AuthTrouble, BriefTrouble, quoted } from './trouble.ts';

/** Where to get a token for a server, and the server's name there. */
export interface Discovered {
  readonly as: AuthorizationServer;
  /** RFC 8707, as the server spells it. */
  readonly resource: string;
  /** What the server offers; undefined where it does not say. */
  readonly scopes: readonly string[] | undefined;
}

export interface DiscoveryOptions {
  /** The server's address. */
  readonly server: URL;
  readonly challenge: Challenge;
  readonly fetching: Fetching;
  /** From the configuration: the one authorization server that may be used. */
  readonly issuer?: string | undefined;
  /** From the configuration: what the server calls itself. */
  readonly resource?: string | undefined;
}

/**
 * Finds the authorization server of an MCP server: by its protected resource metadata (RFC 9728), else, as servers of
 * 2025-03-26 do, at the server's own origin. Throws `AuthTrouble`.
 */
export async function discover(options: DiscoveryOptions): Promise<Discovered> {
  const { server, challenge, fetching } = options;
  const tried: Attempts = { failures: [], isUnsure: false };
  const metadata = await protectedResource(server, challenge, fetching, tried);
  if (metadata === undefined) return discoverAtOrigin(options, tried);
  const resource = resourceOf(metadata, options);
  const issuer = issuerOf(metadata, options);
  const as = await authorizationServer(issuer, fetching, tried);
  if (as === undefined) {
    throw new AuthTrouble(
      `${server.host} names ${quoted(issuer)} for signing in, which says nothing of itself${because(tried)}`,
    );
  }
  return { as, resource, scopes: textsOf(metadata.scopes_supported) };
}

async function protectedResource(
  server: URL,
  challenge: Challenge,
  fetching: Fetching,
  tried: Attempts,
): Promise<JsonObject | undefined> {
  const known = '/.well-known/oauth-protected-resource';
  const path = server.pathname.replace(/\/$/, '');
  const places = [...new Set([path === '' ? known : `${known}${path}${server.search}`, known])].map(
    (place) => new URL(place, server),
  );
  if (challenge.metadata !== undefined) {
    if (!URL.canParse(challenge.metadata))
      throw new AuthTrouble(
        `${server.host} says that its metadata is at ${quoted(challenge.metadata)}, which is not an address`,
      );
    // The place that the server itself names is the only one that counts.
    places.splice(0, places.length, new URL(challenge.metadata));
  }
  for (const place of places) {
    const found = await readJson(place, fetching, tried);
    if (found !== undefined) return found;
  }
  if (challenge.metadata !== undefined)
    throw new BriefTrouble(`the metadata that ${server.host} names cannot be had${because(tried)}`);
  return undefined;
}

/** What the server calls itself must mean the server that we talk to: a token for another is not its business. */
function resourceOf(metadata: JsonObject, { server, resource: configured }: DiscoveryOptions): string {
  const { resource } = metadata;
  if (typeof resource !== 'string') throw new AuthTrouble(`the metadata of ${server.host} has no \`resource\``);
  if (configured !== undefined) {
    if (resource === configured) return resource;
    throw new AuthTrouble(
      `${server.host} calls itself ${quoted(resource)}, and the configuration says \`resource: ${configured}\``,
    );
  }
  if (covers(resource, server)) return resource;
  throw new AuthTrouble(
    `${server.host} says that it is ${quoted(resource)}, which is another server than ${server.origin}${server.pathname}; no token is asked for it`,
  );
}

/** Whether an identifier means an address: the same origin, and the same path or one above it. */
export function covers(resource: string, server: URL): boolean {
  if (!isAddress(resource)) return false;
  const named = new URL(resource);
  if (named.origin !== server.origin || named.hash !== '' || named.username !== '') return false;
  if (named.search !== '' && named.search !== server.search) return false;
  const above = named.pathname.endsWith('/') ? named.pathname : `${named.pathname}/`;
  return `${server.pathname}/`.startsWith(above);
}

function issuerOf(metadata: JsonObject, { server, issuer: pinned }: DiscoveryOptions): string {
  const named = textsOf(metadata.authorization_servers) ?? [];
  const [first] = named;
  if (first === undefined) throw new AuthTrouble(`the metadata of ${server.host} names no authorization server`);
  if (pinned === undefined) return first;
  if (named.includes(pinned)) return pinned;
  throw new AuthTrouble(
    `${server.host} wants a token of ${quoted(first)}, and the configuration says \`issuer: ${pinned}\``,
  );
}

/** RFC 8414 and OpenID Connect, each in the places that their texts name. Undefined where there is nothing at any. */
async function authorizationServer(
  issuer: string,
  fetching: Fetching,
  tried: Attempts,
): Promise<AuthorizationServer | undefined> {
  if (!isAddress(issuer)) throw new AuthTrouble(`the issuer ${quoted(issuer)} is not an address`);
  const url = new URL(issuer);
  const path = url.pathname.replace(/\/$/, '');
  const places = [`/.well-known/oauth-authorization-server${path}`, `/.well-known/openid-configuration${path}`];
  if (path !== '') places.push(`${path}/.well-known/openid-configuration`);
  for (const place of places) {
    const found = await readJson(new URL(place, url), fetching, tried);
    if (found !== undefined) return readServerMetadata(found, issuer);
  }
  return undefined;
}

/** Servers of 2025-03-26 are their own authorization servers, and may keep to default addresses without saying so. */
async function discoverAtOrigin(options: DiscoveryOptions, tried: Attempts): Promise<Discovered> {
  const { server, fetching, issuer, resource = canonical(server) } = options;
  const named = issuer ?? server.origin;
  const found = tried.isUnsure ? undefined : await authorizationServer(named, fetching, tried);
  if (tried.isUnsure) {
    throw new BriefTrouble(`how to sign in to ${server.host} cannot be found out${because(tried)}`);
  }
  if (found !== undefined) return { as: found, resource, scopes: undefined };
  if (issuer !== undefined) throw new AuthTrouble(`${quoted(issuer)} says nothing of itself${because(tried)}`);
  const as: AuthorizationServer = {
    issuer: server.origin,
    authorization_endpoint: `${server.origin}/authorize`,
    token_endpoint: `${server.origin}/token`,
    registration_endpoint: `${server.origin}/register`,
    code_challenge_methods_supported: ['S256'],
  };
  return { as, resource, scopes: undefined };
}

/** An address as it is written: a parser also takes one with line breaks in it, or with letters that a terminal obeys. */
const isAddress = (text: string): boolean => /^[\x21-\x7e]+$/.test(text) && URL.canParse(text);

const canonical = (server: URL): string => `${server.origin}${server.pathname.replace(/\/$/, '')}${server.search}`;

/** What was tried without success. */
interface Attempts {
  readonly failures: string[];
  /** Whether something may be there after all: it could not be reached, or failed. */
  isUnsure: boolean;
}

/** A JSON object; undefined where there is none, and the reason is noted. */
async function readJson(place: URL, fetching: Fetching, tried: Attempts): Promise<JsonObject | undefined> {
  try {
    const response = await fetching(place);
    const { status } = response;
    if (status === 200) {
      const value = jsonOf(await response.text());
      if (isObject(value)) return value;
      tried.failures.push(`${place.href} holds no object`);
    } else {
      tried.failures.push(`${place.href} answers ${status}${status < 400 ? ', and redirects are not followed' : ''}`);
      if (status < 500) return undefined;
    }
  } catch (error) {
    tried.failures.push(`${place.href}: ${messageOf(error)}`);
  }
  tried.isUnsure = true;
  return undefined;
}

const because = ({ failures }: Attempts): string => (failures.length === 0 ? '' : ` (${failures.join('; ')})`);

function textsOf(value: Json | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((item) => typeof item === 'string');
}

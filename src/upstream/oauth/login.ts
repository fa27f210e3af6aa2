import type { AuthorizationServer } from 'oauth4webapi';
import type { ServerConfig } from '../../config/schema.ts';
import { messageOf } from '../../model/caught.ts';
import type { Variables } from '../environment.ts';
import type { Era } from '../handshake.ts';
import { Callback } from './callback.ts';
import { type Client, configuredClient, register } from './client.ts';
import { type Discovered, discover } from './discovery.ts';
import { type Grounds, type OpenOptions, openGrounds } from './open.ts';
import { knock } from './probe.ts';
import { GrantRefused, redeem, type Tokens } from './tokens.ts';
import { AuthTrouble } from './trouble.ts';
import { type Credential, configuredName } from './vault.ts';
import { readWish, takeWish } from './wish.ts';

export interface LoginOptions extends Omit<OpenOptions, 'log'> {
  /** Fixed headers of the configuration. */
  readonly headers: Variables;
  readonly era: Era;
  readonly transport?: ServerConfig['transport'];
  /** Shows a person the page to sign in at. It does not matter whether a browser could be opened: they can do that. */
  readonly openUrl: (url: URL) => void;
  /** The port of the redirect address; by default the configured one, or any. */
  readonly port?: number | undefined;
  /** Milliseconds to wait for the person; ten minutes at most and unless told. */
  readonly within?: number;
}

/** The outcome of a sign-in, without secrets. */
export interface LoggedIn {
  readonly issuer: string;
  readonly resource: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970; undefined where the authorization server does not say. */
  readonly expires: number | undefined;
  /** Whether it can be renewed without a person. */
  readonly lasts: boolean;
}

const LONGEST = 600_000;

/** Has a person sign in to a server, and stores the outcome. Throws `AuthTrouble`. */
export async function login(options: LoginOptions): Promise<LoggedIn> {
  const { config, server, shelf, upstream } = options;
  if (config.grant === 'client_credentials') {
    throw new AuthTrouble(`${upstream} is configured with \`grant: client_credentials\`: nobody has to sign in`);
  }
  const grounds = openGrounds(options);
  const wish = await readWish(shelf, server.href);
  const challenge = await knock(server, options.headers, options.era, options.transport);
  const asked = { ...challenge, metadata: challenge.metadata ?? wish?.challenge.metadata };
  const { issuer, resource } = config;
  const found = await discover({ server, challenge: asked, fetching: grounds.fetching, issuer, resource });
  await checkServer(found.as, grounds);
  const { credential: last } = await grounds.vault.find(server, config);
  const before = last?.issuer === found.as.issuer && last.resource === found.resource ? last : undefined;
  const scopes = scopesOf(found, [
    ...(config.scopes ?? challenge.scopes ?? wish?.challenge.scopes ?? found.scopes ?? []),
    ...(wish?.challenge.error === 'insufficient_scope' ? (wish.challenge.scopes ?? []) : []),
    ...(before?.asked ?? []),
  ]);
  const callback = await openPort(options, before?.client);
  let outcome: 'signed-in' | 'failed' = 'failed';
  try {
    const signIn: SignIn = { options, grounds, found, callback, scopes };
    const client = await clientFor(signIn, before?.client);
    const tokens = await ask(signIn, client);
    const credential: Credential = {
      server: server.href,
      issuer: found.as.issuer,
      resource: found.resource,
      client,
      configured: configuredName(config),
      as: kept(found.as),
      tokens,
      asked: scopes,
      at: options.now(),
    };
    await grounds.vault.put(credential);
    if (last !== undefined && (last.issuer !== credential.issuer || last.client.id !== client.id))
      await grounds.vault.remove(last);
    await takeWish(shelf, server.href);
    outcome = 'signed-in';
    return {
      issuer: credential.issuer,
      resource: credential.resource,
      scopes: tokens.scopes,
      expires: tokens.expires,
      lasts: tokens.refresh !== undefined,
    };
  } finally {
    await callback.close(outcome);
  }
}

/** Preconditions for sending a person to an authorization server. */
async function checkServer(as: AuthorizationServer, { guard }: Grounds): Promise<void> {
  if (as.authorization_endpoint === undefined) throw new AuthTrouble(`${as.issuer} has no page to sign in at`);
  // Without PKCE whoever sees the code can use it, and nothing would show.
  if (as.code_challenge_methods_supported?.includes('S256') !== true) {
    throw new AuthTrouble(`${as.issuer} does not say that it supports PKCE with S256; without it nobody is sent there`);
  }
  try {
    await guard.vet(new URL(as.authorization_endpoint));
  } catch (error) {
    throw new AuthTrouble(`nobody is sent to ${as.issuer} to sign in: ${messageOf(error)}`);
  }
}

function scopesOf({ as }: Discovered, wanted: readonly string[]): string[] {
  const scopes = new Set(wanted);
  // Asked for only where it is offered: it allows a credential to be renewed without a person.
  if (as.scopes_supported?.includes('offline_access') === true) scopes.add('offline_access');
  return [...scopes];
}

/** The last port, where it is free: then a registered address can be used again. */
async function openPort({ port, config }: LoginOptions, before: Client | undefined): Promise<Callback> {
  const fixed = port ?? config.callbackPort;
  if (fixed !== undefined && fixed !== 0) {
    const callback = await Callback.open(fixed);
    if (callback !== undefined) return callback;
    throw new AuthTrouble(`port ${fixed} is in use; end what uses it, or name another with --callback-port`);
  }
  const last = before?.redirect === undefined ? 0 : Number(new URL(before.redirect).port);
  const callback = (await Callback.open(last)) ?? (await Callback.open(0));
  if (callback === undefined) throw new AuthTrouble('no port is free for the redirect address');
  return callback;
}

/** A sign-in that has begun. */
interface SignIn {
  readonly options: LoginOptions;
  readonly grounds: Grounds;
  readonly found: Discovered;
  readonly callback: Callback;
  /** What is asked for. */
  readonly scopes: readonly string[];
}

/** Configured by hand, or known from before, or registered now. */
async function clientFor(signIn: SignIn, before: Client | undefined): Promise<Client> {
  const { options, grounds, found, callback, scopes } = signIn;
  const { redirect } = callback;
  const configured = configuredClient(options.config, found.as);
  if (configured !== undefined) return configured;
  const isGood = before?.redirect === redirect && (before.expires === undefined || before.expires > options.now());
  return isGood ? before : register(found.as, redirect, scopes, grounds.fetching);
}

/** Sends the person to the page, and redeems what the browser brings back. */
async function ask({ options, grounds, found, callback, scopes }: SignIn, client: Client): Promise<Tokens> {
  const { config, now, openUrl, within = LONGEST } = options;
  const { as, resource } = found;
  const { generateRandomState, generateRandomCodeVerifier, calculatePKCECodeChallenge } = await import('oauth4webapi');
  const state = generateRandomState();
  const verifier = generateRandomCodeVerifier();
  const { redirect } = callback;
  const url = new URL(as.authorization_endpoint ?? '');
  const parameters = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirect,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    resource,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    // OpenID Connect wants consent asked for before it gives offline access.
    ...(scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const arrived = callback.wait(state, Math.min(within, LONGEST));
  openUrl(url);
  const desk = { as, client, privateKey: config.privateKey, resource, fetching: grounds.fetching, now };
  try {
    return await redeem(desk, await arrived, { state, verifier, redirect, scopes });
  } catch (error) {
    throw error instanceof GrantRefused ? new AuthTrouble(`the sign-in was not accepted: ${error.message}`) : error;
  }
}

/** The part of an authorization server's metadata that a renewal needs. */
function kept(as: AuthorizationServer): AuthorizationServer {
  const { issuer, token_endpoint, revocation_endpoint } = as;
  return {
    issuer,
    ...(token_endpoint === undefined ? {} : { token_endpoint }),
    ...(revocation_endpoint === undefined ? {} : { revocation_endpoint }),
  };
}

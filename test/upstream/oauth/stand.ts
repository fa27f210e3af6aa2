import { mkdtempSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import Provider, { type Configuration } from 'oidc-provider';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import type { ServerConfig } from '../../../src/config/schema.ts';
import { type LoggedIn, type LoginOptions, login } from '../../../src/upstream/oauth/login.ts';
import { openAuthorization } from '../../../src/upstream/oauth/open.ts';
import type { Keychain, Shelf } from '../../../src/upstream/oauth/shelf.ts';
import type { UpstreamsOptions } from '../../../src/upstream/upstreams.ts';
import { serverConfig } from '../rig.ts';

const none = (): Promise<never> => Promise.reject(new Error('there is no keychain here'));
export const noKeychain: Keychain = { read: none, write: none };

export const shelfFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'sallyport-shelf-'));

const servers: http.Server[] = [];
export async function closeStand(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>;

/** A server of one function. Resolves to its origin. */
export async function serve(answer: Answer): Promise<string> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await answer(request, response, Buffer.concat(chunks).toString());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const json = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
};

export interface IssuerOptions {
  /** Seconds that an access token lives. */
  readonly life?: number;
  readonly change?: Configuration;
  /** The status that its token endpoint answers with while it is down. */
  readonly down?: () => number | undefined;
}

export interface Issuer {
  readonly origin: string;
  readonly provider: Provider;
  /** What was asked of it: `POST /token refresh_token`, … */
  readonly log: string[];
}

/** A real authorization server: PKCE, rotation, registration, resource indicators. Alice signs in without being asked. */
export async function startIssuer({ life = 3_600, change = {}, down }: IssuerOptions = {}): Promise<Issuer> {
  const log: string[] = [];
  const server = http.createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(origin, {
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      revocation: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'tools:read tools:write',
          accessTokenTTL: life,
          accessTokenFormat: 'opaque',
        }),
      },
    },
    rotateRefreshToken: true,
    ttl: { Interaction: 600, Session: 600, Grant: 600, RefreshToken: 600 },
    cookies: { keys: ['for tests only'] },
    ...change,
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    const grant = new provider.Grant({ accountId: 'alice', clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope ?? ''));
    grant.addResourceScope(String(params.resource), String(params.scope ?? ''));
    const consent = { grantId: await grant.save() };
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: 'alice' }, consent });
  });
  const callback = provider.callback();
  server.on('request', (request, response) => {
    const path = request.url?.split('?')[0];
    if (path !== '/token') log.push(`${request.method} ${path}`);
    else
      request.once('data', (chunk: Buffer) =>
        log.push(`POST /token ${new URLSearchParams(chunk.toString()).get('grant_type')}`),
      );
    const status = path === '/token' ? down?.() : undefined;
    if (status === undefined) void callback(request, response);
    else response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Try again later</h1>');
  });
  return { origin, provider, log };
}

/** What a browser does: follows redirects and keeps cookies. Resolves with the page on which it ends. */
export async function browse(start: URL): Promise<{ url: string; status: number; text: string }> {
  const jar = new Map<string, string>();
  let url = start.href;
  for (let hops = 0; hops < 12; hops++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
      jar.set(name, value);
    }
    const to = response.headers.get('location');
    if (to === null) return { url, status: response.status, text: await response.text() };
    url = new URL(to, url).href;
  }
  throw new Error(`it never ends: ${url}`);
}

export interface Resource {
  readonly url: string;
  /** The `Authorization` of every request, and what was asked. */
  readonly seen: { readonly method: string; readonly header: string | undefined }[];
  /** The path of every other request. */
  readonly paths: string[];
}

export interface ResourceOptions {
  /** Judges a token: its scopes, or undefined for one that is not good. */
  readonly check: (token: string) => Promise<readonly string[] | undefined>;
  /** Scopes that a method needs. */
  readonly needs?: Readonly<Record<string, string>>;
  /** Members of its metadata, instead of the usual ones. */
  readonly metadata?: Record<string, unknown> | ((url: string) => Record<string, unknown>);
  readonly issuer?: string;
  /** Where requests are redirected to, if anywhere. */
  readonly moved?: () => string | undefined;
}

/** An MCP server that wants a token: legacy, one tool, called `whoami`. */
export async function startResource({
  check,
  needs = {},
  metadata = {},
  issuer = '',
  moved,
}: ResourceOptions): Promise<Resource> {
  const seen: { method: string; header: string | undefined }[] = [];
  const paths: string[] = [];
  let url = '';
  const origin = await serve(async (request, response, body) => {
    if (request.url !== '/mcp') {
      paths.push(request.url ?? '');
      if (request.url !== '/.well-known/oauth-protected-resource/mcp') return json(response, 404, {});
      const more = typeof metadata === 'function' ? metadata(url) : metadata;
      return json(response, 200, { resource: url, authorization_servers: [issuer], ...more });
    }
    const to = moved?.();
    if (to !== undefined) {
      response.writeHead(307, { location: to }).end();
      return;
    }
    if (request.method !== 'POST') return json(response, 405, {});
    const message = JSON.parse(body) as { id?: number; method: string };
    const header = request.headers.authorization;
    seen.push({ method: message.method, header });
    const scopes = header === undefined ? undefined : await check(header.replace(/^Bearer /, ''));
    const at = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
    if (scopes === undefined)
      return json(response, 401, {}, { 'www-authenticate': `Bearer error="invalid_token", scope="tools:read", ${at}` });
    const needed = needs[message.method];
    if (needed !== undefined && !scopes.includes(needed)) {
      return json(
        response,
        403,
        {},
        { 'www-authenticate': `Bearer error="insufficient_scope", scope="${needed}", ${at}` },
      );
    }
    if (message.id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const result = RESULTS[message.method];
    if (result === undefined)
      return json(response, 200, { jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'no' } });
    json(response, 200, { jsonrpc: '2.0', id: message.id, result });
  });
  url = `${origin}/mcp`;
  return { url, seen, paths };
}

const RESULTS: Readonly<Record<string, unknown>> = {
  initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'crm', version: '1' } },
  'tools/list': { tools: [{ name: 'whoami', inputSchema: { type: 'object' } }] },
  'tools/call': { content: [{ type: 'text', text: 'alice' }] },
};

/** Judges tokens as the issuer does, for one resource. */
export const checkedBy =
  ({ provider }: Issuer, url: () => string) =>
  async (token: string): Promise<readonly string[] | undefined> => {
    const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
    if (found === undefined || found.isExpired || found.aud !== url()) return undefined;
    return (found.scope ?? '').split(' ');
  };

/** An issuer and a server that takes its tokens. */
export async function startPair(
  options: IssuerOptions & Pick<ResourceOptions, 'needs'> = {},
): Promise<{ issuer: Issuer; resource: Resource }> {
  const issuer = await startIssuer(options);
  let url = '';
  const needs = options.needs === undefined ? {} : { needs: options.needs };
  const resource = await startResource({ check: checkedBy(issuer, () => url), issuer: issuer.origin, ...needs });
  url = resource.url;
  return { issuer, resource };
}

export const oauthServer = (url: string, oauth: Record<string, unknown> = {}): ServerConfig =>
  serverConfig({ url, era: 'legacy', auth: { oauth } });

/** What upstreams need to sign in, with the shelf in a folder. */
export const authorizing = (
  folder: string,
  log: (line: string) => void = () => {},
  now: () => number = Date.now,
): Pick<UpstreamsOptions, 'authorize'> => ({
  authorize: async (upstream, server, config) =>
    openAuthorization({ upstream, server, config, shelf: openShelf(folder), keychain: noKeychain, now, log }),
});

/** Signs Alice in, as `sallyport login` would. */
export async function signIn(
  folder: string,
  server: ServerConfig,
  change: Partial<LoginOptions> & { shelf?: Shelf } = {},
): Promise<LoggedIn & { page: string }> {
  let page: Promise<string> | undefined;
  const given = await login({
    upstream: 'crm',
    server: new URL(server.url ?? ''),
    config: server.auth?.oauth ?? { grant: 'authorization_code', allowPrivate: [] },
    shelf: openShelf(folder),
    keychain: noKeychain,
    now: Date.now,
    headers: {},
    era: server.era,
    openUrl: (url) => {
      page = browse(url).then(({ text }) => text);
    },
    ...change,
  });
  return { ...given, page: (await page) ?? '' };
}

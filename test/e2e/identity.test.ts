import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { Client, ClientCredentialsProvider, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ClientCredentialsProvider as OldProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, onTestFinished, test } from 'vitest';
import { addToken } from '../../src/journal/state/token-store.ts';
import { browse, freePort, openAuthority, REDIRECT, SECRET, tokenOf } from './authority.ts';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';
import { GENERATIONS, type Generation } from './generations.ts';

/** An upstream over HTTP that keeps the headers of all that reaches it. */
async function openUpstream(): Promise<{ url: string; log: () => Promise<string> }> {
  const file = fixture('http-echo').args as string[];
  const child = spawn(process.execPath, file, { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill());
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  return { url, log: async () => (await fetch(url.replace('/mcp', '/log'))).text() };
}

async function open(more: object = {}) {
  const [authority, upstream] = [await openAuthority(), await openUpstream()];
  for (;;) {
    const served = await serveAt(await freePort(), authority.issuer, upstream.url, more);
    if (served !== undefined) return { ...authority, upstream, ...served };
  }
}

/** Its tokens are for its address, so the port is known before it starts; undefined where somebody else took that meanwhile. */
async function serveAt(port: number, issuer: string, echo: string, more: object) {
  const resource = `http://127.0.0.1:${port}/mcp`;
  const at = place({
    servers: { echo: { url: echo, labels: [] } },
    agents: { robot: { match: { issuer, clientId: 'robot' } } },
    purposes: { read: { allow: ['echo.echo'] }, write: { allow: ['echo.count', 'echo.raw'] } },
    http: {
      port,
      auth: {
        resource,
        issuers: [{ issuer, scopes: { 'sallyport:read': 'read', 'sallyport:write': 'write' } }],
      },
    },
    ...more,
  });
  const server = new RawClient(at, ['--http']);
  onTestFinished(async () => {
    server.child.kill('SIGTERM');
    await server.exited;
  });
  const isServing = await server.said(/serving/).then(
    () => true,
    () => false,
  );
  if (!isServing && !/in use/.test(server.stderr)) throw new Error(server.stderr);
  return isServing ? { at, url: resource, port } : undefined;
}

/** Every byte that Sallyport keeps. */
const kept = ({ state }: Place): string =>
  readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

const callsOf = async (
  at: Place,
): Promise<{ principal: string; tool: string; effect: string; agent?: string; clientId?: string }[]> =>
  (await sallyport(at, 'log', '--json', '--kind', 'call')).out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** A program that has credentials of its own, and finds out by itself where to use them. `token` is one that it has already. */
async function robot(generation: Generation, url: string, issuer: string, token?: string) {
  const credentials = { clientId: 'robot', clientSecret: SECRET, expectedIssuer: issuer };
  const had = token === undefined ? undefined : { access_token: token, token_type: 'Bearer', issuer };
  const info = { name: 'robot', version: '1' };
  if (generation === 'v1') {
    // This one asks for what it was told beforehand, whatever a challenge says: it cannot be shown a scope that it lacks.
    const authProvider = new OldProvider({ ...credentials, scope: 'sallyport:read sallyport:write' });
    const client = new OldClient(info);
    const transport = new OldTransport(new URL(url), { authProvider });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return { client, provider: authProvider };
  }
  const provider = new ClientCredentialsProvider(credentials);
  if (had !== undefined) provider.saveTokens(had);
  const mode = generation === 'v2 modern' ? 'auto' : 'legacy';
  const client = new Client(info, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { authProvider: provider }));
  expect(client.getProtocolEra()).toBe(generation === 'v2 modern' ? 'modern' : 'legacy');
  return { client, provider };
}

test.each(GENERATIONS)(
  'a client (%s) finds out by itself whom to ask for a token, and its token goes nowhere',
  {
    timeout: 60_000,
  },
  async (generation) => {
    const { url, issuer, upstream, at } = await open();
    const { client, provider } = await robot(generation, url, issuer);
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['echo__echo', 'echo__count']));
    expect(names).not.toContain('echo__huge');
    await client.callTool({ name: 'echo__echo', arguments: { text: 'hello' } });
    await client.close();
    const token = provider.tokens()?.access_token ?? '';
    expect(token.split('.')).toHaveLength(3);
    const seen = await upstream.log();
    expect(seen).toContain('hello');
    expect(seen).not.toMatch(/authorization/i);
    expect(await callsOf(at)).toMatchObject([
      { principal: `${issuer}#robot`, tool: 'echo.echo', effect: 'allow', agent: 'robot', clientId: 'robot' },
    ]);
    for (const part of [token, ...token.split('.')]) {
      expect(kept(at)).not.toContain(part);
      expect(seen).not.toContain(part);
    }
  },
);

test('a person signs in, and is told apart from the client they use', { timeout: 60_000 }, async () => {
  const { url, issuer, at } = await open();
  let verifier = '';
  let tokens: object | undefined;
  let asked: URL | undefined;
  const authProvider = {
    redirectUrl: REDIRECT,
    clientMetadata: { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'client_secret_basic' },
    clientInformation: () => ({ client_id: 'desk', client_secret: SECRET, issuer }),
    tokens: () => tokens as never,
    saveTokens: (given: object) => {
      tokens = given;
    },
    redirectToAuthorization: (to: URL) => {
      asked = to;
    },
    saveCodeVerifier: (given: string) => {
      verifier = given;
    },
    codeVerifier: () => verifier,
  };
  const begin = () => new StreamableHTTPClientTransport(new URL(url), { authProvider });
  const first = begin();
  await expect(new Client({ name: 'desk', version: '1' }).connect(first)).rejects.toThrow();
  if (asked === undefined) throw new Error('nobody was sent to sign in');
  expect(asked.searchParams.get('resource')).toBe(url);
  await first.finishAuth((await browse(asked)).searchParams);
  const client = new Client({ name: 'desk', version: '1' });
  await client.connect(begin());
  await client.callTool({ name: 'echo__echo', arguments: { text: 'hello' } });
  await client.close();
  expect(await callsOf(at)).toMatchObject([{ principal: `${issuer}#ann`, clientId: 'desk', effect: 'allow' }]);
});

test.each(['v2 legacy', 'v2 modern'] as const)(
  'a scope that is lacking is named (to %s), asked for and then enough; what was refused is in the record',
  {
    timeout: 60_000,
  },
  async (generation) => {
    const { url, issuer, at } = await open();
    const token = await tokenOf(issuer, url, 'sallyport:read');
    const { client, provider } = await robot(generation, url, issuer, token);
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('echo__count');
    const counted = await client.callTool({ name: 'echo__count', arguments: {} });
    expect(counted.isError).not.toBe(true);
    await client.close();
    expect(provider.tokens()?.access_token).not.toBe(token);
    expect((await callsOf(at)).map(({ effect }) => effect)).toEqual(['deny', 'allow']);
  },
);

test('tokens for others, of others, twice, huge, or in the address open nothing', {
  timeout: 60_000,
}, async () => {
  const { url, issuer, port, upstream } = await open();
  const other = await openAuthority();
  const good = await tokenOf(issuer, url, 'sallyport:read');
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
  const knock = async (authorization: string, query = ''): Promise<[number, string]> => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(authorization === '' ? {} : { authorization }),
    };
    const response = await fetch(url + query, { method: 'POST', headers, body: list });
    return [response.status, `${response.headers.get('www-authenticate')} ${await response.text()}`];
  };
  // It is let in, and then told that it has no session.
  expect(await knock(`Bearer ${good}`)).toEqual([400, expect.stringContaining('Mcp-Session-Id')]);
  const elsewhere = await tokenOf(issuer, 'https://other.example/mcp', 'sallyport:read');
  expect(await knock(`Bearer ${elsewhere}`)).toEqual([401, expect.stringContaining('issued for somebody else (aud)')]);
  const foreign = await tokenOf(other.issuer, url, 'sallyport:read');
  expect(await knock(`Bearer ${foreign}`)).toEqual([401, expect.stringContaining('not one of http.auth.issuers')]);
  expect(await knock('Bearer nonsense')).toEqual([401, expect.stringContaining('error="invalid_token"')]);
  expect(await knock('')).toEqual([401, expect.stringContaining(`scope="sallyport:read sallyport:write"`)]);
  expect(await knock(`Bearer ${good}`, `?access_token=${good}`)).toEqual([
    400,
    expect.stringContaining('does not belong into an address'),
  ]);
  expect(await knock('', `?access_token=${good}`)).toEqual([400, expect.stringContaining('invalid_request')]);
  expect(await knock(`Bearer ${good}.${'x'.repeat(13_000)}`)).toEqual([400, expect.stringContaining('longer than')]);
  expect((await knock(`Bearer ${'x'.repeat(40_000)}`))[0]).toBe(431);
  const twice = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request({
      port,
      path: '/mcp',
      method: 'POST',
      headers: ['Host', 'localhost', 'Authorization', `Bearer ${good}`, 'Authorization', `Bearer ${good}`],
    });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end(list);
  });
  expect(twice).toBe(400);
  expect(await upstream.log()).not.toContain('tools/call');
});

test('a token made by command lets in at once, and revoked lets in nobody, while the server runs', {
  timeout: 60_000,
}, async () => {
  const { url, at } = await open({ agents: { build: { purpose: 'read' } } });
  const secret =
    (await addToken(path.join(at.state, 'tokens'), { name: 'ci', agent: 'build', by: 'ann', at: Date.now() })) ?? '';
  const client = new Client({ name: 'ci', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  const requestInit = { headers: { authorization: `Bearer ${secret}` } };
  while ((await fetch(url, { method: 'DELETE', ...requestInit })).status === 401)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  expect((await client.callTool({ name: 'echo__echo', arguments: {} })).isError).not.toBe(true);
  expect((await sallyport(at, 'token', 'list')).out).toMatch(/ci +build/);
  expect(await sallyport(at, 'token', 'revoke', 'ci')).toMatchObject({ code: 0 });
  while ((await fetch(url, { method: 'DELETE', ...requestInit })).status !== 401)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(client.callTool({ name: 'echo__echo', arguments: {} })).rejects.toThrow();
  expect(await callsOf(at)).toMatchObject([{ principal: 'token:ci', agent: 'build', effect: 'allow' }]);
  expect(kept(at)).not.toContain(secret);
  await client.close();
});

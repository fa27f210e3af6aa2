import { expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { Stand } from '../stand.ts';
import { openHttp } from '../wires.ts';

const PAGE = 'https://app.example';
const AUTHORIZED = { authorization: 'Bearer secret-of-ann-0123456789' };

async function open() {
  const { auth } = configSchema.parse({
    http: { auth: { issuers: [{ issuer: 'https://idp.example', audience: ['x'] }] } },
  }).http;
  const tokens = { ann: 'secret-of-ann-0123456789' };
  return openHttp(new Stand(), {}, { origins: [PAGE], tokens, auth, allowAnonymous: false });
}

const corsOf = (response: Response): Record<string, string> =>
  Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));

/** Sends a request as a page's browser does: asks beforehand, and hands out only what it is told that the page may read. */
async function fetchAsPage(origin: string, url: string, init: RequestInit & { headers: Record<string, string> }) {
  const named = Object.keys(init.headers).filter((name) => name !== 'accept');
  const asked = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': init.method ?? 'GET',
      'access-control-request-headers': named.join(','),
    },
  });
  const may = corsOf(asked);
  if (!asked.ok || may['access-control-allow-origin'] !== origin) throw new TypeError('Failed to fetch');
  const methods = may['access-control-allow-methods']?.split(', ') ?? [];
  const headers = may['access-control-allow-headers']?.toLowerCase().split(',') ?? [];
  if (!methods.includes(init.method ?? 'GET')) throw new TypeError('Failed to fetch: method');
  for (const name of named) if (!headers.includes(name.toLowerCase())) throw new TypeError(`Failed to fetch: ${name}`);
  const response = await fetch(url, { ...init, headers: { ...init.headers, origin } });
  const said = corsOf(response);
  if (said['access-control-allow-origin'] !== origin) throw new TypeError('Failed to fetch: answer');
  const exposed = (said['access-control-expose-headers'] ?? '').toLowerCase().split(', ');
  const header = (name: string): string | null => (exposed.includes(name) ? response.headers.get(name) : null);
  return { status: response.status, header, text: await response.text() };
}

const post = (message: object, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...AUTHORIZED,
    ...headers,
  },
  body: JSON.stringify({ jsonrpc: '2.0', ...message }),
});

test('a page whose origin is named begins a session, goes on with it, hears of it and ends it', async () => {
  const { url } = await open();
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'page', version: '1' } };
  const begun = await fetchAsPage(PAGE, url, post({ id: 1, method: 'initialize', params }));
  const session = { 'mcp-session-id': begun.header('mcp-session-id') ?? '', 'mcp-protocol-version': '2025-11-25' };
  expect(session['mcp-session-id']).not.toBe('');
  const listed = await fetchAsPage(PAGE, url, post({ id: 2, method: 'tools/list' }, session));
  expect([listed.status, listed.text.includes('s__echo')]).toEqual([200, true]);
  const streamed = await fetchAsPage(PAGE, url, {
    ...post(
      { id: 3, method: 'tools/call', params: { name: 's__progress', arguments: {}, _meta: { progressToken: 1 } } },
      session,
    ),
  });
  expect(streamed.text).toContain('notifications/progress');
  const ended = await fetchAsPage(PAGE, url, { method: 'DELETE', headers: { ...AUTHORIZED, ...session } });
  expect(ended.status).toBe(204);
});

test('it sends what a modern request has to repeat in headers, and reads why it was refused', async () => {
  const { url } = await open();
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name: 's__region', arguments: { region: 'eu' }, _meta: meta };
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 's__region' };
  const message = { id: 1, method: 'tools/call', params };
  const called = await fetchAsPage(PAGE, url, post(message, { ...headers, 'Mcp-Param-Region': 'eu' }));
  expect([called.status, called.text.includes('eu')]).toEqual([200, true]);
  const wrong = await fetchAsPage(PAGE, url, post(message, headers));
  expect([wrong.status, JSON.parse(wrong.text).error.code]).toEqual([400, -32020]);
  const { authorization: _, ...bare } = post(message, headers).headers;
  const stranger = await fetchAsPage(PAGE, url, { ...post(message), headers: bare });
  expect(stranger.status).toBe(401);
  const where = /resource_metadata="([^"]+)"/.exec(stranger.header('www-authenticate') ?? '')?.[1] ?? '';
  const metadata = await fetchAsPage(PAGE, where, { method: 'GET', headers: { 'mcp-protocol-version': '2025-11-25' } });
  expect(JSON.parse(metadata.text).authorization_servers).toEqual(['https://idp.example']);
  // Clients look for other metadata as well, and go by the status.
  const none = await fetchAsPage(PAGE, new URL('/.well-known/oauth-authorization-server', url).href, {
    method: 'GET',
    headers: {},
  });
  expect(none.status).toBe(404);
});

test.each([['https://evil.example'], ['null'], ['http://app.example'], ['http://localhost:6274']])(
  'a page of %s is told nothing',
  async (origin) => {
    const { url } = await open();
    for (const init of [post({ id: 1, method: 'tools/list' }), { method: 'GET', headers: AUTHORIZED }]) {
      await expect(fetchAsPage(origin, url, init)).rejects.toThrow('Failed to fetch');
      const answered = await fetch(url, { ...init, headers: { ...init.headers, origin } });
      expect(corsOf(answered)).toEqual({});
    }
  },
);

test('what is no question of a browser is answered as ever, and no names are made up', async () => {
  const { url } = await open();
  const ask = (headers: Record<string, string>) => fetch(url, { method: 'OPTIONS', headers });
  expect((await ask({ ...AUTHORIZED })).status).toBe(405);
  expect((await ask({ origin: PAGE, ...AUTHORIZED })).status).toBe(405);
  const asked = { origin: PAGE, 'access-control-request-method': 'POST' };
  expect(corsOf(await ask(asked))['access-control-allow-headers']).toBeUndefined();
  for (const names of ['a b', 'a;b', 'x,'.repeat(3_000)])
    expect(
      corsOf(await ask({ ...asked, 'access-control-request-headers': names }))['access-control-allow-headers'],
    ).toBe(undefined);
});

test('caches keep the answers of pages apart', async () => {
  const { url } = await open();
  const where = new URL('/.well-known/oauth-protected-resource', url);
  for (const headers of [{}, { origin: PAGE }, { origin: 'http://localhost:1' }])
    expect((await fetch(where, { headers })).headers.get('vary')).toBe('Origin');
});

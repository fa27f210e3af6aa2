import { type IncomingHttpHeaders, request } from 'node:http';
import { expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { openIssuer } from '../issuer.ts';
import { Stand } from '../stand.ts';
import { openHttp } from '../wires.ts';

test('serves one path, and only the methods it knows', async () => {
  const http = await openHttp(new Stand());
  expect((await fetch(http.url.replace('/mcp', '/other'))).status).toBe(404);
  for (const method of ['GET', 'DELETE', 'PUT']) {
    const response = await fetch(http.url, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    if (method === 'GET')
      expect(await response.text()).toMatch(/Streamable HTTP.*HTTP\+SSE transport of 2024-11-05 is not/);
  }
});

test('says that it is there, under any name and without a token, and nothing else', async () => {
  const stand = new Stand();
  const http = await openHttp(stand, {}, { tokens: { ci: 'secret' }, allowAnonymous: false });
  const health = http.url.replace('/mcp', '/healthz');
  const asked = await get(health, { host: 'gate.internal' });
  expect([asked.status, asked.text, asked.headers['access-control-allow-origin']]).toEqual([
    200,
    '{"status":"ok"}',
    undefined,
  ]);
  expect((await fetch(health, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(health, { method: 'POST' })).status).toBe(405);
  expect((await get(http.url, { host: 'gate.internal' })).status).toBe(403);
  // Where MCP itself is served there, it is MCP.
  const own = await openHttp(new Stand(), {}, { path: '/healthz', tokens: { ci: 'secret' }, allowAnonymous: false });
  expect((await fetch(own.url)).status).toBe(401);
});

test('tells people of a token that is not taken, and not of who has none yet', async () => {
  const stand = new Stand();
  const http = await openHttp(stand, {}, { tokens: { ci: 'secret' }, allowAnonymous: false });
  await http.post({ id: 1, method: 'tools/list' });
  expect(stand.remarks).toEqual([]);
  await http.post({ id: 1, method: 'tools/list' }, { authorization: 'Bearer guessed' });
  await http.post({ id: 1, method: 'tools/list' }, { authorization: 'Bearer guessed-again' });
  const first = /^sign-in: a request was turned away, from (?:::ffff:)?127\.0\.0\.1: this token is not known here$/;
  expect(stand.remarks).toEqual([expect.stringMatching(first)]);
  await http.close(1_000);
  expect(stand.remarks.slice(1)).toEqual([expect.stringContaining('turned away within a minute: 1 more request')]);
});

test('says who issues tokens, to whoever asks without one, but to no page', async () => {
  const { auth } = configSchema.parse({
    http: { auth: { issuers: [{ issuer: 'https://idp.example', audience: ['x'] }] } },
  }).http;
  const http = await openHttp(new Stand(), {}, { auth, allowAnonymous: false });
  const refused = await http.post({ id: 1, method: 'tools/list' });
  expect(refused.status).toBe(401);
  const where = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  const metadata = await fetch(where);
  expect(await metadata.json()).toMatchObject({ resource: http.url, authorization_servers: ['https://idp.example'] });
  expect((await fetch(where, { method: 'POST' })).status).toBe(405);
  expect((await fetch(where, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
});

test('a call for which a scope is wanted is judged, refused with 403, and says which scope', async () => {
  const issuer = await openIssuer();
  const auth = issuer.configured({ scopes: { 's:echo': 'only_echo', 's:refused': 'only_refused' } });
  const stand = new Stand();
  const http = await openHttp(stand, {}, { auth, allowAnonymous: false });
  const as = async (scope: string) => ({ authorization: `Bearer ${await issuer.sign({ scope })}` });
  const refused = await http.modern('tools/call', { name: 's__refused', arguments: {} }, {}, await as('s:echo'));
  expect(refused.status).toBe(403);
  expect(refused.headers.get('www-authenticate')).toMatch(/scope="s:refused", error="insufficient_scope"/);
  expect(stand.calls).toHaveLength(1);
  const door = await http.modern('tools/list', {}, {}, await as('openid'));
  expect(door.status).toBe(403);
  expect(door.headers.get('www-authenticate')).toMatch(/scope="s:echo s:refused", error="insufficient_scope"/);
  expect((await http.modern('tools/call', { name: 's__echo', arguments: {} }, {}, await as('s:echo'))).status).toBe(
    200,
  );
});

/** With a name of the host that `fetch` would not send. */
const get = (url: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; text: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const asking = request(url, { headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text, headers: response.headers }));
    });
    asking.on('error', reject);
    asking.end();
  });

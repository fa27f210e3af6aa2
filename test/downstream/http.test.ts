import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, test } from 'vitest';
import { serveHttp } from '../../src/downstream/http.ts';
import { frontOptions, Stand, TOOLS, until } from './stand.ts';
import { openHttp } from './wires.ts';

const ASKABLE = { agents: { desk: { match: { token: 'desk' }, human: 'elicitation' } } };
const TOKEN = { tokens: { desk: 'open-sesame' }, allowAnonymous: false };
const BEARER = { headers: { authorization: 'Bearer open-sesame' } };

test('a legacy SDK client lists, calls, is asked on the stream of its call, and hears of changes', async () => {
  const stand = new Stand();
  const http = await openHttp(stand, ASKABLE, TOKEN);
  const client = new LegacyClient({ name: 'old', version: '1' }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { decision: 'allow_once' } }));
  let changes = 0;
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => void changes++);
  const transport = new LegacyTransport(new URL(http.url), { requestInit: BEARER });
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  expect((await client.listTools()).tools).toHaveLength(TOOLS.length);
  const held = await client.callTool({ name: 's__held', arguments: { text: 'x' } });
  expect(held.content).toEqual([{ type: 'text', text: '{"text":"x"}' }]);
  while (changes === 0) {
    stand.emit({ kind: 'list_changed', list: 'tools' });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(stand.calls[0]?.principal).toMatchObject({ id: 'token:desk', agent: 'desk' });
  expect(stand.calls[0]?.session.source).toBe('mcp-session-id');
  await transport.terminateSession();
  expect(stand.left).toHaveLength(1);
  await client.close();
});

for (const mode of ['auto', 'legacy'] as const) {
  test(`the SDK's second client (${mode}) lists, calls and is asked`, async () => {
    const stand = new Stand();
    const http = await openHttp(stand, ASKABLE, TOKEN);
    const client = new Client(
      { name: 'new', version: '1' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
    );
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { decision: 'allow_once' } }));
    await client.connect(new StreamableHTTPClientTransport(new URL(http.url), { requestInit: BEARER }));
    expect(client.getProtocolEra()).toBe(mode === 'auto' ? 'modern' : 'legacy');
    expect((await client.listTools()).tools).toHaveLength(TOOLS.length);
    const progress: number[] = [];
    await client.callTool(
      { name: 's__progress', arguments: {} },
      { onprogress: (step) => void progress.push(step.progress) },
    );
    expect(progress).toEqual([0, 50, 100]);
    const held = await client.callTool({ name: 's__held', arguments: { text: 'x' } });
    expect(held.content).toEqual([{ type: 'text', text: '{"text":"x"}' }]);
    await client.close();
  });
}

test('will not start where anybody could call without that being meant', async () => {
  const options = {
    ...frontOptions(new Stand()),
    host: '127.0.0.1',
    port: 0,
    path: '/mcp',
    hosts: [],
    origins: [],
    tokens: {},
  };
  await expect(serveHttp({ ...options, allowAnonymous: false })).rejects.toThrow('--allow-anonymous');
});

test('says so when the port is taken', async () => {
  const http = await openHttp(new Stand());
  const port = Number(new URL(http.url).port);
  await expect(openHttp(new Stand(), {}, { port })).rejects.toThrow('EADDRINUSE');
});

test('on closing, what runs may finish and what listens is ended', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const listening = http.modern('subscriptions/listen', { notifications: { toolsListChanged: true } });
  const text = (await listening).text();
  await until(() => stand.listeners === 1);
  await http.close(1_000);
  expect(await text).toContain('notifications/cancelled');
  expect(stand.listeners).toBe(0);
  await expect(fetch(http.url)).rejects.toThrow();
});

test('on closing, new calls are refused in words, and what does not end is answered and given up', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const slow = http.modern('tools/call', { name: 's__slow', arguments: {} });
  await until(() => stand.running === 1);
  const closing = http.close(300);
  await expect(fetch(http.url)).rejects.toThrow();
  expect(await (await slow).text()).toContain('shut down before the call ended');
  await closing;
  expect(stand.aborted).toBe(1);
});

test('takes other tokens while it serves: one that is gone opens nothing any more', async () => {
  const http = await openHttp(new Stand(), {}, { tokens: { ada: 'one' }, allowAnonymous: false });
  const knock = async (token: string): Promise<number> =>
    (await http.post({ id: 1, method: 'initialize', params: {} }, { authorization: `Bearer ${token}` })).status;
  expect([await knock('one'), await knock('two')]).toEqual([200, 401]);
  const limits = { result: 9, inFlight: 1, total: 9, load: 9, unread: 9, depth: 9, drain: 1, question: 1_000 };
  http.server.reconfigure({ agents: {}, limits, hosts: [], origins: [], tokens: { bob: 'two' } });
  expect([await knock('one'), await knock('two')]).toEqual([401, 200]);
  http.server.reconfigure({ agents: {}, limits, hosts: [], origins: [], tokens: {} });
  expect(await knock('two')).toBe(401);
});

test('whoever only listens is cut off when their token is no good any more', async () => {
  const stand = new Stand();
  let isRevoked = false;
  const findToken = () =>
    isRevoked ? ({ kind: 'unknown', why: 'revoked' } as const) : ({ kind: 'known', token: { name: 'ci' } } as const);
  const http = await openHttp(stand, {}, { findToken, hasTokens: true, allowAnonymous: false });
  const bearer = { authorization: 'Bearer sp_x' };
  const session = { 'mcp-session-id': await http.initialize({}, bearer), ...bearer };
  const stream = await fetch(http.url, { headers: { ...session, accept: 'text/event-stream' } });
  const listening = await http.modern(
    'subscriptions/listen',
    { notifications: { toolsListChanged: true } },
    {},
    bearer,
  );
  expect([stream.status, listening.status]).toEqual([200, 200]);
  isRevoked = true;
  expect((await http.post({ id: 1, method: 'tools/list' }, session)).status).toBe(401);
  await Promise.all([stream.text(), listening.text()]);
});

import { request } from 'node:http';
import { expect, test } from 'vitest';
import { modernMeta, Stand, until } from '../stand.ts';
import { events, messageOf, openHttp } from '../wires.ts';

const CALL = { name: 's__echo', arguments: { text: 'hi' } };

test('a modern call is answered in plain JSON, and leaves no session behind', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const response = await http.modern('tools/call', CALL);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(response.headers.get('mcp-session-id')).toBeNull();
  expect((await messageOf(response)).result).toMatchObject({ resultType: 'complete' });
  expect(stand.left).toEqual([]);
});

test('it becomes a stream as soon as there is something to tell', async () => {
  const http = await openHttp(new Stand());
  const meta = modernMeta({}, { progressToken: 0, 'io.modelcontextprotocol/logLevel': 'error' });
  const params = { name: 's__progress', arguments: {}, _meta: meta };
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 's__progress' };
  const response = await http.post({ id: 'a', method: 'tools/call', params }, headers);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  const seen = [];
  for await (const message of events(response))
    seen.push(message.params?.progress ?? message.params?.data ?? message.id);
  expect(seen).toEqual([0, 50, 100, 'loud', 'a']);
  // Without a stream in Accept nothing can be told, and the answer is the same.
  const plain = await http.post({ id: 'b', method: 'tools/call', params }, { ...headers, accept: 'application/json' });
  expect((await messageOf(plain)).result.content).toBeDefined();
});

test.each([
  ['no such method', 'nope/at-all', {}, {}, 404, -32601],
  ['a legacy method', 'ping', {}, {}, 404, -32601],
  ['a header that says another method', 'tools/call', CALL, { 'mcp-method': 'ping' }, 400, -32020],
  ['a header that says another tool', 'tools/call', CALL, { 'mcp-name': 's__slow' }, 400, -32020],
  ['a header that says another version', 'tools/call', CALL, { 'mcp-protocol-version': '2025-11-25' }, 400, -32020],
  ['an unknown tool', 'tools/call', { name: 's__ecko' }, {}, 200, -32602],
])('a modern request with %s is refused', async (_what, method, params, headers, status, code) => {
  const http = await openHttp(new Stand());
  const response = await http.modern(method, params, {}, headers);
  expect([response.status, (await messageOf(response)).error.code]).toEqual([status, code]);
});

test('a modern header without the modern _meta is no legacy request', async () => {
  const http = await openHttp(new Stand());
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
  const response = await http.post({ id: 1, method: 'tools/list' }, headers);
  expect([response.status, (await messageOf(response)).error.code]).toEqual([400, -32602]);
});

test('an unknown version learns the known ones', async () => {
  const http = await openHttp(new Stand());
  const _meta = { ...modernMeta(), 'io.modelcontextprotocol/protocolVersion': '2099-01-01' };
  const headers = { 'mcp-protocol-version': '2099-01-01', 'mcp-method': 'tools/list' };
  const response = await http.post({ id: 1, method: 'tools/list', params: { _meta } }, headers);
  const { error } = await messageOf(response);
  expect([response.status, error.code, error.data]).toEqual([
    400,
    -32022,
    { supported: ['2026-07-28'], requested: '2099-01-01' },
  ]);
});

test('what is no JSON, no message, or no type of ours is told so', async () => {
  const http = await openHttp(new Stand(), { limits: { message: '1KB' } });
  const status = async (body: string, headers = {}): Promise<[number, number]> => {
    const response = await http.post(body, headers);
    return [response.status, (await messageOf(response)).error.code];
  };
  expect(await status('{')).toEqual([400, -32700]);
  expect(await status('[]')).toEqual([400, -32600]);
  expect(await status('{}', { 'content-type': 'text/plain' })).toEqual([415, -32000]);
  expect(await status('{}', { accept: 'text/html' })).toEqual([406, -32000]);
  expect(await status(JSON.stringify({ pad: 'x'.repeat(2000) }))).toEqual([413, -32600]);
  const large = await http.post(JSON.stringify({ jsonrpc: '2.0', id: 'a-7', method: 'x', params: 'x'.repeat(2000) }));
  expect((await messageOf(large)).id).toBe('a-7');
});

test('a closed connection takes its call back', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 's__slow', arguments: {}, _meta: modernMeta() },
  });
  const sent = request(http.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 's__slow',
    },
  });
  sent.on('error', () => {});
  sent.end(body);
  await until(() => stand.running === 1);
  sent.destroy();
  await until(() => stand.aborted === 1);
});

test('too much at once is refused, and room is made again', async () => {
  const stand = new Stand();
  const http = await openHttp(stand, { limits: { inFlight: 1 } });
  const ended = new AbortController();
  const slow = fetch(http.url, {
    method: 'POST',
    signal: ended.signal,
    headers: {
      'content-type': 'application/json',
      accept: '*/*',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 's__slow',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 's__slow', _meta: modernMeta() },
    }),
  }).catch(() => undefined);
  await until(() => stand.running === 1);
  expect((await http.modern('tools/call', CALL)).status).toBe(429);
  ended.abort();
  await slow;
  await until(() => stand.aborted === 1);
  expect((await http.modern('tools/call', CALL)).status).toBe(200);
});

test('a body that does not end takes a place, of its own principal and until it is gone', async () => {
  const tokens = { a: 'x'.repeat(32), b: 'y'.repeat(32) };
  const http = await openHttp(new Stand(), { limits: { inFlight: 2 } }, { tokens, allowAnonymous: false });
  const headers = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const call = async (secret: string) => (await http.modern('tools/call', CALL, {}, headers(secret))).status;
  const open = Array.from({ length: 2 }, () => {
    const sent = request(http.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', ...headers(tokens.a) },
    });
    sent.on('error', () => {});
    sent.write('{"jsonrpc":"2.0",');
    return sent;
  });
  while ((await call(tokens.a)) !== 429) await new Promise((resolve) => setTimeout(resolve, 2));
  expect((await http.post({ id: 1, method: 'ping' }, headers(tokens.a))).status).toBe(429);
  expect(await call(tokens.b)).toBe(200);
  for (const sent of open) sent.destroy();
  while ((await call(tokens.a)) !== 200) await new Promise((resolve) => setTimeout(resolve, 2));
});

test('a legacy request names its session: none is 400, an unknown one 404', async () => {
  const http = await openHttp(new Stand());
  expect((await http.post({ id: 1, method: 'tools/list' })).status).toBe(400);
  expect((await http.post({ id: 1, method: 'tools/list' }, { 'mcp-session-id': 'made-up' })).status).toBe(404);
  const session = await http.initialize();
  expect((await http.post({ id: 1, method: 'tools/list' }, { 'mcp-session-id': session })).status).toBe(200);
  const odd = { 'mcp-session-id': session, 'mcp-protocol-version': '1999-01-01' };
  expect((await http.post({ id: 1, method: 'tools/list' }, odd)).status).toBe(400);
  const notified = await http.post({ method: 'notifications/initialized' }, { 'mcp-session-id': session });
  expect(notified.status).toBe(202);
});

test('a legacy request taken back by a notification ends without an answer', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const headers = { 'mcp-session-id': await http.initialize() };
  const slow = http.post({ id: 5, method: 'tools/call', params: { name: 's__slow', arguments: {} } }, headers);
  await until(() => stand.running === 1);
  await http.post({ method: 'notifications/cancelled', params: { requestId: 5 } }, headers);
  expect(await (await slow).text()).not.toContain('data:');
  expect(stand.aborted).toBe(1);
});

test('a request that was taken back takes no later one of its id with it when its stream is forgotten', async () => {
  const stand = new Stand();
  const http = await openHttp(stand);
  const session = { 'mcp-session-id': await http.initialize() };
  const slow = () => http.post({ id: 5, method: 'tools/call', params: { name: 's__slow' } }, session);
  const first = slow();
  await until(() => stand.running === 1);
  await http.post({ method: 'notifications/cancelled', params: { requestId: 5 } }, session);
  await (await first).text();
  void slow().catch(() => undefined);
  await until(() => stand.running === 1);
  // So many streams make it forget those that have ended.
  const params = { name: 's__progress', _meta: { progressToken: 0 } };
  for (let id = 10; id < 311; id++) await (await http.post({ id, method: 'tools/call', params }, session)).text();
  expect([stand.aborted, stand.running]).toEqual([1, 1]);
});

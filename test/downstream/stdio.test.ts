import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stand, TOOLS, until } from './stand.ts';
import { openLines, openProgram } from './wires.ts';

test('a legacy SDK client lists and calls', async () => {
  const stand = new Stand();
  const client = new LegacyClient({ name: 'old', version: '1' });
  await client.connect(new LegacyTransport(await openProgram(stand)));
  expect(client.getServerVersion()?.name).toBe('sallyport');
  expect(client.getInstructions()).toBe(stand.instructions);
  expect((await client.listTools()).tools).toHaveLength(TOOLS.length);
  const result = await client.callTool({ name: 's__echo', arguments: { text: 'hi' } });
  expect(result.content).toEqual([{ type: 'text', text: '{"text":"hi"}' }]);
  expect(stand.calls[0]?.principal.client).toEqual({ name: 'old', version: '1' });
  await client.close();
  await until(() => stand.left.length === 1);
});

test('a legacy SDK client is asked over its own connection', async () => {
  const stand = new Stand();
  const client = new LegacyClient({ name: 'old', version: '1' }, { capabilities: { elicitation: {} } });
  const asked: string[] = [];
  client.setRequestHandler(ElicitRequestSchema, (request) => {
    asked.push(String(request.params.message));
    return { action: 'accept', content: { decision: 'allow_once' } };
  });
  await client.connect(new LegacyTransport(await openProgram(stand)));
  const result = await client.callTool({ name: 's__held', arguments: { text: 'send' } });
  expect(result.content).toEqual([{ type: 'text', text: '{"text":"send"}' }]);
  expect(asked[0]).toContain('mail 42');
  expect(stand.answers).toEqual([{ action: 'approve', took: expect.any(Number) }]);
  await client.close();
});

for (const mode of ['auto', 'legacy'] as const) {
  test(`the SDK's second client (${mode}) lists, calls and is asked`, async () => {
    const stand = new Stand();
    const client = new Client(
      { name: 'new', version: '1' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
    );
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { decision: 'allow_once' } }));
    await client.connect(new StdioClientTransport(await openProgram(stand)));
    expect(client.getProtocolEra()).toBe(mode === 'auto' ? 'modern' : 'legacy');
    expect((await client.listTools()).tools).toHaveLength(TOOLS.length);
    const echo = await client.callTool({ name: 's__echo', arguments: { text: 'hi' } });
    expect(echo.content).toEqual([{ type: 'text', text: '{"text":"hi"}' }]);
    const held = await client.callTool({ name: 's__held', arguments: { text: 'x' } });
    expect(held.content).toEqual([{ type: 'text', text: '{"text":"x"}' }]);
    expect((await client.readResource({ uri: 'test://one' })).contents).toEqual([{ uri: 'test://one', text: 'first' }]);
    await client.close();
  });
}

test('answers the handshake of both eras on one connection', async () => {
  const lines = openLines(new Stand());
  const discovered = await lines.askModern('server/discover');
  expect(discovered.result).toMatchObject({
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    cacheScope: 'private',
  });
  expect((await lines.initialize()).result).toMatchObject({
    protocolVersion: '2025-11-25',
    serverInfo: { name: 'sallyport' },
  });
  expect((await lines.ask('ping')).result).toEqual({});
  expect((await lines.askModern('ping')).error.code).toBe(-32601);
});

test('keeps ids and progress tokens as they were spelled, 0 and "" included', async () => {
  const lines = openLines(new Stand());
  for (const id of [0, '', '1', 1, -1]) {
    const answer = await lines.ask(
      'tools/call',
      { name: 's__progress', arguments: {}, _meta: { progressToken: id } },
      id,
    );
    expect(answer.result.content).toBeDefined();
    expect(lines.received.find((message) => message.params?.progressToken === id)).toBeDefined();
  }
  lines.send('{"jsonrpc":"2.0","id":12345678901234567890,"method":"ping"}');
  await until(() => lines.raw().includes('"id":12345678901234567890,'));
});

test('refuses a second request with an id in flight, and the first is answered as if nothing had been', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.send({ id: 7, method: 'tools/call', params: { name: 's__slow', arguments: {} } });
  await until(() => stand.running === 1);
  lines.send({ id: 7, method: 'ping' });
  const refusal = await lines.find((message) => message.error?.code === -32600);
  expect(refusal.id).toBeNull();
  expect(refusal.error.message).toContain('id 7');
  expect(stand.running).toBe(1);
  lines.send({ id: '7', method: 'ping' });
  await lines.find((message) => message.id === '7');
});

test('never answers a request that was taken back, and tells the relay', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.send({ id: 1, method: 'tools/call', params: { name: 's__slow', arguments: {} } });
  await until(() => stand.running === 1);
  lines.send({ method: 'notifications/cancelled', params: { requestId: 1 } });
  await until(() => stand.aborted === 1);
  await lines.ask('ping');
  expect(lines.received.some((message) => message.id === 1)).toBe(false);
});

test('a byte order mark before the first message, as programs on Windows write it, is no part of it', async () => {
  const lines = openLines(new Stand());
  lines.send(`\ufeff${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}`);
  expect(await lines.find(({ id }) => id === 1)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
});

test('garbage, batches and monstrous lines get an error and harm nobody', async () => {
  const lines = openLines(new Stand(), { limits: { message: '1KB' } });
  lines.send('hello');
  lines.send('[{"jsonrpc":"2.0","id":1,"method":"ping"}]');
  lines.send('{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}');
  for (let i = 0; i < 64; i++) lines.stdin.write('x'.repeat(1 << 16));
  lines.send('');
  await lines.ask('ping');
  const codes = lines.received
    .filter((message) => message.error !== undefined)
    .map(({ id, error }) => [id, error.code]);
  expect(codes).toEqual([
    [null, -32700],
    [null, -32600],
    [null, -32600],
    [null, -32600],
  ]);
});

test('whatever comes in, a ping is answered afterwards and every line out is a message', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc
            .record({
              jsonrpc: fc.constant('2.0'),
              id: fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
              method: fc.constantFrom(
                'tools/call',
                'initialize',
                'subscriptions/listen',
                'resources/read',
                'toString',
                '__proto__',
              ),
              params: fc.dictionary(
                fc.constantFrom('name', 'arguments', '_meta', 'uri', 'requestState', '__proto__'),
                fc.jsonValue(),
              ),
            })
            .map((message) => JSON.stringify(message)),
        ),
        { maxLength: 8 },
      ),
      async (inputs) => {
        const lines = openLines(new Stand());
        for (const input of inputs) lines.send(input.replaceAll('\n', ' '));
        expect((await lines.ask('ping', {}, 'the last one')).result).toEqual({});
        expect(lines.received.every((message) => message.jsonrpc === '2.0')).toBe(true);
        lines.stdin.end();
      },
    ),
    { numRuns: 60 },
  );
});

test('at the end of input what runs may finish, then all is over', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.send({ id: 1, method: 'tools/call', params: { name: 's__echo', arguments: {} } });
  lines.stdin.end();
  await lines.closed;
  expect(lines.received).toHaveLength(1);
  expect(stand.left).toHaveLength(1);
});

test('at the end of input what does not finish is answered and given up', async () => {
  const stand = new Stand();
  const lines = openLines(stand, { limits: { drain: '10ms' } });
  lines.send({ id: 1, method: 'tools/call', params: { name: 's__slow', arguments: {} } });
  lines.stdin.end();
  await lines.closed;
  expect(stand.aborted).toBe(1);
  expect(lines.raw()).toContain('Whether the action happened is not known');
});

test('a client that is gone ends everything', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.send({ id: 1, method: 'tools/call', params: { name: 's__slow', arguments: {} } });
  await until(() => stand.running === 1);
  lines.stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  await lines.closed;
  expect(stand.aborted).toBe(1);
});

test('a client that does not read is not read from', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.stdout.removeAllListeners('data');
  lines.stdout.pause();
  const big = 'y'.repeat(100_000);
  lines.send({ id: 1, method: 'tools/call', params: { name: 's__echo', arguments: { text: big } } });
  await until(() => lines.stdin.isPaused());
  lines.stdout.resume();
  await until(() => !lines.stdin.isPaused());
});

test('what a server tells a client that does not read is not kept without end; its answers are, and it is asked', async () => {
  const told = { count: 0 };
  const pad = 'z'.repeat(1_000_000);
  class Talkative extends Stand {
    override async pass(...[call, courier, doors]: Parameters<Stand['pass']>) {
      if (call.target.name !== 'progress') return super.pass(call, courier, doors);
      for (; told.count < 60; told.count++) {
        const params = { progressToken: 'p', progress: told.count, message: pad };
        courier.notify?.('notifications/progress', params, JSON.stringify(params));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return super.pass({ ...call, target: { ...call.target, name: 'echo' } }, courier, doors);
    }
  }
  const stand = new Talkative();
  const lines = openLines(stand);
  await lines.initialize({ elicitation: {} });
  lines.stdout.pause();
  lines.send({ id: 1, method: 'tools/call', params: { name: 's__held', arguments: { text: 'x' } } });
  lines.send({ id: 2, method: 'tools/call', params: { name: 's__progress', _meta: { progressToken: 0 } } });
  await until(() => told.count === 60 && stand.running === 1);
  expect(lines.stdout.writableLength).toBeLessThan(40_000_000);
  lines.stdout.resume();
  await lines.find(({ method }) => method === 'elicitation/create');
  await lines.find(({ id, result }) => id === 2 && result !== undefined);
  const steps = lines.received.filter(({ method }) => method === 'notifications/progress');
  expect(steps.length).toBeGreaterThan(20);
  expect(steps.length).toBeLessThan(60);
});

const DEEP = `${'['.repeat(300)}${']'.repeat(300)}`;

test.each([
  ['nests too deep', (id: string) => `{"jsonrpc":"2.0","id":"${id}","result":${DEEP}}`, /nests 301 deep/],
  [
    'says a key twice',
    (id: string) => `{"result":{"action":"accept","action":"decline"},"jsonrpc":"2.0","id":"${id}"}`,
    /same key twice/,
  ],
  [
    'is too large',
    (id: string) => `{"result":{"a":"${'x'.repeat(9_000)}"},"jsonrpc":"2.0","id":"${id}"}`,
    /limits\.message/,
  ],
  ['breaks off', (id: string) => `{"jsonrpc":"2.0","id":"${id}","result":{"action":`, /JSON/],
] as const)('an answer that %s is none, at once, and its client is told why', async (_, answer, why) => {
  const stand = new Stand();
  const lines = openLines(stand, { limits: { message: '8KB' } });
  await lines.initialize({ elicitation: {} });
  const called = lines.ask('tools/call', { name: 's__round', arguments: {} });
  const { id } = await lines.find(({ method }) => method === 'elicitation/create');
  lines.send(answer(id));
  expect(JSON.stringify((await called).result)).toContain('cancel');
  expect(lines.received.find(({ error }) => error !== undefined).error.message).toMatch(why);
});

test('a request that is too large is answered under its id, wherever that stands, and ends no question of the same id', async () => {
  const lines = openLines(new Stand(), { limits: { message: '8KB' } });
  await lines.initialize({ elicitation: {} });
  const called = lines.ask('tools/call', { name: 's__round', arguments: {} });
  const { id: asked } = await lines.find(({ method }) => method === 'elicitation/create');
  const params = { name: 's__echo', arguments: { text: 'x'.repeat(9_000) } };
  const large = { code: -32600, message: expect.stringMatching(/limits\.message/) };
  lines.send(JSON.stringify({ jsonrpc: '2.0', id: 'first', method: 'tools/call', params }));
  expect((await lines.find(({ id }) => id === 'first')).error).toEqual(large);
  lines.send(JSON.stringify({ jsonrpc: '2.0', method: 'tools/call', id: 'behind', params }));
  expect((await lines.find(({ id }) => id === 'behind')).error).toEqual(large);
  lines.send(JSON.stringify({ method: 'tools/call', params, jsonrpc: '2.0', id: 700 }));
  expect((await lines.find(({ id }) => id === 700)).error).toEqual(large);
  lines.send(JSON.stringify({ method: 'tools/call', params, jsonrpc: '2.0', id: asked }));
  expect((await lines.find(({ id, error }) => id === asked && error !== undefined)).error).toEqual(large);
  lines.send({ id: asked, result: { action: 'accept', content: {} } });
  expect(JSON.stringify((await called).result)).not.toContain('cancel');
});

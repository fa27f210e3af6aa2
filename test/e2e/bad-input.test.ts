import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { childrenOf, fixture, isRunning, place, RawClient, sallyport, textOf } from './gateway.ts';

const ECHO = { echo: fixture('echo') };

describe('a client that misbehaves', () => {
  it('gets an answer to each kind of nonsense, and its good calls still work', { timeout: 60_000 }, async () => {
    const client = await new RawClient(place({ servers: ECHO })).open();
    await client.tools();
    client.write(
      'garbage\n{"jsonrpc":"2.0"\n[]\n{"jsonrpc":"2.0","id":90,"method":"tools/call","params":{"name":"a","name":"b"}}\n',
    );
    await client.until((message) => JSON.stringify(message).includes('same key twice'));
    expect(client.received.filter((message) => 'error' in message).length).toBeGreaterThanOrEqual(4);
    expect(textOf(await client.send('nothing/known', {}))).toMatch(/method/i);
    expect(await client.call('echo__nothing')).toContain('echo__nothing');
    expect(await client.call('echo__echo', { text: 'still here' })).toContain('still here');
    await client.close();
  });

  it('may send a line of 100 MB: it is dropped as it arrives', { timeout: 120_000 }, async () => {
    const client = await new RawClient(place({ servers: ECHO })).open();
    const part = 'x'.repeat(1_000_000);
    client.write('{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"');
    for (let i = 0; i < 100; i++) {
      client.write(part);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    client.write('"}}\n');
    await client.until((message) => JSON.stringify(message).includes('limits.message'));
    expect(await client.call('echo__echo', { text: 'still here' })).toContain('still here');
    await client.close();
  });

  it('may use 0 and "" for ids and tokens, and an id twice at once', { timeout: 60_000 }, async () => {
    const client = await new RawClient(place({ servers: { slow: fixture('progress') } })).open();
    await client.tools();
    const tool = 'slow__slow';
    const params = { name: tool, arguments: {}, _meta: { progressToken: 0 } };
    const first = client.send('tools/call', params, 0);
    client.write(`${JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'tools/call', params })}\n`);
    const refusal = await client.until((message) => message.id === null && 'error' in message);
    expect(textOf(refusal)).toContain('id 0');
    expect(await first).toHaveProperty('result');
    const progress = client.received.filter((message) => message.method === 'notifications/progress');
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.every((message) => (message.params as { progressToken: unknown }).progressToken === 0)).toBe(true);
    expect((await client.send('tools/call', { name: tool, arguments: {} }, '')).result).toBeDefined();
    await client.close();
  });
});

describe('a server that misbehaves', () => {
  const BAD = [
    'junk-lines',
    'hang-on-list',
    'die-at-start',
    'huge-answer',
    'schema-bomb',
    'evil-pattern',
    'die-mid-call',
    'hang-on-call',
  ];

  it('never keeps the others from being listed and called', { timeout: 120_000 }, async () => {
    const servers = Object.fromEntries(BAD.map((name) => [name, fixture(name, [], { start: '3s', timeout: '3s' })]));
    const missing = { command: 'no-such-command-anywhere', labels: [] };
    const client = await new RawClient(
      place({ servers: { ...servers, missing, ...ECHO }, limits: { result: '8MB' } }),
    ).open();
    const tools = await client.tools();
    expect(tools).toContain('echo__echo');
    expect(await client.call('echo__echo', { text: 'fine' })).toContain('fine');
    const bad = tools.filter((name) => !name.startsWith('echo__') && !name.startsWith('sallyport__'));
    const answers = await Promise.all([
      ...bad.map((name) => client.call(name, { text: `${'a'.repeat(30)}!`, pattern: `${'a'.repeat(30)}!` })),
      client.call('echo__echo', { text: 'meanwhile' }),
    ]);
    expect(answers.at(-1)).toContain('meanwhile');
    expect(answers.every((answer) => answer !== '')).toBe(true);
    const status = await client.call('sallyport__status');
    for (const name of ['missing', 'die-at-start', 'hang-on-list']) expect(status).toContain(name);
    expect(status).toContain('no-such-command-anywhere');
    await client.close();
  });

  it('is reaped when the client goes, even if it ignores the end of its input', { timeout: 60_000 }, async () => {
    const client = await new RawClient(place({ servers: { ...ECHO, deaf: fixture('ignores-stdin-eof') } })).open();
    await client.tools();
    const children = childrenOf(client.child.pid ?? 0);
    expect(children.length).toBeGreaterThanOrEqual(2);
    await client.close();
    expect(children.filter(isRunning)).toEqual([]);
  });
});

describe('a configuration that is wrong', () => {
  it.each([
    ['malformed YAML', 'servers: [', /line|:1:|:2:/],
    ['an unknown key', 'servers:\n  a: { comand: node }\n', /2.*comand|comand/],
    ['a key of the wrong kind', 'servers:\n  a: { command: node, timeout: 5 }\n', /timeout/],
    [
      'a condition that cannot be',
      'policy:\n  rules: [{ id: r, effect: deny, reason: r, when: "call.arg.x == 1" }]\n',
      /arg/,
    ],
    [
      'a rule that matches nothing',
      'policy:\n  rules: [{ id: r, effect: deny, reason: r, tools: ["bank.*"] }]\n',
      /bank/,
    ],
  ])('%s: says where, and ends with a code', async (_, text, words) => {
    const at = place({});
    writeFileSync(at.config, text);
    const client = new RawClient(at);
    expect(await client.exited).not.toBe(0);
    expect(client.stderr).toMatch(words);
    expect(client.stderr).toContain('servers.config.yaml');
    expect(client.stderr).not.toMatch(/at .*\.js:\d+/);
    const checked = await sallyport(at, 'check', '--config', at.config);
    expect(checked.code).toBe(1);
    expect(checked.out + checked.err).toMatch(words);
  });

  it('in its policy says so and ends, also while its servers are starting', async () => {
    const at = place({ servers: { echo: fixture('echo') } });
    const good = await new RawClient(at).open();
    await good.close();
    const policy = { rules: [{ id: 'r', effect: 'deny', reason: 'r', when: 'call.arg.x == 1' }] };
    writeFileSync(at.config, JSON.stringify({ servers: { echo: fixture('echo') }, policy }));
    const refused = await sallyport(at, 'serve', '--config', at.config, '--state', at.state);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/arg/);
  });

  it('a missing variable leaves that server out and says which', { timeout: 60_000 }, async () => {
    const wanting = fixture('echo', [], { env: { KEY: '${env:SALLYPORT_TEST_NOT_SET}' } });
    const client = await new RawClient(place({ servers: { wanting, ...ECHO } })).open();
    expect((await client.tools()).filter((name) => name.startsWith('wanting__'))).toEqual([]);
    await client.said(/SALLYPORT_TEST_NOT_SET/);
    await client.close();
  });

  it('a port in use is said in words', { timeout: 60_000 }, async () => {
    const at = place({ servers: {} });
    const first = new RawClient(at, ['--http', '--port', '0', '--allow-anonymous']);
    while (!/127\.0\.0\.1:(\d+)/.test(first.stderr)) await new Promise((resolve) => setTimeout(resolve, 20));
    const port = /127\.0\.0\.1:(\d+)/.exec(first.stderr)?.[1] ?? '';
    const second = new RawClient(at, ['--http', '--port', port, '--allow-anonymous']);
    expect(await second.exited).not.toBe(0);
    expect(second.stderr).toContain(port);
    expect(second.stderr).not.toMatch(/at .*\.js:\d+/);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
  });
});

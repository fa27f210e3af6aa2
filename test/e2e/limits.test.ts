import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, modernMeta, place, RawClient, textOf } from './gateway.ts';

const gated = (more: JsonObject = {}): JsonObject => fixture('gated', ['done'], more);

async function open(servers: JsonObject, limits: JsonObject = {}): Promise<RawClient> {
  const client = await new RawClient(place({ servers, limits })).open();
  await client.tools();
  return client;
}

const nested = (depth: number): JsonObject => {
  let value: JsonObject = {};
  for (let i = 1; i < depth; i++) value = { a: value };
  return value;
};

/** One that serves two principals over HTTP until it is told to end. */
async function serve(limits: JsonObject, servers: JsonObject = {}) {
  const tokens = { ada: 'token-of-ada-0123456789', bob: 'token-of-bob-0123456789' };
  const server = new RawClient(place({ servers, http: { tokens }, limits: { drain: '100ms', ...limits } }), [
    '--http',
    '--port',
    '0',
  ]);
  while (!/http:\S+/.test(server.stderr)) await new Promise((resolve) => setTimeout(resolve, 10));
  const url = /http:\S+/.exec(server.stderr)?.[0] ?? '';
  const post = async (method: string, params: JsonObject, headers: Record<string, string> = {}, who = 'ada') => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(url, { method: 'POST', headers: { ...headersOf(who), ...headers }, body });
    return [response.status, await response.text()] as const;
  };
  const call = (who: string, tool: string, args: JsonObject = {}) => {
    const name = `gated__${tool}`;
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name };
    return post('tools/call', { name, arguments: args, _meta: modernMeta() }, headers, who);
  };
  const stop = async (): Promise<void> => {
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  };
  return { post, call, stop, url, said: () => server.stderr };
}

const headersOf = (who: string): Record<string, string> => ({
  authorization: `Bearer token-of-${who}-0123456789`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
});

/** Each limit refuses in words that name its key, and what comes after is served as before. */
describe('a limit', () => {
  it('limits.message', async () => {
    const client = await open({ echo: fixture('echo') }, { message: '2KB' });
    const dropped = client.until(({ error }) => error !== undefined);
    void client.call('echo__echo', { message: 'x'.repeat(5_000) });
    expect(textOf(await dropped)).toMatch(/limits\.message/);
    expect(await client.call('echo__echo', { message: 'y' })).toBe('{"message":"y"}');
    await client.close();
  });

  it('limits.result', async () => {
    const client = await open({ huge: fixture('huge-answer') }, { result: '1MB' });
    const [name] = (await client.tools()).filter((tool) => tool.startsWith('huge__'));
    expect(await client.call(name ?? '', {})).toMatch(/limits\.result/);
    await client.close();
  });

  it('on what results hold together, which is a part of the memory that Node may use: V8 would end the process', {
    timeout: 120_000,
  }, async () => {
    const config = { servers: { big: fixture('huge-answer', ['10']), echo: fixture('echo') } };
    const client = new RawClient(place(config), [], { NODE_OPTIONS: '--max-old-space-size=96' });
    await client.open();
    await client.tools();
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.call('big__huge')));
    for (const text of answers) {
      if (text.length > 1_000_000) expect(text).toBe('x'.repeat(10_000_000));
      else expect(text).toMatch(/no room.*results of this principal hold.*--max-old-space-size.*Ask for less/);
    }
    expect(answers.filter((text) => text.length > 1_000_000)).not.toEqual([]);
    expect(await client.call('echo__echo', { a: 1 })).toContain('a');
    expect(await client.call('big__huge')).toHaveLength(10_000_000);
    await client.close();
  });

  it('limits.depth, under the id of the request', async () => {
    const client = await open({ echo: fixture('echo') }, { depth: 20 });
    expect(await client.call('echo__echo', nested(30))).toMatch(
      /nests \d+ deep; at most 20 is accepted \(limits\.depth\)/,
    );
    expect(await client.call('echo__echo', nested(10))).toContain('"a"');
    await client.close();
  });

  it('limits.inFlight', async () => {
    const client = await open({ gated: gated() }, { inFlight: 2 });
    const flying = client.call('gated__wait');
    while ((await client.call('gated__waiting')) !== '1') {}
    const second = client.call('gated__wait');
    const refused = await client.call('gated__name');
    expect(refused).toMatch(/most for one client \(limits\.inFlight\): nothing was done/);
    client.child.kill('SIGKILL');
    void [flying, second];
  });

  it('limits.total', async () => {
    const client = await open({ gated: gated() }, { total: 1 });
    void client.call('gated__wait');
    expect(await client.call('gated__name')).toMatch(/most for all clients \(limits\.total\): nothing was done/);
    client.child.kill('SIGKILL');
  });

  it('servers.NAME.inFlight', async () => {
    const client = await open({ gated: gated({ inFlight: 1 }), echo: fixture('echo') });
    void client.call('gated__wait');
    let answer = await client.call('gated__name');
    while (answer === 'done') answer = await client.call('gated__name');
    expect(answer).toMatch(/most \(servers\.gated\.inFlight\)[\s\S]*did not happen/);
    expect(await client.call('echo__echo', { message: 'y' })).toBe('{"message":"y"}');
    client.child.kill('SIGKILL');
  });

  it('on what one server may tell at once: a call of another that comes meanwhile is answered before it is through', async () => {
    const client = await open({ loud: fixture('floods'), echo: fixture('echo') });
    await client.call('echo__echo', { text: 'here' });
    for (const tool of ['logs', 'steps']) {
      const params = { name: `loud__${tool}`, arguments: {}, _meta: { progressToken: tool } };
      const flood = client.send('tools/call', params);
      await client.until(
        ({ method, params: told }) => method !== undefined && String(JSON.stringify(told)).includes('step 1 of'),
      );
      client.received.length = 0;
      expect(await client.call('echo__echo', { text: tool })).toContain(tool);
      const meanwhile = client.received.length;
      expect(textOf(await flood)).toBe('done');
      // The most that a server may tell at once: all of it was told before anybody else was heard.
      expect(meanwhile).toBeLessThan(1_000);
      client.received.length = 0;
    }
    await client.close();
  });

  it('servers.NAME.timeout and ceiling', async () => {
    const client = await open({
      hang: fixture('hang-on-call', [], { timeout: '300ms' }),
      busy: fixture('progress', ['1000'], { timeout: '5s', ceiling: '1s' }),
    });
    expect(await client.call('hang__hang')).toMatch(/did not answer in time[\s\S]*`timeout`/);
    const busy = await client.send('tools/call', { name: 'busy__slow', _meta: { progressToken: 0 } });
    expect(textOf(busy)).toMatch(/did not answer in time[\s\S]*`ceiling`/);
    await client.close();
  });

  it('servers.NAME.processes', async () => {
    const client = await open({ gated: gated({ processes: 1 }) });
    const call = (name: string, threadId: string) =>
      client.send('tools/call', { name: `gated__${name}`, _meta: { sessionId: 's', threadId } });
    void call('wait', 'one');
    while (textOf(await call('waiting', 'one')) !== '1') {}
    expect(textOf(await call('name', 'two'))).toMatch(
      /all 1 of its processes are busy.*`processes`[\s\S]*did not happen/,
    );
    client.child.kill('SIGKILL');
  });

  it('limits.question, of a client that never answers', async () => {
    const servers = { asks: fixture('asks-legacy') };
    const client = await new RawClient(place({ servers, limits: { question: '200ms' } })).open({ elicitation: {} });
    await client.tools();
    // The server hears that nobody answered, and goes on; the client that it need not answer any more.
    expect(await client.call('asks__name')).toContain('"action":"cancel"');
    const asked = client.received.find(({ method }) => method === 'elicitation/create');
    const withdrawn = client.received.find(({ method }) => method === 'notifications/cancelled');
    expect(withdrawn?.params).toMatchObject({ requestId: asked?.id });
    await client.close();
  });

  it('limits.sessions, over HTTP', async () => {
    const { post, stop } = await serve({ sessions: 1 });
    const clientInfo = { name: 'raw', version: '1' };
    const begin = () => post('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    expect((await begin())[0]).toBe(200);
    expect(await begin()).toEqual([503, expect.stringContaining('limits.sessions')]);
    await stop();
  });

  it('limits.message, inFlight and total, over HTTP', async () => {
    const { call, stop } = await serve({ message: '2KB', inFlight: 2, total: 3 }, { gated: gated() });
    expect(await call('ada', 'name', { pad: 'x'.repeat(5_000) })).toEqual([
      413,
      expect.stringContaining('limits.message'),
    ]);
    const waiting = [call('ada', 'wait'), call('ada', 'wait'), call('bob', 'wait')];
    const until = async (who: string, status: number, words: string): Promise<void> => {
      let answer = await call(who, 'name');
      while (answer[0] !== status || !answer[1].includes(words)) answer = await call(who, 'name');
    };
    // Two of one principal are enough, whoever else calls; three of all are, whoever asks for a fourth.
    await until('ada', 429, 'limits.inFlight');
    await until('bob', 200, 'limits.total');
    await stop();
    expect((await Promise.all(waiting)).map(([status]) => status)).toEqual([200, 200, 200]);
  });

  // Side by side: each waits until it shows that somebody does not read.
  it.concurrent('limits.unread: a client that does not read is sent words in the place of what it would have us keep', {
    timeout: 60_000,
  }, async () => {
    const client = await open({ big: fixture('huge-answer', ['2']) }, { unread: '1MB' });
    client.child.stdout?.pause();
    const ids = Array.from({ length: 8 }, (_, n) => `unread-${n}`);
    const answers = ids.map((id) => client.send('tools/call', { name: 'big__huge', arguments: {} }, id));
    await client.said(/an answer to tools\/call of \S+ \(\d+ characters\) was not sent/);
    client.child.stdout?.resume();
    const texts = (await Promise.all(answers)).map(textOf);
    // One is on its way, and one may have been begun before that shows.
    const whole = texts.filter((text) => text.length === 2_000_000);
    expect(whole.length).toBeGreaterThan(0);
    expect(whole.length).toBeLessThan(4);
    for (const text of texts.filter((each) => !whole.includes(each))) expect(text).toMatch(/not sent.*limits\.unread/);
    // What is asked for when it reads again is sent.
    expect(await client.call('big__huge')).toHaveLength(2_000_000);
    await client.close();
  });

  it.concurrent('limits.unread: one that reads nothing over HTTP is broken off, and takes no answers from others of its principal', {
    timeout: 60_000,
  }, async () => {
    const { post, stop, url, said } = await serve({ unread: '1MB' }, { big: fixture('huge-answer', ['9']) });
    const name = 'big__huge';
    const modern = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name };
    const params = { name, arguments: {}, _meta: modernMeta() };
    const silent = http.request(url, { method: 'POST', headers: { ...headersOf('ada'), ...modern } });
    silent.on('error', () => undefined);
    const begun: Promise<IncomingMessage[]> = once(silent, 'response');
    silent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
    const [response] = await begun;
    const [status, text] = await post('tools/call', params, modern);
    expect([status, text.length]).toEqual([200, expect.toSatisfy((length: number) => length > 9_000_000)]);
    const closed = new Promise((resolve) => response?.on('error', () => undefined).once('close', resolve));
    response?.resume();
    await closed;
    expect(response?.complete).toBe(false);
    expect(said()).toMatch(/bytes of answers were broken off.*limits\.unread/);
    await stop();
  });

  it.concurrent('limits.unread: a client that reads is sent everything, however much is asked for at once', async () => {
    const client = await open({ big: fixture('huge-answer', ['2']) }, { unread: '1MB' });
    const answers = Array.from({ length: 20 }, () => client.call('big__huge'));
    expect((await Promise.all(answers)).map((text) => text.length)).toEqual(Array(20).fill(2_000_000));
    await client.close();
  });
});

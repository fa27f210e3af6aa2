import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import {
  childrenOf,
  fixture,
  isRunning,
  modernMeta,
  type Place,
  place,
  RawClient,
  sallyport,
  textOf,
} from './gateway.ts';

const TOKEN = 'token-of-ada-0123456789';
const ENDING = 'Sallyport is being shut down and takes no new calls. Nothing was done.';

describe('an end that is asked for while calls run', () => {
  const patient = (): Place =>
    place({
      servers: { gated: fixture('gated', ['done']), echo: fixture('echo') },
      limits: { drain: '60s' },
      http: { tokens: { ada: TOKEN } },
    });

  it.each([
    ['SIGTERM', (client: RawClient) => client.child.kill('SIGTERM')],
    ['SIGINT', (client: RawClient) => client.child.kill('SIGINT')],
    ['the end of its input', (client: RawClient) => client.child.stdin?.end()],
  ])('%s: they are answered as ever, no new one is taken, and nothing is left running', async (how, end) => {
    const at = patient();
    const client = await new RawClient(at).open();
    await client.tools();
    const call = client.call('gated__wait');
    while ((await client.call('gated__waiting')) !== '1') {}
    const pid = Number(await client.call('gated__pid'));
    const children = childrenOf(client.child.pid ?? 0);
    expect(children.length).toBeGreaterThanOrEqual(2);
    end(client);
    if (how !== 'the end of its input') {
      let answer = await client.call('echo__echo', { message: 'late' });
      while (answer.includes('late')) answer = await client.call('echo__echo', { message: 'late' });
      expect(answer).toContain(ENDING);
    }
    process.kill(pid, 'SIGUSR2');
    expect(await call).toBe('done');
    expect(await client.exited).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it.each(['modern', 'legacy'] as const)('over HTTP, a %s client too; nobody new gets in', async (era) => {
    const at = patient();
    const server = new RawClient(at, ['--http', '--port', '0']);
    const url = new URL(await server.said(/http:\/\/\S+/));
    const mode = era === 'modern' ? { pin: '2026-07-28' } : ('legacy' as const);
    const client = new NewClient({ name: 'late', version: '1' }, { versionNegotiation: { mode } });
    const requestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
    await client.connect(new NewHttp(url, { requestInit }));
    await client.listTools();
    const ask = async (tool: string): Promise<string> =>
      JSON.stringify((await client.callTool({ name: `gated__${tool}`, arguments: {} })).content);
    const call = ask('wait');
    while (!(await ask('waiting')).includes('"1"')) {}
    const pid = Number(/\d+/.exec(await ask('pid'))?.[0]);
    server.child.kill('SIGTERM');
    const knock = (): Promise<string> =>
      new Promise((resolve) => {
        const sent = request(url, { method: 'POST', agent: false }, (response) => {
          response.resume();
          resolve(String(response.statusCode));
        });
        sent.on('error', (error) => resolve(String(error))).end('{}');
      });
    while (!(await knock()).includes('ECONNREFUSED')) {}
    process.kill(pid, 'SIGUSR2');
    expect(await call).toBe('[{"type":"text","text":"done"}]');
    expect(await server.exited).toBe(0);
    await client.close().catch(() => undefined);
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });
});

const RULES = [{ id: 'asks', tools: ['mail.*'], effect: 'ask', reason: 'Mail leaves the house.' }];

describe('an end that comes before calls end', () => {
  it.each(['legacy', 'modern'] as const)(
    'a %s client is told that a held call did nothing; of one that was sent, that nobody knows',
    async (era) => {
      const at = place({
        servers: { mail: fixture('receipts', ['/dev/null']), gated: fixture('gated', ['done']) },
        policy: { rules: RULES },
        approvals: { wait: '60s' },
        limits: { drain: '0s' },
      });
      const client = await (era === 'legacy' ? new RawClient(at).open() : new RawClient(at).begun());
      // One who can be asked comes back for each answer, so that its calls outlive its requests.
      const meta = era === 'legacy' ? {} : modernMeta({ sampling: {} });
      await client.send('tools/list', { _meta: meta });
      const sent = client.send('tools/call', { name: 'gated__wait', _meta: meta });
      const waiting = async () =>
        textOf(await client.send('tools/call', { name: 'gated__waiting', arguments: {}, _meta: meta }));
      while ((await waiting()) !== '1') {}
      const mail = { name: 'mail__send', arguments: { to: 'x@y.example', body: 'hello' } };
      const held = client.send('tools/call', { ...mail, _meta: { ...meta, progressToken: 'p' } });
      await client.until(({ method }) => method === 'notifications/progress');
      client.child.kill('SIGTERM');
      expect(textOf(await held)).toMatch(/was sent to its server\. Nothing was done\. Try again/);
      expect(textOf(await sent)).toMatch(/Whether the action happened is not known/);
      expect(await client.exited).toBe(0);
      const log = async (...kinds: string[]) =>
        (await sallyport(at, 'log', '--json', ...kinds.flatMap((kind) => ['--kind', kind]))).out;
      expect(await log('hold')).toContain('mail.send');
      expect(await log('call', 'result', 'lost')).not.toContain('mail.send');
    },
  );
});

describe('a held call that its client takes back', () => {
  const asking = (): Place =>
    place({
      servers: { mail: fixture('receipts', ['/dev/null']) },
      policy: { rules: RULES },
      approvals: { wait: '60s' },
      http: { tokens: { ada: TOKEN } },
    });
  const MAIL = { name: 'mail__send', arguments: { to: 'x@y.example', body: 'hello' } };
  const pendingOf = async (at: Place) => (await sallyport(at, 'pending', '--json')).out.trim().split('\n');
  /** Waits until a person who looks is told that nobody waits for it any more. */
  async function takenBack(at: Place): Promise<void> {
    await expect
      .poll(async () => (await pendingOf(at)).filter(Boolean).map((line) => JSON.parse(line)), { timeout: 30_000 })
      .toMatchObject([{ takenBack: true }]);
    expect((await sallyport(at, 'pending')).out).toMatch(/taken back/);
  }

  it.each(['legacy', 'modern'] as const)(
    'over stdio (%s) is not answered and not run, and people are told',
    async (era) => {
      const at = asking();
      const client = await (era === 'legacy' ? new RawClient(at).open() : new RawClient(at).begun());
      const meta = era === 'legacy' ? {} : modernMeta();
      await client.send('tools/list', era === 'legacy' ? {} : { _meta: meta });
      void client.send('tools/call', { ...MAIL, _meta: { ...meta, progressToken: 'p' } }, 'held');
      await client.until(({ method }) => method === 'notifications/progress');
      client.write('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"held"}}\n');
      await takenBack(at);
      expect(client.received.some(({ id }) => id === 'held')).toBe(false);
      await client.close();
      expect((await sallyport(at, 'log', '--json', '--kind', 'result')).out).not.toContain('mail.send');
    },
  );

  it('over HTTP by a stream that is closed', async () => {
    const at = asking();
    const server = new RawClient(at, ['--http', '--port', '0']);
    const url = await server.said(/http:\/\/\S+/);
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': MAIL.name,
    };
    const params = { ...MAIL, _meta: { ...modernMeta(), progressToken: 'p' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const gone = new AbortController();
    const response = await fetch(url, { method: 'POST', headers, body, signal: gone.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    gone.abort();
    await takenBack(at);
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });
});

it('lists of many pages, of several servers, are one page, and no cursor leads behind it', async () => {
  const servers = { many: fixture('many-tools', ['250']), more: fixture('many-tools', ['120']), echo: fixture('echo') };
  const client = await new RawClient(place({ servers })).open();
  const names = await client.tools();
  expect(new Set(names).size).toBe(names.length);
  for (const [server, count] of [
    ['many', 250],
    ['more', 120],
  ] as const)
    expect(names.filter((name) => name.startsWith(`${server}__`))).toEqual(
      Array.from({ length: count }, (_, n) => `${server}__tool_${n}`),
    );
  for (const cursor of ['', 'page-2', null, 7])
    expect((await client.send('tools/list', { cursor })).error).toMatchObject({ code: -32602 });
  await client.close();
});

it('a server that says all the time that its long list has changed is shown, again and again, and nobody waits for it', async () => {
  const servers = { nags: fixture('many-tools', ['1500', 'nags', '500']), echo: fixture('echo') };
  const client = await new RawClient(place({ servers })).open();
  const shown = async (): Promise<number> => (await client.tools()).filter((name) => name.startsWith('nags__')).length;
  let last = 0;
  for (const _ of ['first', 'second', 'third']) {
    let count = await shown();
    for (; count <= last; count = await shown())
      expect(await client.call('echo__echo', { message: 'hi' })).toContain('hi');
    last = count;
  }
  expect(last).toBeGreaterThan(1_502);
  await client.close();
});

describe('a state directory that is removed while it is used', () => {
  it.each([
    ['its input ends', (client: RawClient) => client.child.stdin?.end()],
    ['it is told to end', (client: RawClient) => client.child.kill('SIGTERM')],
  ])('is no reason to fall over when %s', async (_how, end) => {
    const at = place({ servers: { echo: fixture('echo') } });
    const client = await new RawClient(at).open();
    await client.tools();
    expect(await client.call('echo__echo', { message: 'hello' })).toContain('hello');
    const children = childrenOf(client.child.pid ?? 0);
    rmSync(at.state, { recursive: true });
    end(client);
    await client.exited;
    expect(client.stderr).not.toMatch(/^\s+at /m);
    expect(client.stderr).not.toMatch(/ENOENT.*scandir|Unhandled|uncaught/i);
    expect(children.filter(isRunning)).toEqual([]);
  });

  it('lets nothing pass, and says what to do', async () => {
    const at = place({ servers: { echo: fixture('echo') } });
    const client = await new RawClient(at).open();
    await client.tools();
    rmSync(at.state, { recursive: true });
    const refused = async (): Promise<string> => client.call('echo__echo', { message: 'hello' });
    await expect.poll(refused).toContain(`${at.state}/frozen was removed or moved; put it back, or restart Sallyport`);
    expect(await refused()).toContain('It was not run.');
    await client.close();
    expect(client.stderr).toContain('put it back or restart');
    expect(client.stderr).not.toMatch(/^\s+at |Unhandled|uncaught/im);
  });
});

describe('a client that reads no more', () => {
  const broken = (): Place => place({ servers: { dies: fixture('die-mid-call') } });

  it('of our answers is gone: the calls under way end as ever, and the record is whole', async () => {
    const at = broken();
    const client = await new RawClient(at).open();
    await client.tools();
    const children = childrenOf(client.child.pid ?? 0);
    client.child.stdout?.destroy();
    void client.call('dies__echo');
    expect(await client.exited).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
    const { code, out } = await sallyport(at, 'verify');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^Whole: 1 chain/) });
  });

  it('of what we say to people is served as ever', async () => {
    const client = await new RawClient(broken()).open();
    await client.tools();
    client.child.stderr?.destroy();
    for (let i = 0; i < 3; i++) expect(await client.call('dies__die')).toMatch(/crashed|unreachable/);
    client.child.stdin?.end();
    expect(await client.exited).toBe(0);
  });
});

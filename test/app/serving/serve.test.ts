import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { runCli } from '../../cli/stage.ts';
import { childrenOf, fixture, isRunning, modernMeta, place, RawClient, sallyport } from '../../e2e/gateway.ts';

it('answers the handshake before any server is there, and ends with everything it started when its input ends', async () => {
  const at = place({ servers: { slow: fixture('hang-on-list', [], { start: '20s' }), echo: fixture('echo') } });
  const client = await new RawClient(at).open();
  const children = childrenOf(client.child.pid ?? 0);
  await client.close();
  expect(client.child.exitCode).toBe(0);
  expect(children.filter(isRunning)).toEqual([]);
});

it('says of each warning what to do, not only what is wrong', async () => {
  const at = place({ servers: {} });
  const client = await new RawClient(at).open();
  await client.close();
  expect(client.stderr).toMatch(/no server is configured.*\. Add one: .*adopt\n/);
});

it('does not start behind itself without end', async () => {
  const at = place({});
  const start = (above: string) => runCli(['serve', '--config', at.config], { SALLYPORT_DOWNSTREAM: above }, at.dir);
  const { code, err } = await start('3');
  expect(code).toBe(1);
  expect(err).toMatch(/behind itself.*Remove the server that runs Sallyport/);
  expect((await start('2')).err).not.toMatch(/behind itself/);
});

it('starts nothing where its port is taken or nobody could call, and says so in one line', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-port-'));
  const mark = path.join(dir, 'started');
  const touch = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
  const at = place({ servers: { marks: { command: process.execPath, args: ['-e', touch], labels: [] } } });
  const port = String((taken.address() as AddressInfo).port);
  const { code, err } = await sallyport(
    at,
    'serve',
    '--http',
    '--allow-anonymous',
    '--trust',
    '--port',
    port,
    '--config',
    at.config,
  );
  taken.close();
  expect([code, err]).toEqual([1, expect.stringMatching(/^.*in use by another program.*--port.*\n$/)]);
  const nobody = await sallyport(at, 'serve', '--http', '--trust', '--port', '0', '--config', at.config);
  expect([nobody.code, nobody.err]).toEqual([1, expect.stringMatching(/^sallyport: nobody could call.*\n$/)]);
  expect(existsSync(mark)).toBe(false);
  expect(JSON.parse((await sallyport(at, 'verify', '--json')).out)).toMatchObject({ ok: true, notices: [] });
});

it('starts nothing where its lockfile cannot be used', async () => {
  const mark = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-lock-')), 'started');
  const at = place({ servers: { marks: { command: 'touch', args: [mark], labels: [] } } });
  // Trusted from here on, so that it would be started at once.
  const client = await new RawClient(at).open();
  await vi.waitUntil(() => existsSync(mark), { timeout: 20_000 });
  await client.close();
  rmSync(mark);
  for (const bytes of [Buffer.from('lockfile: 1\n# \xe9\nservers:\n', 'latin1'), Buffer.from('lockfile: [')]) {
    writeFileSync(path.join(path.dirname(at.config), 'sallyport.lock.yaml'), bytes);
    const { code, err } = await sallyport(at, 'serve', '--config', at.config);
    expect([code, err]).toEqual([1, expect.stringContaining('sallyport.lock.yaml')]);
    expect(existsSync(mark)).toBe(false);
  }
});

describe('told to end while calls are in flight', () => {
  /** A client with one call that waits for `gated__open`. */
  async function waiting(limits: JsonObject = {}) {
    const at = place({ servers: { gated: fixture('gated', ['done']), other: fixture('hang-on-call') }, limits });
    const client = await new RawClient(at).open();
    await client.tools();
    const flying = client.call('gated__wait');
    while ((await client.call('gated__waiting')) !== '1') {}
    return { at, client, flying };
  }

  it('lets them end, refuses new ones, and leaves nothing open', async () => {
    const { at, client, flying } = await waiting({ drain: '60s' });
    const pid = Number(await client.call('gated__pid'));
    client.child.kill('SIGTERM');
    while (!/takes no new calls/.test(await client.call('gated__name'))) {}
    process.kill(pid, 'SIGUSR2');
    expect(await flying).toBe('done');
    expect(await client.exited).toBe(0);
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('cancels what does not end in time, tells the client, and records it', async () => {
    const { at, client } = await waiting({ drain: '50ms' });
    const children = childrenOf(client.child.pid ?? 0);
    const hanging = client.call('other__hang');
    while (!/other__|other.hang/.test((await sallyport(at, 'log', '--all', '--json')).out)) {}
    client.child.kill('SIGTERM');
    expect(await hanging).toMatch(/Whether the action happened is not known/);
    expect(await client.exited).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
    const log = await sallyport(at, 'log', '--json', '--all');
    expect(log.out.match(/"cancelled/g)?.length ?? 0).toBeGreaterThan(0);
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('answers a call that comes too late, in words', async () => {
    const { client } = await waiting({ drain: '60s' });
    client.child.kill('SIGTERM');
    let late = '';
    while (!/takes no new calls/.test(late)) late = await client.call('gated__name');
    client.child.kill('SIGKILL');
  });

  it('over HTTP takes no connection more, answers what hangs, ends the streams, and is gone', async () => {
    const servers = { hang: fixture('hang-on-call') };
    const at = place({ servers, http: { port: 0 }, limits: { drain: '200ms' } });
    const server = new RawClient(at, ['--http', '--allow-anonymous']);
    while (!/http:\S+/.test(server.stderr)) await new Promise((resolve) => setTimeout(resolve, 10));
    const url = /http:\S+/.exec(server.stderr)?.[0] ?? '';
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const post = (session: Record<string, string>, method: string, params: JsonObject): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: { ...headers, ...session },
        body: JSON.stringify({ jsonrpc: '2.0', id: method, method, params }),
      });
    const clientInfo = { name: 'raw', version: '1' };
    const begun = await post({}, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    const session = { 'mcp-session-id': begun.headers.get('mcp-session-id') ?? '' };
    const stream = await fetch(url, { headers: { accept: 'text/event-stream', ...session } });
    await (await post(session, 'tools/list', {})).text();
    const hanging = post(session, 'tools/call', { name: 'hang__hang', arguments: {} });
    while (!/hang__|hang.hang/.test((await sallyport(at, 'log', '--all', '--json')).out)) {}
    server.child.kill('SIGTERM');
    expect(await (await hanging).text()).toContain('Whether the action happened is not known');
    await stream.text();
    expect(await server.exited).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('lets go of sessions only when its record is closed: their next owner reads it at once', async () => {
    const servers = { echo: fixture('echo', [], { isolation: 'shared' }) };
    const at = place({ servers, http: { port: 0 }, session: { meta: 'example.com/session' } });
    const server = new RawClient(at, ['--http', '--allow-anonymous']);
    const url = (await server.said(/http:\S+/)).trim();
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'echo__echo',
    };
    for (let n = 0; n < 60; n++) {
      const _meta = { ...modernMeta(), 'example.com/session': `conversation ${n}` };
      const params = { name: 'echo__echo', arguments: {}, _meta };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      await (await fetch(url, { method: 'POST', headers, body })).text();
    }
    const namesIn = (folder: string, ending: string): string[] =>
      readdirSync(path.join(at.state, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => path.join(at.state, folder, name));
    const owned = namesIn('sessions', 'lease.1');
    expect(owned).toHaveLength(60);
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    const [record = ''] = namesIn('journal', '.jsonl');
    const left = owned.map((file) => statSync(file.replace(/1$/, '2')).mtimeMs);
    expect(Math.min(...left)).toBeGreaterThanOrEqual(statSync(record).mtimeMs);
  });
});

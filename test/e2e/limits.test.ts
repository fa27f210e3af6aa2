import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { fixture, place, RawClient, textOf } from './gateway.ts';

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

  it('servers.NAME.timeout and ceiling', async () => {
    const client = await open({ hang: fixture('hang-on-call', [], { timeout: '300ms' }) });
    expect(await client.call('hang__hang')).toMatch(/did not answer in time[\s\S]*`timeout`/);
    await client.close();
  });

  it('limits.sessions, over HTTP', async () => {
    const at = place({ servers: {}, http: { port: 0 }, limits: { sessions: 1 } });
    const server = new RawClient(at, ['--http', '--allow-anonymous']);
    while (!/http:\S+/.test(server.stderr)) await new Promise((resolve) => setTimeout(resolve, 10));
    const url = /http:\S+/.exec(server.stderr)?.[0] ?? '';
    const begin = async (): Promise<[number, string]> => {
      const clientInfo = { name: 'raw', version: '1' };
      const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
      const response = await fetch(url, { method: 'POST', headers, body });
      return [response.status, await response.text()];
    };
    expect((await begin())[0]).toBe(200);
    const [status, text] = await begin();
    expect([status, text]).toEqual([503, expect.stringContaining('limits.sessions')]);
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });
});

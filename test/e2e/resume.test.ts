import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, it, onTestFinished } from 'vitest';
import { fixture, place, serveHttp } from './gateway.ts';

const TOKEN = 'token-of-ada-0123456789';
const requestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
const info = { name: 'resuming', version: '1' };

/** A way to an address that can be cut, as networks do, and is there again at once. */
async function wayTo(url: string): Promise<{ url: URL; cut: () => void }> {
  const sockets = new Set<Socket>();
  const way = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => sockets.delete(one));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    way.close();
    cut();
  });
  const through = new URL(url);
  through.port = String((way.address() as AddressInfo).port);
  return { url: through, cut };
}

type Call = (name: string, onresumptiontoken?: (token: string) => void) => Promise<string>;

/** Calls a tool over this way, and tells from where its answer could be taken up. */
async function open(generation: 'v1' | 'v2 legacy', url: URL): Promise<Call> {
  if (generation === 'v1') {
    const client = new OldClient(info);
    const transport = new OldHttp(url, { requestInit });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    onTestFinished(() => client.close());
    return async (name, tell) =>
      JSON.stringify(await client.callTool({ name }, undefined, tell === undefined ? {} : { onresumptiontoken: tell }));
  }
  const client = new NewClient(info);
  await client.connect(new NewHttp(url, { requestInit }));
  onTestFinished(() => client.close());
  return async (name, tell) =>
    JSON.stringify(await client.callTool({ name }, tell === undefined ? {} : { onresumptiontoken: tell }));
}

it.each(['v1', 'v2 legacy'] as const)(
  'a client (%s) that loses its connection takes its call up again, which ran once, and gets the answer',
  { timeout: 60_000 },
  async (generation) => {
    const servers = { gated: fixture('gated', ['done']) };
    const served = await serveHttp(place({ servers, http: { tokens: { ada: TOKEN } } }));
    onTestFinished(() => void served.stop());
    const { url, cut } = await wayTo(served.url);
    const call = await open(generation, url);
    let token = '';
    const waiting = call('gated__wait', (given) => {
      token = given;
    });
    // A call that takes long gets a stream, whose first event says from where it can be taken up.
    await expect.poll(() => token, { timeout: 20_000 }).not.toBe('');
    cut();
    const again = (name: string): Promise<string> => call(name).catch(() => '');
    await expect.poll(() => again('gated__waiting'), { timeout: 20_000 }).toContain('"text":"1"');
    await expect.poll(() => again('gated__open'), { timeout: 20_000 }).toContain('opened');
    expect(await waiting).toContain('"text":"done"');
  },
);

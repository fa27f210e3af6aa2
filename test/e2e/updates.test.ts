import path from 'node:path';
import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import { childrenOf, fixture, type Place, place, serveHttp } from './gateway.ts';

const TOKEN = 'token-of-ada-0123456789';
const info = { name: 'watching', version: '1' };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What the clients of both generations can do about resources, under one set of names. */
interface Watching {
  /** The addresses that it was told of. */
  readonly told: string[];
  readonly watch: (uri: string) => Promise<() => Promise<unknown>>;
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<unknown>;
  readonly resources: () => Promise<string[]>;
  /** The process of Sallyport, where the client started it. */
  readonly pid: number | null;
}
type Generation = 'v1' | 'v2 legacy' | 'v2 modern';

async function open(generation: Generation, at: Place, over: 'stdio' | 'http'): Promise<Watching> {
  const stdio = { command: process.execPath, args: [...at.args], stderr: 'ignore' as const };
  const requestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
  let url = new URL('http://unused.example');
  if (over === 'http') {
    const served = await serveHttp(at);
    closing.push(served.stop);
    url = new URL(served.url);
  }
  const told: string[] = [];
  if (generation === 'v1') {
    const client = new OldClient(info);
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void told.push(params.uri));
    const transport = over === 'http' ? new OldHttp(url, { requestInit }) : new OldStdio(stdio);
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    closing.push(() => client.close());
    return {
      told,
      watch: async (uri) => {
        await client.subscribeResource({ uri });
        return () => client.unsubscribeResource({ uri });
      },
      call: (name, args = {}) => client.callTool({ name, arguments: args }),
      resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
      pid: transport instanceof OldStdio ? transport.pid : null,
    };
  }
  const mode = generation === 'v2 modern' ? { pin: '2026-07-28' } : ('legacy' as const);
  const client = new NewClient(info, { versionNegotiation: { mode } });
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void told.push(params.uri));
  const transport = over === 'http' ? new NewHttp(url, { requestInit }) : new NewStdio(stdio);
  await client.connect(transport);
  closing.push(() => client.close());
  return {
    told,
    watch: async (uri) => {
      if (generation === 'v2 modern') {
        const subscription = await client.listen({ resourceSubscriptions: [uri] });
        expect(subscription.honoredFilter).toMatchObject({ resourceSubscriptions: [uri] });
        return () => subscription.close();
      }
      await client.subscribeResource({ uri });
      return () => client.unsubscribeResource({ uri });
    },
    call: (name, args = {}) => client.callTool({ name, arguments: args }),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    pid: transport instanceof NewStdio ? transport.pid : null,
  };
}

const GENERATIONS: readonly Generation[] = ['v1', 'v2 legacy', 'v2 modern'];
const UPSTREAMS = {
  'a legacy server': () => fixture('watched', [path.join(place({}).dir, 'asked')]),
  'one that all sessions share': () => fixture('watched', [path.join(place({}).dir, 'asked')], { isolation: 'shared' }),
  'a modern server': () => fixture('sdk', [], { era: 'modern' }),
} as const;
const cells = GENERATIONS.flatMap((generation) =>
  (Object.keys(UPSTREAMS) as (keyof typeof UPSTREAMS)[]).flatMap((upstream) =>
    (['stdio', 'http'] as const).map((over) => [generation, over, upstream] as const),
  ),
);

describe.each(cells)('a client, %s over %s, before %s', (generation, over, upstream) => {
  it('hears of the resources that it watches, though their server is started again, and of no others', {
    timeout: 60_000,
  }, async () => {
    const at = place({ servers: { it: UPSTREAMS[upstream]() }, http: { tokens: { ada: TOKEN } } });
    const { told, watch, call, resources, pid } = await open(generation, at, over);
    const one = (await resources()).find((uri) => uri.endsWith('note://one')) ?? '';
    const two = one.replace('one', 'two');
    const touch = (name: string) => call('it__touch', { uri: `note://${name}` });
    const stop = await watch(one);
    await touch('one');
    await expect.poll(() => told).toEqual([one]);
    if (pid !== null) {
      for (const child of childrenOf(pid)) process.kill(child, 'SIGKILL');
      // Nobody is told that it ended: the next that it says is heard like the last.
      const again = async (): Promise<number> => {
        await touch('one').catch(() => undefined);
        return told.length;
      };
      await expect.poll(again, { timeout: 20_000 }).toBeGreaterThan(1);
    }
    await stop();
    await watch(two);
    // What is told comes in its order: behind this one nothing from before is on its way.
    await touch('two');
    await expect.poll(() => told.at(-1)).toBe(two);
    const before = told.length;
    await touch('one');
    await touch('two');
    await expect.poll(() => told.length).toBeGreaterThan(before);
    expect(told.slice(before)).toEqual([two]);
  });
});

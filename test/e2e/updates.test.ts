import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import {
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { childrenOf, fixture, modernMeta, type Place, place, put, RawClient, sallyport, serveHttp } from './gateway.ts';
import {
  connectOver,
  connectTo,
  GENERATIONS,
  type Generation,
  makeClient,
  NewClient,
  OldClient,
  type Over,
  TOKEN,
} from './generations.ts';

/** What the clients of both generations can do about resources, under one set of names. */
interface Watching {
  /** The addresses that it was told of. */
  readonly told: string[];
  /** The log messages that it got. */
  readonly logged: string[];
  readonly watch: (uri: string) => Promise<() => Promise<unknown>>;
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<unknown>;
  readonly resources: () => Promise<string[]>;
  /** The process of Sallyport, where the client started it. */
  readonly pid: number | null;
}

async function open(generation: Generation, at: Place, over: Over): Promise<Watching> {
  const told: string[] = [];
  const logged: string[] = [];
  const client = makeClient(generation);
  if (client instanceof OldClient) {
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void told.push(params.uri));
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logged.push(`${params.data}`));
  } else {
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void told.push(params.uri));
    client.setNotificationHandler('notifications/message', ({ params }) => void logged.push(`${params.data}`));
  }
  const pid = await connectTo(at, client, over);
  return {
    told,
    logged,
    watch: async (uri) => {
      if (client instanceof NewClient && generation === 'v2 modern') {
        const subscription = await client.listen({ resourceSubscriptions: [uri] });
        expect(subscription.honoredFilter).toMatchObject({ resourceSubscriptions: [uri] });
        return () => subscription.close();
      }
      await client.subscribeResource({ uri });
      return () => client.unsubscribeResource({ uri });
    },
    call: (name, args = {}) => client.callTool({ name, arguments: args }),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    pid,
  };
}

/** Each kind of server, behind one Sallyport. */
const servers = (): Record<string, JsonObject> => ({
  legacy: fixture('watched', [notes()]),
  shared: fixture('watched', [notes()], { isolation: 'shared' }),
  modern: fixture('sdk', [], { era: 'modern' }),
});
const ways = GENERATIONS.flatMap((generation) =>
  (['stdio', 'http'] as const).map((over) => [generation, over] as const),
);

describe.each(ways)('a client, %s over %s', (generation, over) => {
  it('hears of the resources that it watches, though their server is started again, and of no others', {
    timeout: 60_000,
  }, async () => {
    const behind = servers();
    const at = place({ servers: behind, http: { tokens: { ada: TOKEN } } });
    const { told, watch, call, resources, pid } = await open(generation, at, over);
    const offered = await resources();
    const watches = Object.keys(behind).map((name) => {
      const one = offered.find((uri) => uri.includes(name) && uri.endsWith('note://one')) ?? '';
      const touch = (note: string) => call(`${name}__touch`, { uri: `note://${note}` });
      return { one, two: one.replace('one', 'two'), touch };
    });
    const stops: (() => Promise<unknown>)[] = [];
    for (const { one, touch } of watches) {
      stops.push(await watch(one));
      await touch('one');
      await expect.poll(() => told.at(-1)).toBe(one);
    }
    expect(told).toEqual(watches.map(({ one }) => one));
    if (pid !== null) {
      for (const child of childrenOf(pid)) process.kill(child, 'SIGKILL');
      for (const { one, touch } of watches) {
        // Nobody is told that it ended: the next that it says is heard like the last.
        const again = async (): Promise<number> => {
          await touch('one').catch(() => undefined);
          return told.filter((uri) => uri === one).length;
        };
        await expect.poll(again, { timeout: 20_000 }).toBeGreaterThan(1);
      }
    }
    for (const stop of stops) await stop();
    for (const { two, touch } of watches) {
      await watch(two);
      // What is told comes in its order: behind this one nothing from before is on its way.
      await touch('two');
      await expect.poll(() => told.at(-1)).toBe(two);
      const before = told.length;
      await touch('one');
      await touch('two');
      await expect.poll(() => told.length).toBeGreaterThan(before);
      expect(told.slice(before)).toEqual([two]);
    }
  });
});

/** Where `watched` notes what it was asked. */
const notes = (): string => path.join(place({}).dir, 'asked');
const asked = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
/** What was decided of each request to watch, as the record has it. */
async function recorded(at: Place): Promise<string[]> {
  const { out } = await sallyport(at, 'log', '--json', '--all', '--kind', 'call');
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { tool: string; effect: string });
  return lines.filter(({ tool }) => tool.startsWith('resources/subscribe ')).map(({ effect }) => effect);
}
const watched = (file: string, isolation = 'session') => fixture('watched', [file], { isolation });

describe('a reload that puts another server in the place of one that is watched', () => {
  it.each(ways)('is nothing that its client has to know, %s over %s', { timeout: 60_000 }, async (generation, over) => {
    const moved = (['session', 'shared'] as const).map((name) => ({ name, before: notes(), after: notes() }));
    const config = (when: 'before' | 'after') => ({
      servers: Object.fromEntries(moved.map((one) => [one.name, watched(one[when], one.name)])),
      http: { tokens: { ada: TOKEN } },
    });
    const at = place(config('before'));
    const { told, watch, call, resources } = await open(generation, at, over);
    const stops = new Map<string, () => Promise<unknown>>();
    for (const uri of await resources()) if (uri.endsWith('note://one')) stops.set(uri, await watch(uri));
    expect(stops.size).toBe(2);
    put(at, config('after'));
    for (const { after } of moved)
      await expect.poll(() => asked(after), { timeout: 20_000 }).toContain('subscribe note://one');
    for (const { name } of moved) {
      const touch = async (): Promise<string> => {
        await call(`${name}__touch`, { uri: 'note://one' });
        return told.join();
      };
      await expect.poll(touch, { timeout: 20_000 }).toContain(name);
    }
    for (const stop of stops.values()) await stop();
    for (const { after } of moved) {
      await expect.poll(() => asked(after), { timeout: 20_000 }).toContain('unsubscribe note://one');
      // Asked for once, as it was taken back once: both times by a call that was judged and recorded.
      expect(asked(after).match(/^subscribe/gm)).toHaveLength(1);
    }
    expect(await recorded(at)).toEqual(['allow', 'allow', 'allow', 'allow']);
  });

  const CLOSED: JsonObject = {
    rules: [
      { id: 'closed', effect: 'deny', when: 'call.method.startsWith("resources/")', reason: 'Closed to agents.' },
    ],
  };
  const WHY = /note:\/\/one is no longer watched[\s\S]*"closed"[\s\S]*Closed to agents\./;

  it.each(['v1', 'v2 legacy'] as const)(
    'ends the watch where the policy says so now, which its client hears, %s',
    async (generation) => {
      const [before, after] = [notes(), notes()];
      const at = place({ servers: { it: watched(before) } });
      const { told, logged, watch, call, resources } = await open(generation, at, 'stdio');
      await watch((await resources()).find((uri) => uri.endsWith('note://one')) ?? '');
      put(at, { servers: { it: watched(after) }, policy: CLOSED });
      await expect.poll(() => logged.join(), { timeout: 20_000 }).toMatch(WHY);
      await call('it__touch', { uri: 'note://one' });
      await call('it__touch', { uri: 'note://one' });
      expect(told).toEqual([]);
      expect(asked(after)).not.toContain('subscribe');
      expect(await recorded(at)).toEqual(['allow', 'deny']);
    },
  );

  it('and by the end of its stream, where it listens and wants no log messages', { timeout: 60_000 }, async () => {
    const [before, after] = [notes(), notes()];
    const at = place({ servers: { it: watched(before) } });
    const client = await new RawClient(at).begun();
    const wants = { toolsListChanged: true, resourceSubscriptions: ['note://one'] };
    const listen = (id: string, meta: JsonObject = {}): void => {
      const params = { notifications: wants, _meta: { ...modernMeta(), ...meta } };
      client.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'subscriptions/listen', params })}\n`);
    };
    await client.send('resources/list', { _meta: modernMeta() });
    listen('silent');
    listen('logs', { 'io.modelcontextprotocol/logLevel': 'info' });
    const about = (method: string, id: string) =>
      client.until(({ method: is, params }) => is === method && JSON.stringify(params).includes(`"${id}"`));
    for (const id of ['silent', 'logs'])
      expect(JSON.stringify(await about('notifications/subscriptions/acknowledged', id))).toContain('note://one');
    put(at, { servers: { it: watched(after) }, policy: CLOSED });
    const logged = await about('notifications/message', 'logs');
    expect(logged.params).toMatchObject({ level: 'warning', logger: 'sallyport', data: expect.stringMatching(WHY) });
    const over = await about('notifications/cancelled', 'silent');
    expect(over.params).toMatchObject({ requestId: 'silent', reason: expect.stringMatching(WHY) });
    const ended = await client.until(({ id, method }) => id === 'silent' && method === undefined);
    expect(ended.result).toMatchObject({ resultType: 'complete' });
    const touch = { name: 'it__touch', arguments: { uri: 'note://one' }, _meta: modernMeta() };
    for (let n = 0; n < 2; n++)
      expect((await client.send('tools/call', touch)).result).toMatchObject({ content: [{ text: 'touch' }] });
    expect(client.received.filter(({ method }) => method === 'notifications/resources/updated')).toEqual([]);
    expect(asked(after)).not.toContain('subscribe');
    await client.close();
  });

  it.each(GENERATIONS)(
    'tells its client, people and the record when that one is not there, and asks it when it is, %s',
    { timeout: 60_000 },
    async (generation) => {
      const [before, after] = [notes(), notes()];
      const dir = path.dirname(after);
      const file = path.join(dir, 'server.mjs');
      const at = place({ servers: { it: watched(before) } });
      const { told, logged, watch, call, resources } = await open(generation, at, 'stdio');
      await watch((await resources()).find((uri) => uri.endsWith('note://one')) ?? '');
      put(at, { servers: { it: { command: process.execPath, args: [file, after], labels: [] } } });
      const unheard = async (): Promise<string> => (await sallyport(at, 'log', '--all', '--kind', 'note')).out;
      await expect.poll(unheard, { timeout: 20_000 }).toContain('nobody tells of 1 resource that a client watches');
      // One of 2026-07-28 did not ask for log messages: it hears that the list of resources has changed.
      if (generation !== 'v2 modern')
        expect(logged.join()).toMatch(/Nothing is told of \S*note:\/\/one for now[\s\S]*sallyport__status/);
      symlinkSync(path.join(import.meta.dirname, '../../fixtures/servers/watched.mjs'), file);
      await expect.poll(() => asked(after), { timeout: 30_000 }).toContain('subscribe note://one');
      const touch = async (): Promise<number> => {
        await call('it__touch', { uri: 'note://one' });
        return told.length;
      };
      await expect.poll(touch, { timeout: 20_000 }).toBeGreaterThan(0);
    },
  );
});

describe('a reload of the policy alone', () => {
  const CLOSED: JsonObject = {
    rules: [
      { id: 'closed', effect: 'deny', when: 'call.method.startsWith("resources/")', reason: 'Closed to agents.' },
    ],
  };
  const OPEN: JsonObject = { rules: [{ ...(CLOSED.rules as JsonObject[])[0], effect: 'allow', id: 'open' }] };

  it.each(['v1', 'v2 modern'] as const)('judges again what is watched, %s', { timeout: 60_000 }, async (generation) => {
    const file = notes();
    const at = place({ servers: { it: watched(file) } });
    const { told, logged, watch, call, resources } = await open(generation, at, 'stdio');
    const one = (await resources()).find((uri) => uri.endsWith('note://one')) ?? '';
    const stop = await watch(one);
    put(at, { servers: { it: watched(file) }, policy: OPEN });
    await expect.poll(() => recorded(at), { timeout: 20_000 }).toEqual(['allow', 'allow']);
    // Counted once all the same: what takes it back is passed on.
    await stop();
    await expect.poll(() => asked(file), { timeout: 20_000 }).toContain('unsubscribe note://one');
    await watch(one);
    put(at, { servers: { it: watched(file) }, policy: CLOSED });
    await expect.poll(() => recorded(at), { timeout: 20_000 }).toEqual(['allow', 'allow', 'allow', 'deny']);
    if (generation === 'v1')
      await expect.poll(() => logged.join()).toMatch(/note:\/\/one is no longer watched[\s\S]*"closed"/);
    for (let n = 0; n < 2; n++) await call('it__touch', { uri: 'note://one' });
    expect(told).toEqual([]);
  });
});

describe('a client of 2026-07-28 that lists before it listens', () => {
  it('is told at once of what has changed in between', { timeout: 60_000 }, async () => {
    const tokens = { ada: TOKEN, bob: 'token-of-bob-0123456789' };
    const config = { servers: { it: watched(notes()) }, http: { tokens } };
    const at = place(config);
    const served = await serveHttp(at);
    onTestFinished(async () => void (await served.stop()));
    const [ada, bob] = await Promise.all(
      Object.values(tokens).map(async (token) => {
        const client = makeClient('v2 modern') as NewClient;
        const told: string[] = [];
        client.setNotificationHandler('notifications/tools/list_changed', ({ method }) => void told.push(method));
        await connectOver(new URL(served.url), client, token);
        return { client, told };
      }),
    );
    if (ada === undefined || bob === undefined) throw new Error('two clients');
    const names = async (): Promise<string[]> => (await ada.client.listTools()).tools.map(({ name }) => name);
    expect(await names()).not.toContain('new__touch');
    // The other one listens, and so knows when it has changed.
    await bob.client.listen({ toolsListChanged: true });
    put(at, { ...config, servers: { ...config.servers, new: watched(notes()) } });
    await expect.poll(() => bob.told.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await ada.client.listen({ toolsListChanged: true });
    await expect.poll(() => ada.told.length).toBe(1);
    expect(await names()).toContain('new__touch');
  });
});

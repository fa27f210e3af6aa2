import { expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { createFront } from '../../../src/downstream/front.ts';
import { type Told, Watches } from '../../../src/downstream/listening/watches.ts';
import type { Call } from '../../../src/model/call.ts';
import type { Doors } from '../../../src/model/gate.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { Courier } from '../../../src/model/relay.ts';
import { frontOptions, modernMeta, Stand, until } from '../stand.ts';
import { errandOf } from '../visits.ts';
import { openLines } from '../wires.ts';

/** A gate at which calls wait until they are let through. */
class Slow extends Stand {
  gate: Promise<unknown> | undefined;
  /** The addresses about which nothing is said. */
  readonly waits = new Set<string>();
  upstream = 's';

  override find(...asked: Parameters<Stand['find']>): ReturnType<Stand['find']> {
    const found = super.find(...asked);
    return found && { ...found, target: { ...found.target, upstream: this.upstream } };
  }

  override async pass(call: Call, courier: Courier, doors: Doors): Promise<Outcome> {
    await this.gate;
    if (this.waits.has(String(call.params.uri))) await new Promise(() => {});
    return super.pass(call, courier, doors);
  }
}

async function watching(stand = new Slow()) {
  const front = createFront(frontOptions(stand));
  const ask = (method: string) => errandOf({ method, params: '{"uri":"test://one"}' }, front).errand;
  const errand = ask('resources/subscribe');
  const watches = new Watches(front, errand.asking);
  expect((await watches.start(errand)).member).toBe('result');
  const lost: string[] = [];
  const told: Told = {
    over: ({ uri }, why) => lost.push(`${uri} is over: ${why}`),
    unheard: ({ uri }) => lost.push(`${uri} is unheard`),
  };
  return {
    stand,
    front,
    watches,
    lost,
    stop: () => watches.stop(ask('resources/unsubscribe')),
    renew: (listed: Promise<unknown> = Promise.resolve(), upstream = 's', tried: Promise<unknown> = listed) =>
      watches.renew({ upstream, listed, tried }, told),
    rejudge: () => watches.rejudge(told),
    methods: () => stand.calls.map(({ method }) => method.replace('resources/', '')),
  };
}

test('what is watched at a server is asked for at the one that takes its place, as a call of its own', async () => {
  const { stand, renew, methods, lost } = await watching();
  await renew(Promise.resolve(), 'another');
  expect(methods()).toEqual(['subscribe']);
  await renew();
  const [first, second] = stand.calls;
  expect(methods()).toEqual(['subscribe', 'subscribe']);
  expect(second?.id).not.toBe(first?.id);
  expect(second).toMatchObject({ session: first?.session, target: first?.target, text: '{"uri":"test://one"}' });
  expect(lost).toEqual([]);
});

test('whoever asked is who they are now', async () => {
  const { stand, front, renew } = await watching();
  const { agents, limits } = configSchema.parse({ agents: { kiosk: {} } });
  front.reconfigure({ agents, limits });
  await renew();
  expect(stand.calls.map(({ principal }) => principal.agent)).toEqual([undefined, 'kiosk']);
});

test('what was taken back meanwhile is not asked for, and what is taken back while it is asked for is taken back there', async () => {
  const early = await watching();
  let list = (_value?: unknown): void => undefined;
  const renewing = early.renew(
    new Promise((resolve) => {
      list = resolve;
    }),
  );
  await early.stop();
  list();
  await renewing;
  expect(early.methods()).toEqual(['subscribe', 'unsubscribe']);
  const late = await watching();
  let open = (_value?: unknown): void => undefined;
  late.stand.gate = new Promise((resolve) => {
    open = resolve;
  });
  const asking = late.renew();
  await new Promise((resolve) => setImmediate(resolve));
  late.watches.clear();
  open();
  await asking;
  expect(late.methods()).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
});

test('of two replacements the later one counts', async () => {
  const { renew, methods } = await watching();
  let list = (_value?: unknown): void => undefined;
  const first = renew(
    new Promise((resolve) => {
      list = resolve;
    }),
  );
  await renew();
  list();
  await first;
  expect(methods()).toEqual(['subscribe', 'subscribe']);
});

test('another server that has the address as well is not asked in its place', async () => {
  const { stand, renew, methods, lost, watches } = await watching();
  stand.upstream = 'other';
  await renew();
  expect(methods()).toEqual(['subscribe']);
  const moved = 'the configuration was changed, and another server took the place of s.';
  expect(lost).toEqual([`test://one is over: ${moved}\ns has no resource test://one any more.`]);
  expect(watches.size).toBe(0);
});

test('a request that fails watches nothing, and leaves what was watched before', async () => {
  const stand = new Slow();
  const { watches, front } = await watching(stand);
  stand.closed.add('test://one').add('test://two');
  for (const uri of ['test://one', 'test://two'])
    await watches.start(errandOf({ method: 'resources/subscribe', params: JSON.stringify({ uri }) }, front).errand);
  expect([...watches.uris]).toEqual(['test://one']);
});

test('of requests for one resource that are under way together only those that succeed count', async () => {
  for (const failing of [[0, 1], [0], [1], []]) {
    const stand = new Slow();
    const { watches, front } = await watching(stand);
    const opening: (() => void)[] = [];
    const answers = [0, 1].map((n) => {
      stand.gate = new Promise<void>((resolve) => opening.push(resolve));
      const params = '{"uri":"test://two"}';
      const started = watches.start(errandOf({ method: 'resources/subscribe', params }, front).errand);
      return { n, started };
    });
    for (const { n, started } of answers) {
      if (failing.includes(n)) stand.closed.add('test://two');
      else stand.closed.delete('test://two');
      opening[n]?.();
      await started;
    }
    expect([failing, watches.uris.has('test://two')]).toEqual([failing, failing.length < 2]);
  }
});

test('where the server that takes a place is not there in time it is told so, and asked when it is', async () => {
  const { stand, renew, methods, lost, watches } = await watching();
  let list = (_value?: unknown): void => undefined;
  const listed = new Promise((resolve) => {
    list = resolve;
  });
  const renewing = renew(listed, 's', Promise.resolve());
  await until(() => lost.length > 0);
  expect(lost).toEqual(['test://one is unheard']);
  expect(stand.remarks).toEqual([
    'watch: s: nobody tells of 1 resource that a client watches, until the server is there that takes the place of the one that did',
  ]);
  expect(methods()).toEqual(['subscribe']);
  list();
  await renewing;
  expect(methods()).toEqual(['subscribe', 'subscribe']);
  expect([lost.length, watches.size]).toEqual([1, 1]);
});

test('what is watched is judged again when the policy was changed, and goes on where it is allowed', async () => {
  const { stand, rejudge, methods, lost, watches } = await watching();
  await rejudge();
  expect(methods()).toEqual(['subscribe', 'subscribe']);
  // It was counted once more behind: that is taken back, without a word to the server.
  expect(stand.unwatched).toEqual(['s test://one']);
  expect([lost, watches.size]).toEqual([[], 1]);
});

test('what the policy refuses now is over, and not watched behind us either', async () => {
  const { stand, rejudge, methods, lost, watches } = await watching();
  stand.closed.add('test://one');
  await rejudge();
  expect(lost).toEqual([
    expect.stringMatching(/^test:\/\/one is over: the configuration was changed\.\nSallyport refused [\s\S]*"no-way"/),
  ]);
  // To stop is refused as well here.
  expect(methods()).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
  expect(stand.unwatched).toEqual(['s test://one']);
  expect(watches.size).toBe(0);
});

test('one that waits for a person or its server keeps no other from being judged', async () => {
  const { stand, front, rejudge, lost, watches } = await watching();
  const params = '{"uri":"test://two"}';
  await watches.start(errandOf({ method: 'resources/subscribe', params }, front).errand);
  stand.closed.add('test://two');
  stand.waits.add('test://one');
  void rejudge();
  await until(() => lost.length > 0);
  expect(lost).toEqual([expect.stringMatching(/^test:\/\/two is over/)]);
});

test('what was judged at a server that was replaced meanwhile is not taken off the count of the next one', async () => {
  const { stand, renew, rejudge, methods, watches } = await watching();
  let open = (_value?: unknown): void => undefined;
  stand.gate = new Promise((resolve) => {
    open = resolve;
  });
  const judging = rejudge();
  stand.gate = undefined;
  void renew(new Promise(() => {}));
  open();
  await judging;
  expect([methods(), stand.unwatched, watches.size]).toEqual([['subscribe', 'subscribe'], [], 1]);
});

test('what its server says, or that it is away, is no judgement of what is watched there', async () => {
  const { stand, rejudge, lost, watches } = await watching();
  stand.reply = { kind: 'failed', reason: 'unreachable', message: 'away', acted: false };
  await rejudge();
  const value = { code: -32602, message: 'you watch that already' };
  stand.reply = { kind: 'error', ...value, value, text: JSON.stringify(value) };
  await rejudge();
  expect([lost, watches.size, stand.unwatched]).toEqual([[], 1, []]);
});

test('what waits for another server is not judged before that is asked, and what was taken back meanwhile is taken back there', async () => {
  const { stand, renew, rejudge, methods, stop } = await watching();
  void renew(new Promise(() => {}));
  await rejudge();
  expect(methods()).toEqual(['subscribe']);
  const late = await watching();
  let open = (_value?: unknown): void => undefined;
  late.stand.gate = new Promise((resolve) => {
    open = resolve;
  });
  const judging = late.rejudge();
  late.watches.clear();
  open();
  await judging;
  expect(late.methods()).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
  expect(stand.unwatched).toEqual([]);
  await stop();
});

const AT_ONCE = Promise.resolve();
const replaced = { kind: 'replaced', upstream: 's', listed: AT_ONCE, tried: AT_ONCE } as const;
const OVER = /^test:\/\/one is no longer watched: .* place of s\.\nSallyport refused s: test:\/\/one[\s\S]*"no-way"/;

test('a legacy client is told in a log message why something is no longer watched, where it wants those', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  await lines.initialize();
  for (const uri of ['test://one', 'test://two']) await lines.ask('resources/subscribe', { uri });
  stand.closed.add('test://one');
  stand.emit(replaced);
  const { params } = await lines.find(({ method }) => method === 'notifications/message');
  expect(params).toEqual({ level: 'warning', logger: 'sallyport', data: expect.stringMatching(OVER) });
  const session = stand.calls[0]?.session.key ?? '';
  for (const uri of ['test://one', 'test://two'])
    stand.emit({ kind: 'resource_updated', session, uri, text: JSON.stringify({ uri }) });
  await lines.ask('ping');
  const told = lines.received.filter(({ method }) => method === 'notifications/resources/updated');
  expect(told.map((one) => one.params.uri)).toEqual(['test://two']);
  await lines.ask('logging/setLevel', { level: 'error' });
  stand.closed.add('test://two');
  stand.emit(replaced);
  await until(() => stand.calls.length === 5);
  await lines.ask('ping');
  expect(lines.received.filter(({ method }) => method === 'notifications/message')).toHaveLength(1);
});

test('a client that listens is told on its stream, or by the end of that where it wants no log messages', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  const notifications = { toolsListChanged: true, resourceSubscriptions: ['test://one', 'test://two'] };
  const listen = (id: string, more = {}): void =>
    lines.send({ id, method: 'subscriptions/listen', params: { notifications, _meta: modernMeta({}, more) } });
  listen('logs', { 'io.modelcontextprotocol/logLevel': 'warning' });
  listen('silent');
  await until(() => lines.received.length === 2);
  stand.closed.add('test://one');
  stand.emit(replaced);
  const logged = await lines.find(({ method }) => method === 'notifications/message');
  expect(logged.params).toEqual({
    level: 'warning',
    logger: 'sallyport',
    data: expect.stringMatching(OVER),
    _meta: { 'io.modelcontextprotocol/subscriptionId': 'logs' },
  });
  const cancelled = await lines.find(({ method }) => method === 'notifications/cancelled');
  expect(cancelled.params).toMatchObject({ requestId: 'silent', reason: expect.stringMatching(OVER) });
  expect((await lines.find(({ id }) => id === 'silent')).result).toMatchObject({ resultType: 'complete' });
  // What else it watched is let go; the other stream goes on without the one.
  await until(() => stand.calls.some(({ method }) => method === 'resources/unsubscribe'));
  const session = stand.calls[0]?.session.key ?? '';
  for (const uri of ['test://one', 'test://two'])
    stand.emit({ kind: 'resource_updated', session, uri, text: JSON.stringify({ uri }) });
  await lines.askModern('tools/list');
  const told = lines.received.filter(({ method }) => method === 'notifications/resources/updated');
  expect(told.map(({ params }) => [params.uri, params._meta['io.modelcontextprotocol/subscriptionId']])).toEqual([
    ['test://two', 'logs'],
  ]);
});

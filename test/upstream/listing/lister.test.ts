import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Listing } from '../../../src/model/upstreams.ts';
import {
  admit,
  call,
  closeAll,
  courier,
  folder,
  node,
  type Rig,
  ready,
  serveHttp,
  serverConfig,
  shifting,
  until,
} from '../rig.ts';

afterEach(closeAll);

const REFUSED = { kind: 'failed', reason: 'refused', acted: false };

/** What sessions are told that their own processes offer, descriptions included. */
function hearOwn({ upstreams }: Pick<Rig, 'upstreams'>): Map<string, string | undefined> {
  const own = new Map<string, string | undefined>();
  upstreams.onOwnListing(({ key }, _upstream, listing) => own.set(key, listing && said(listing)));
  return own;
}

const said = ({ tools }: Listing): string =>
  tools
    .map((text) => JSON.parse(text) as { name: string; description: string })
    .map(({ name, description }) => (name === description ? name : `${name}=${description}`))
    .join(' ');

describe("a second session's process of another version", () => {
  test('is listed before a call goes to it, while the first one tells of changes', async () => {
    const it = await shifting('legacy a b');
    const own = hearOwn(it);
    expect(await it.say(call('it', 'a', {}, { key: 'one' }))).toBe('a');
    it.become('legacy a=other b c');
    expect(await it.relay(call('it', 'a', {}, { key: 'two' }))).toMatchObject(REFUSED);
    // It is the version that every later process will be, and what all are shown.
    expect(said(it.listings.get('it') as Listing)).toBe('a=other b c');
    // The first session still has a process of the one before, by which its calls are judged.
    expect(own).toEqual(
      new Map([
        ['two', undefined],
        ['one', 'a b'],
      ]),
    );
    expect(await it.say(call('it', 'a', {}, { key: 'two' }))).toBe('a');
    expect(await it.say(call('it', 'b', {}, { key: 'one' }))).toBe('b');
    expect(await it.relay(call('it', 'a', {}, { key: 'one' }))).toMatchObject(REFUSED);
    expect(it.starts()).toHaveLength(2);
  });

  test('is called at once for what it describes as the first one does', async () => {
    const { say, become } = await shifting('modern a b');
    await say(call('it', 'a', {}, { key: 'one' }));
    become('modern a=other b');
    expect(await say(call('it', 'b', {}, { key: 'two' }))).toBe('b');
  });

  test('that offers less changes no list, and is not called for what it lacks', async () => {
    const it = await shifting('legacy a b');
    const own = hearOwn(it);
    await it.say(call('it', 'a', {}, { key: 'one' }));
    it.become('legacy a');
    expect(await it.relay(call('it', 'b', {}, { key: 'two' }))).toMatchObject(REFUSED);
    expect(await it.say(call('it', 'b', {}, { key: 'one' }))).toBe('b');
    expect(own).toEqual(new Map([['two', 'a']]));
    expect(said(it.listings.get('it') as Listing)).toBe('a b');
  });

  test.each(['call', 'session'])('with isolation: %s and a place of its own is found as well', async (isolation) => {
    const more = isolation === 'call' ? { isolation } : { env: { PLACE: '${session.dir}' } };
    const it = await shifting('legacy a b', more);
    expect(await it.say(call('it', 'a', {}, { key: 'one' }))).toBe('a');
    it.become('legacy a=other b');
    expect(await it.relay(call('it', 'a', {}, { key: 'two' }))).toMatchObject(REFUSED);
    await until(() => said(it.listings.get('it') as Listing) === 'a=other b', 'it is listed for all');
  });
});

test('what a session had of its own ends with its server, whose place another takes', async () => {
  const it = await shifting('legacy a b');
  const own = hearOwn(it);
  await it.say(call('it', 'a', {}, { key: 'one' }));
  it.become('legacy a=other b');
  expect(await it.relay(call('it', 'a', {}, { key: 'two' }))).toMatchObject(REFUSED);
  expect(own.get('one')).toBe('a b');
  const relayBefore = it.upstreams.relay;
  it.upstreams.reconfigure({ it: node('echo') });
  expect(own.get('one')).toBeUndefined();
  // What was judged for it still reaches it, by another process as well.
  it.become('legacy a');
  expect(await relayBefore(admit(call('it', 'b', {}, { key: 'three' })), courier())).toMatchObject(REFUSED);
  expect(own.get('three')).toBeUndefined();
});

test('a server that ended is listed once again, whether by itself or by a call that came first', async () => {
  const files = ['it', 'other'].map((name) => join(folder(), name));
  for (const file of files) writeFileSync(file, 'modern a die');
  const [one = '', two = ''] = files;
  const { upstreams, relay, say } = await ready({ it: node('shifting', [one]), other: node('shifting', [two]) });
  const count: Record<string, number> = {};
  upstreams.onListing((upstream) => {
    count[upstream] = (count[upstream] ?? 0) + 1;
  });
  await relay(call('it', 'die'));
  const other = relay(call('other', 'die'));
  expect(await say(call('it', 'a'))).toBe('a');
  await other;
  await until(() => count.other === 1, 'the one that nobody called was listed by itself');
  await say(call('it', 'a'));
  await say(call('other', 'a'));
  expect(count).toEqual({ it: 1, other: 1 });
});

test('one that is slow to list is asked once by a call that came first, though its time to begin again comes meanwhile', async () => {
  const { file, relay, say } = await shifting('modern a die slow');
  await relay(call('it', 'die'));
  expect(await say(call('it', 'a'))).toBe('a');
  expect(readFileSync(`${file}.lists`, 'utf8')).toHaveLength(2);
});

test('of two connections that tell of changes one alone lists for all when what they told on is taken up again', async () => {
  const it = await shifting('modern a end');
  const count: string[] = [];
  await it.say(call('it', 'a', {}, { key: 'one' }));
  it.become('modern a=other end');
  await it.relay(call('it', 'a', {}, { key: 'two' }));
  it.upstreams.onListing((_, listing) => count.push(said(listing as Listing)));
  await it.say(call('it', 'end', {}, { key: 'one' }));
  await until(() => readFileSync(`${it.file}.listens`, 'utf8').length === 3, 'the first one tells again');
  await it.say(call('it', 'end', {}, { key: 'two' }));
  await until(() => count.length > 0, 'the one that speaks for all was listed');
  expect(count).toEqual(['a=other end']);
});

test("a session's own place in what its process says is no other version", async () => {
  const env = { PLACE: '${session.dir} of "${session.id}"' };
  const it = await shifting('legacy a=$PLACE b', { env });
  const own = hearOwn(it);
  expect(said(it.listings.get('it') as Listing)).toMatch(/listing of "listing" b$/);
  expect(await it.say(call('it', 'a', {}, { key: 'one' }))).toBe('a');
  expect(await it.say(call('it', 'a', {}, { key: 'two' }))).toBe('a');
  expect(own).toEqual(new Map());
});

describe('a server over HTTP that is replaced without a word', () => {
  const open = async (...words: string[]) => {
    const url = await serveHttp('http-shifting', ...words);
    const it = await ready({ it: serverConfig({ url }) });
    const become = (query: string) => fetch(new URL(`/become?${query}`, url));
    const log = async () => (await (await fetch(new URL('/log', url))).json()) as Record<string, number>;
    return { ...it, become, log, shown: () => said(it.listings.get('it') as Listing) };
  };

  test('is listed by the session that it had forgotten, before its call goes', async () => {
    const { say, relay, become, shown } = await open('a', 'b');
    expect(await say(call('it', 'a'))).toBe('a of a b');
    await become('tools=a=other,b&sessions=forget');
    expect(await relay(call('it', 'a'))).toMatchObject(REFUSED);
    expect(await say(call('it', 'a'))).toBe('a of a=other b');
    expect(shown()).toBe('a=other b');
  });

  test('is listed by each session that is new, once', async () => {
    const { say, relay, become, shown, log } = await open('a', 'b', 'stateless');
    expect(await say(call('it', 'a', {}, { key: 'one' }))).toBe('a of a b');
    for (let i = 0; i < 5; i++) await say(call('it', 'a', {}, { key: 'two' }));
    expect((await log())['tools/list']).toBe(2);
    await become('tools=a=other,b');
    expect(await relay(call('it', 'a', {}, { key: 'three' }))).toMatchObject(REFUSED);
    expect(shown()).toBe('a=other b');
  });

  test('is listed once a result says another version, where it says one with each', async () => {
    const { say, relay, become, shown, log } = await open('a', 'b', 'modern');
    for (let i = 0; i < 3; i++) await say(call('it', 'a'));
    expect((await log())['tools/list']).toBe(1);
    await become('tools=a=other,b&version=2');
    expect(await say(call('it', 'b'))).toBe('b of a=other b');
    expect(await relay(call('it', 'a'))).toMatchObject(REFUSED);
    expect(shown()).toBe('a=other b');
    for (let i = 0; i < 3; i++) await say(call('it', 'a'));
    expect((await log())['tools/list']).toBe(3);
  });

  test('is not listed again for what it answers itself', async () => {
    const { say, relay, become, log } = await open('a', 'stateless');
    await say(call('it', 'a'));
    for (const status of [429, 500]) {
      await become(`status=${status}`);
      expect(await relay(call('it', 'a'))).toMatchObject({ reason: 'unreachable', status });
    }
    await become('status=200');
    await say(call('it', 'a'));
    expect((await log())['tools/list']).toBe(1);
  });

  test('is listed after it could not be reached', async () => {
    const { say, relay, become, shown } = await open('a', 'b', 'stateless');
    await say(call('it', 'a'));
    await become('tools=a=other,b&status=503');
    expect(await relay(call('it', 'a'))).toMatchObject({ reason: 'unreachable' });
    await become('status=200');
    expect(await relay(call('it', 'a'))).toMatchObject(REFUSED);
    expect(shown()).toBe('a=other b');
  });

  test('is listed when its stream of changes is not found any more, though nobody calls', async () => {
    const { become, shown, log } = await open('a');
    await until(async () => (await log()).stream === 1, 'it is listened to');
    await become('tools=a=other&sessions=forget&streams=break');
    await until(() => shown() === 'a=other', 'it was listed again');
  });
});

test('what a server over HTTP told while its stream was broken is found out', async () => {
  const url = await serveHttp('http-shifting', 'a');
  const { listings } = await ready({ it: serverConfig({ url }) });
  const log = async () => (await (await fetch(new URL('/log', url))).json()) as Record<string, number>;
  await until(async () => (await log()).stream === 1, 'it is listened to');
  await fetch(new URL('/become?tools=a,b&streams=break', url));
  await until(() => said(listings.get('it') as Listing) === 'a b', 'the change is listed');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Call } from '../../src/model/call.ts';
import type { Frozen } from '../../src/upstream/watchers.ts';
import { call, closeAll, folder, node, ready, serveHttp, serverConfig, session, until } from './rig.ts';

afterEach(closeAll);

/** A server that can be watched, what it was asked, and what is told of it. */
async function open(more: Record<string, unknown> = {}, words: string[] = [], and: Parameters<typeof ready>[1] = {}) {
  const file = join(folder(), 'asked');
  const rig = await ready({ it: node('watched', [file, ...words], more) }, and);
  const told: string[] = [];
  rig.upstreams.onNotice(({ params, session: of }) => told.push(`${of?.key} ${params.uri}`));
  const asks = (verb: 'subscribe' | 'unsubscribe', uri: string, key = 'one'): Call => {
    const params = { uri };
    return { ...call('it', uri, {}, { key, method: `resources/${verb}` }), params, text: JSON.stringify(params) };
  };
  return {
    ...rig,
    told,
    asked: () => readFileSync(file, 'utf8').trim().split('\n'),
    watch: (uri: string, key?: string) => rig.relay(asks('subscribe', uri, key)),
    stop: (uri: string, key?: string) => rig.relay(asks('unsubscribe', uri, key)),
    touch: (uri: string, key = 'one') => rig.say(call('it', 'touch', { uri }, { key })),
    die: (key = 'one') => rig.relay(call('it', 'die', {}, { key })),
    /** Until a process that was started later has been asked. */
    again: (count: number) =>
      until(() => rig.lines.filter((line) => line.includes('was asked again')).length === count, 'it is asked again'),
  };
}

test('a server that crashed is asked again for what is watched, though nobody calls it', async () => {
  const { watch, stop, touch, die, told, asked, again, lines } = await open();
  for (const uri of ['note://one', 'note://two']) expect(await watch(uri)).toMatchObject({ kind: 'complete' });
  expect(await stop('note://two')).toMatchObject({ kind: 'complete' });
  await die();
  await again(1);
  expect(lines.join()).toContain('to tell of what is watched (1)');
  expect(asked()).toEqual([
    'start',
    'subscribe note://one',
    'subscribe note://two',
    'unsubscribe note://two',
    'start',
    'subscribe note://one',
  ]);
  await touch('note://one');
  await touch('note://two');
  expect(told).toEqual(['one note://one']);
  await die();
  await again(2);
  await touch('note://one');
  expect(told).toHaveLength(2);
});

test("so is each session's own, and one that has left is not", async () => {
  const { watch, touch, die, told, asked, again, upstreams } = await open();
  for (const key of ['one', 'two', 'three']) await watch(`note://${key}`, key);
  upstreams.leave(session('three'));
  for (const key of ['one', 'two']) await die(key);
  await again(2);
  for (const key of ['one', 'two']) await touch(`note://${key}`, key);
  expect(told.toSorted()).toEqual(['one note://one', 'two note://two']);
  expect(asked().filter((line) => line === 'subscribe note://three')).toHaveLength(1);
});

test('who stops watching does not stop another, whose server is told when the last one does', async () => {
  const { watch, stop, touch, told, asked } = await open();
  await Promise.all([watch('note://one'), watch('note://one')]);
  expect(await stop('note://one')).toMatchObject({ kind: 'complete', value: {} });
  await touch('note://one');
  expect(told).toEqual(['one note://one']);
  await stop('note://one');
  await touch('note://one');
  expect(told).toHaveLength(1);
  expect(asked().filter((line) => line.startsWith('un'))).toEqual(['unsubscribe note://one']);
});

test('a process that somebody waits to hear from is not idle, however silent, and is reaped as any other afterwards', async () => {
  const { watch, stop, say, upstreams } = await open({ idle: '100ms' });
  const processes = () => upstreams.standings()[0]?.processes;
  await watch('note://one');
  const pid = await say(call('it', 'pid'));
  await say(call('it', 'pid', {}, { key: 'two' }));
  await until(() => processes() === 1, 'the one of the other session is reaped');
  expect(await say(call('it', 'pid'))).toBe(pid);
  await stop('note://one');
  await until(() => processes() === 0, 'it is reaped as well');
});

test('nor does it make room for another, which is told so', async () => {
  const { watch, touch, told, relay } = await open({ processes: 1 });
  await watch('note://one');
  const message = expect.stringMatching(/all 1 of its processes .*`processes`/);
  expect(await relay(call('it', 'pid', {}, { key: 'two' }))).toMatchObject({ kind: 'failed', acted: false, message });
  await touch('note://one');
  expect(told).toEqual(['one note://one']);
});

test.each([
  ['shows by a call', ''],
  ['shows by its stream', '&streams=break'],
])('a server over HTTP that forgot its session, which %s, is asked in the new one', async (_how, and) => {
  const url = await serveHttp('http-shifting', 'a');
  const { relay, say } = await ready({ web: serverConfig({ url, era: 'legacy' }) });
  const log = async () => (await (await fetch(new URL('/log', url))).json()) as Record<string, number>;
  await until(async () => ((await log()).stream ?? 0) > 0, 'it is listened to');
  const made = call('web', 'note://one', {}, { method: 'resources/subscribe' });
  expect(await relay(made)).toMatchObject({ kind: 'complete' });
  await fetch(new URL(`/become?sessions=forget${and}`, url));
  if (and === '') await say(call('web', 'a'));
  await until(async () => (await log())['resources/subscribe'] === 2, 'it is asked again');
});

test('over a connection that all share, those hear of a resource who watch it, and nobody else', async () => {
  const { watch, stop, touch, die, told, again, upstreams } = await open({ isolation: 'shared' });
  for (const key of ['one', 'two']) await watch('note://one', key);
  await watch('note://two', 'three');
  await touch('note://one', 'three');
  expect(told.splice(0)).toEqual(['one note://one', 'two note://one']);
  await stop('note://one', 'one');
  await die('three');
  await again(1);
  await touch('note://one', 'three');
  expect(told.splice(0)).toEqual(['two note://one']);
  upstreams.leave(session('two'));
  await touch('note://one', 'three');
  await touch('note://two', 'three');
  expect(told).toEqual(['three note://two']);
});

test.each(['session', 'shared'])(
  'whoever watches a folder hears of what is in it, and of nothing else, %s',
  async (isolation) => {
    const { watch, touch, told } = await open({ isolation });
    await watch('note://folder');
    for (const uri of ['note://folder/a', 'note://folders', 'note://folder']) await touch(uri);
    expect(told).toEqual(['one note://folder/a', 'one note://folder']);
  },
);

test('over it nobody can stop what only others watch', async () => {
  const { watch, stop, touch, told, asked } = await open({ isolation: 'shared' });
  await watch('note://one', 'one');
  expect(await stop('note://one', 'two')).toMatchObject({ kind: 'complete' });
  await touch('note://one', 'two');
  expect(told).toEqual(['one note://one']);
  await stop('note://one', 'one');
  expect(asked().filter((line) => line.startsWith('un'))).toEqual(['unsubscribe note://one']);
});

test('what it refuses to tell of when it is asked again is watched no more, which people are told', async () => {
  const { watch, die, again, lines, asked } = await open({}, ['forget']);
  await watch('note://gone');
  await watch('note://one');
  await die();
  await again(1);
  expect(lines).toContain('[it] no longer tells of note://gone, which is watched');
  await die();
  await again(2);
  expect(asked().slice(-2)).toEqual(['start', 'subscribe note://one']);
});

test('where each call has a process of its own, watching is refused in words', async () => {
  const { watch, asked } = await open({ isolation: 'call' });
  expect(await watch('note://one')).toMatchObject({
    kind: 'error',
    code: -32602,
    message: expect.stringContaining('each call'),
  });
  expect(asked()).not.toContain('subscribe note://one');
});

test.each<[string, Frozen]>([
  ['the server', (upstream) => (upstream === 'it' ? 'frozen by ada' : undefined)],
  ['the session', (_upstream, of) => (of?.key === 'one' ? 'frozen by ada' : undefined)],
  ['the agent', (_upstream, of, agent) => (of !== undefined && agent === undefined ? 'frozen by ada' : undefined)],
])(
  'while a person has frozen %s nothing is asked for again, and all of it when they have unfrozen it',
  async (_what, why) => {
    let isFrozen = false;
    const frozen: Frozen = (...about) => (isFrozen ? why(...about) : undefined);
    const { watch, die, touch, told, asked, again, say } = await open({}, [], { frozen });
    await watch('note://one');
    isFrozen = true;
    await die();
    // Another session's server would be asked within that time.
    await watch('note://two', 'two').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked().filter((line) => line === 'subscribe note://one')).toHaveLength(1);
    isFrozen = false;
    await again(1);
    expect(asked().filter((line) => line === 'subscribe note://one')).toHaveLength(2);
    expect(await say(call('it', 'pid'))).toMatch(/\d/);
    await touch('note://one');
    expect(told).toEqual(['one note://one']);
  },
);

test('over a connection that all share, one who is frozen does not keep another from being told', async () => {
  let isFrozen = false;
  const frozen: Frozen = (_upstream, of) => (isFrozen && of?.key === 'one' ? 'frozen by ada' : undefined);
  const { watch, die, touch, told, again, lines } = await open({ isolation: 'shared' }, [], { frozen });
  for (const key of ['one', 'two']) await watch('note://both', key);
  await watch('note://one', 'one');
  isFrozen = true;
  await die('two');
  await again(1);
  expect(lines.join()).toContain('to tell of what is watched (1)');
  await touch('note://both', 'two');
  await touch('note://one', 'two');
  expect(told.toSorted()).toEqual(['one note://both', 'two note://both']);
  isFrozen = false;
  await again(2);
  await touch('note://one', 'two');
  expect(told).toContain('one note://one');
});

test('what is watched goes on being told in a flood', async () => {
  const { watch, touch, told } = await open();
  await watch('note://one');
  for (let n = 0; n < 100; n++) await touch('note://one');
  await until(() => told.length > 20, 'one is told after the first');
});

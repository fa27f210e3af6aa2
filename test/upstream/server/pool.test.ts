import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { steadyClock } from '../../../src/model/steady.ts';
import { call, closeAll, folder, isAlive, node, ready, serverConfig, session, shifting, until } from '../rig.ts';

afterEach(closeAll);

describe('isolation', () => {
  test('each session has a process of its own, the first one takes over the one that listed', async () => {
    const { upstreams, say } = await ready({ echo: node('echo') });
    const one = await say(call('echo', 'pid', {}, { key: 'one' }));
    expect(upstreams.standings()[0]?.processes).toBe(1);
    const two = await say(call('echo', 'pid', {}, { key: 'two' }));
    expect(two).not.toBe(one);
    expect(await say(call('echo', 'pid', {}, { key: 'one' }))).toBe(one);
    expect(upstreams.standings()[0]?.processes).toBe(2);
  });

  test('calls of one session that come together share its process', async () => {
    const { say } = await ready({ echo: node('echo') });
    await say(call('echo', 'pid', {}, { key: 'first' }));
    const pids = await Promise.all(Array.from({ length: 10 }, () => say(call('echo', 'pid', {}, { key: 'new' }))));
    expect(new Set(pids).size).toBe(1);
  });

  test('shared: one process for all', async () => {
    const { say } = await ready({ echo: node('echo', [], { isolation: 'shared' }) });
    const pids = await Promise.all(['a', 'b', 'c'].map((key) => say(call('echo', 'pid', {}, { key }))));
    expect(new Set(pids).size).toBe(1);
  });

  test('call: a process for each call, and none is left', async () => {
    const { upstreams, say } = await ready({ echo: node('echo', [], { isolation: 'call' }) });
    const pids = await Promise.all(Array.from({ length: 3 }, () => say(call('echo', 'pid'))));
    expect(new Set(pids).size).toBe(3);
    expect(upstreams.standings()[0]?.processes).toBe(0);
    await until(() => !pids.map(Number).some(isAlive), 'they have ended');
  });

  test('call: one that was cancelled while its process started leaves none either', async () => {
    const { upstreams, relay } = await ready({ slow: node('slow-start', ['400'], { isolation: 'call' }) });
    await relay(call('slow', 'echo'));
    const client = new AbortController();
    const answer = relay(call('slow', 'echo'), { signal: client.signal });
    await until(() => upstreams.standings()[0]?.processes === 1, 'its process is being started');
    client.abort();
    expect(await answer).toMatchObject({ reason: 'cancelled', acted: false });
    expect(upstreams.standings()[0]?.processes).toBe(0);
  });

  test('a server that keeps state in ${session.dir} never shows one session that of another', async () => {
    const dir = folder();
    const config = node('echo', ['${session.id}'], { env: { STATE: '${session.dir}' } });
    const { upstreams, say } = await ready({ echo: config }, { sessionDir: (of) => join(dir, of.key) });
    expect(upstreams.standings()[0]?.processes).toBe(0);
    for (const key of ['one', 'two']) {
      const seen = JSON.parse(await say(call('echo', 'environment', {}, { key })));
      expect(seen.env.STATE).toBe(join(dir, key));
      expect(seen.argv.at(-1)).toBe(key);
    }
  });
});

describe('the end of a connection', () => {
  test('a session that leaves takes its process with it', async () => {
    const { upstreams, say } = await ready({ echo: node('echo') });
    const pid = Number(await say(call('echo', 'pid', {}, { key: 'one' })));
    upstreams.leave(session('two'));
    expect(isAlive(pid)).toBe(true);
    upstreams.leave(session('one'));
    await until(() => !isAlive(pid), 'it has ended');
    expect(Number(await say(call('echo', 'pid', {}, { key: 'one' })))).not.toBe(pid);
  });

  test('what is in flight when its session leaves is still answered, then the process goes', async () => {
    const { upstreams, say } = await ready({ progress: node('progress', [], { idle: '200ms' }) });
    const answer = say(call('progress', 'slow'));
    upstreams.leave(session('one'));
    expect(await answer).toMatch(/token/);
    await until(() => upstreams.standings()[0]?.processes === 0, 'it is reaped');
  });

  test('silence ends a process, a call in flight is no silence', async () => {
    const { upstreams, say, relay } = await ready({
      hangs: node('hang-on-call', [], { idle: '300ms', timeout: '1s' }),
    });
    const hanging = relay(call('hangs', 'hang'));
    expect(await hanging).toMatchObject({ reason: 'timeout' });
    await until(() => upstreams.standings()[0]?.processes === 0, 'it is reaped');
    expect(await say(call('hangs', 'echo', { a: 1 }))).toBe('{"a":1}');
  });

  test('close leaves nothing, not even what is just starting', async () => {
    const { upstreams, say } = await ready({ echo: node('echo'), slow: node('slow-start') });
    const pid = Number(await say(call('echo', 'pid')));
    const starting = say(call('slow', 'echo', {}, { key: 'late' })).catch((error: Error) => error.message);
    await until(() => upstreams.standings()[1]?.processes === 1, 'it is starting');
    await upstreams.close();
    expect(isAlive(pid)).toBe(false);
    expect(await starting).toMatch(/stopped|no text/);
    expect(upstreams.standings().map(({ processes }) => processes)).toEqual([0, 0]);
  });
});

describe('processes', () => {
  test('at the cap the one that was silent longest makes room', async () => {
    let tick = 0;
    const { upstreams, say } = await ready({ echo: node('echo', [], { processes: 2 }) }, { now: () => tick++ });
    const [one, two] = [
      await say(call('echo', 'pid', {}, { key: '1' })),
      await say(call('echo', 'pid', {}, { key: '2' })),
    ];
    await say(call('echo', 'pid', {}, { key: '1' }));
    await say(call('echo', 'pid', {}, { key: '3' }));
    expect(upstreams.standings()[0]?.processes).toBe(2);
    await until(() => !isAlive(Number(two)), 'the second is gone');
    expect(isAlive(Number(one))).toBe(true);
  });

  test('a busy one does not', async () => {
    const { relay } = await ready({ hangs: node('hang-on-call', [], { processes: 1, timeout: '1s' }) });
    const hanging = relay(call('hangs', 'hang', {}, { key: '1' }));
    expect(await relay(call('hangs', 'echo', {}, { key: '2' }))).toMatchObject({
      reason: 'unreachable',
      acted: false,
      message: expect.stringMatching(/all 1 of its processes are busy.*`processes`/),
    });
    expect(await hanging).toMatchObject({ reason: 'timeout' });
  });
});

test('what failed is left alone for a while, and then tried again', async () => {
  let now = 0;
  const config = serverConfig({ command: 'sallyport-no-such-program' });
  const { relay } = await ready({ it: config }, { now: () => now });
  expect(await relay(call('it', 'x'))).toMatchObject({ message: expect.stringMatching(/tried again in 1 s/) });
  now = 501;
  expect(await relay(call('it', 'x'))).toMatchObject({ message: expect.not.stringMatching(/tried again/) });
  expect(await relay(call('it', 'x'))).toMatchObject({ message: expect.stringMatching(/tried again in 1 s/) });
});

test('a session whose process crashes again and again shuts out itself alone', async () => {
  const { relay, say } = await ready({ it: node('die-mid-call') }, { now: () => 0 });
  const die = (key: string) => relay(call('it', 'die', {}, { key }));
  expect([await die('one'), await die('one')]).toMatchObject([{ reason: 'crashed' }, { reason: 'crashed' }]);
  expect(await die('one')).toMatchObject({
    reason: 'unreachable',
    acted: false,
    message: expect.stringMatching(/out of luck.*for this session it will be tried again in 1 s/),
  });
  expect(await say(call('it', 'echo', { a: 1 }, { key: 'two' }))).toBe('{"a":1}');
});

test('a server whose processes crash in one session after another is left alone by all', async () => {
  const { relay } = await ready({ it: node('die-mid-call') }, { now: () => 0 });
  for (const key of ['one', 'two', 'three']) await relay(call('it', 'die', {}, { key }));
  expect(await relay(call('it', 'echo', {}, { key: 'four' }))).toMatchObject({
    reason: 'unreachable',
    message: expect.stringMatching(/out of luck.*\(it will be tried again in 1 s/),
  });
});

test('clients of one session that can do different things are told of to a legacy server each by itself', async () => {
  const { upstreams, say } = await ready({ old: node('asks-legacy') });
  const told = async (capabilities: JsonObject, key = 'one') =>
    JSON.parse(await say(call('old', 'told', {}, { key }), { capabilities }));
  expect(await told({})).toEqual({});
  expect(await told({ roots: {} })).toEqual({ roots: {} });
  expect(await told({ sampling: {} })).toEqual({ sampling: {} });
  // Said anew with each request, as modern clients do.
  expect(await told({ roots: {} })).toEqual({ roots: {} });
  expect(upstreams.standings()).toMatchObject([{ processes: 3 }]);
  upstreams.leave(session('one'));
  await until(() => upstreams.standings()[0]?.processes === 0, 'the end of every process of the session');
});

test('a server that failed is tried again in time, though the clock was set back meanwhile', async () => {
  let set = 0;
  const { relay, become } = await shifting(
    'broken',
    {},
    {
      steady: steadyClock(
        () => Date.now() + set,
        () => performance.now(),
        () => performance.now(),
      ),
    },
  );
  expect(await relay(call('it', 'echo'))).toMatchObject({ kind: 'failed' });
  set = -3_600_000;
  become('legacy echo');
  await until(async () => (await relay(call('it', 'echo'))).kind === 'complete', 'it is tried again');
});

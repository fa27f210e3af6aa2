import { afterEach, describe, expect, test } from 'vitest';
import { call, closeAll, isAlive, node, ready, serverConfig, session, shifting, until } from './rig.ts';

afterEach(closeAll);

describe('one bad server', () => {
  test('of any kind never keeps the others from being listed and called', async () => {
    const { upstreams, listings, say } = await ready({
      dead: node('die-at-start'),
      hangs: node('hang-on-list', [], { start: '500ms' }),
      missing: serverConfig({ command: 'sallyport-no-such-program' }),
      nowhere: serverConfig({ url: 'http://127.0.0.1:9/mcp' }),
      junk: node('junk-lines'),
      off: node('echo', [], { disabled: true }),
      good: node('echo'),
    });
    expect([...listings.keys()].sort()).toEqual(['good', 'junk']);
    expect(await say(call('good', 'echo', { a: 1 }))).toBe('{"a":1}');
    const states = Object.fromEntries(
      upstreams.standings().map(({ upstream, state, message }) => [upstream, [state, message]]),
    );
    expect(states).toEqual({
      dead: ['failed', expect.stringMatching(/exited with code 7; its last words: missing API key/)],
      hangs: [
        'failed',
        expect.stringMatching(/did not (?:list|answer the handshake) within 0.5 s; a longer `start` can be set/),
      ],
      missing: ['failed', expect.stringMatching(/command not found/)],
      nowhere: ['failed', expect.stringMatching(/cannot reach/)],
      junk: ['ready', undefined],
      off: ['disabled', undefined],
      good: ['ready', undefined],
    });
  });

  test('that does not even shake hands in time is stopped', async () => {
    const { upstreams } = await ready({ slow: node('slow-start', ['60000'], { start: '400ms' }) });
    expect(upstreams.standings()).toMatchObject([
      { state: 'failed', processes: 0, message: expect.stringMatching(/did not answer the handshake within 0.4 s/) },
    ]);
  });

  test('is disabled: a call to it says so', async () => {
    const { relay } = await ready({ off: node('echo', [], { disabled: true }) });
    expect(await relay(call('off', 'echo'))).toMatchObject({
      acted: false,
      message: expect.stringContaining('disabled'),
    });
  });
});

describe('what a server says by itself', () => {
  test('is a notice of its session', async () => {
    const { upstreams, say } = await ready({ logs: node('log-lines') });
    const heard: unknown[] = [];
    upstreams.onNotice(({ upstream, session: of, method, params }) => heard.push([upstream, of?.key, method, params]));
    await say(call('logs', 'say', {}, { key: 'mine' }));
    expect(heard).toEqual([
      ['logs', 'mine', 'notifications/message', { level: 'info', data: 'called', logger: 'logs' }],
    ]);
  });

  test('or goes beside its call, where the client listens', async () => {
    const { say } = await ready({ logs: node('log-lines') });
    const heard: unknown[] = [];
    await say(call('logs', 'say'), { notify: (method, params) => heard.push([method, params.data]) });
    expect(heard).toEqual([['notifications/message', 'called']]);
  });

  test('no call waits until it has agreed how much to say', async () => {
    const { say } = await ready({ logs: node('log-lines') });
    expect(await say(call('logs', 'say'), { logLevel: 'info' })).toBe('said');
  });

  test('and what it asks is put to the client whose call it is', async () => {
    const { upstreams, say } = await ready({ asks: node('asks-client') });
    expect(await say(call('asks', 'ask'))).toContain('-32601');
    const unasked: unknown[] = [];
    upstreams.onUnasked(async ({ session: of, question }) => {
      unasked.push([question.upstream, of?.key, question.method]);
      return 'nobody there';
    });
    expect(await say(call('asks', 'ask', { method: 'roots/list' }))).toContain('nobody there');
    expect(await say(call('asks', 'ask', { method: 'tasks/list' }))).toContain('no question that a client answers');
    expect(unasked).toEqual([
      ['asks', 'one', 'roots/list'],
      ['asks', 'one', 'tasks/list'],
    ]);
    const asked: unknown[] = [];
    const answer = await say(call('asks', 'ask', { method: 'elicitation/create', params: { message: 'key?' } }), {
      ask: async (question) => {
        asked.push(question);
        return { kind: 'complete', value: {}, text: '{ "action": "decline", "n": 12345678901234567890 }' };
      },
    });
    expect(answer).toContain('"action":"decline"');
    const params = { message: 'key?' };
    expect(asked).toEqual([{ upstream: 'asks', method: 'elicitation/create', params, text: '{"message":"key?"}' }]);
    const broken = await say(call('asks', 'ask'), { ask: () => Promise.reject(new Error('broken')) });
    expect(broken).toContain('"code":-32603');
  });

  test('a session that left is nobody any more', async () => {
    const { upstreams, say } = await ready({ logs: node('log-lines') });
    await say(call('logs', 'say', {}, { key: 'one' }));
    upstreams.leave(session('one'));
    const heard: unknown[] = [];
    upstreams.onNotice((notice) => heard.push(notice.session?.key));
    await say(call('logs', 'say', {}, { key: 'two' }));
    expect(heard).toEqual(['two']);
  });
});

describe('a server that crashes', () => {
  test('fails what is in flight at once, is started again by itself, and lists what it offers now', async () => {
    const { relay, say, names, become } = await shifting('legacy a die');
    expect(names()).toBe('a die');
    become('legacy a b');
    expect(await relay(call('it', 'die'))).toMatchObject({ kind: 'failed', reason: 'crashed', acted: 'unknown' });
    await until(() => names() === 'a b', 'it was listed again');
    expect(await say(call('it', 'b'))).toBe('b');
  });

  test.each([
    ['legacy', 'modern'],
    ['modern', 'legacy'],
  ])('is asked again what it speaks (%s, then %s), and told to tell of changes', async (first, second) => {
    const { relay, say, names, become } = await shifting(`${first} die change`);
    become(`${second} die change new`);
    await relay(call('it', 'die'));
    expect(await say(call('it', 'new'))).toBe('new');
    await until(() => names() === 'die change new', 'it was listed again');
    await until(async () => {
      await say(call('it', 'change'));
      return names().includes('changed');
    }, 'a change was told');
  });

  test('is not called where it describes the tool otherwise than when the call was judged', async () => {
    const { relay, say, become } = await shifting('legacy a die');
    become('legacy a=other b die');
    await relay(call('it', 'die'));
    const refused = {
      kind: 'failed',
      reason: 'refused',
      acted: false,
      message: expect.stringContaining('it was not called'),
    };
    expect(await relay(call('it', 'a'))).toMatchObject(refused);
    expect(await say(call('it', 'a'))).toBe('a');
  });

  test('is not taken for ended when the start before it ends late', async () => {
    const { relay, say, starts, become } = await shifting('legacy pid die');
    become('modern pid lingers');
    await relay(call('it', 'die'));
    // Asked the old way first, which it refuses; that process goes on for a while, and another one is asked anew.
    const pid = await say(call('it', 'pid'));
    const before = Number(starts().at(-2));
    expect(starts().at(-1)).toBe(pid);
    await until(() => !isAlive(before), 'the start before has ended');
    // What its end set off has been seen once another message has come and gone.
    await say(call('it', 'pid'));
    expect(await say(call('it', 'pid'))).toBe(pid);
  });

  test('again and again is left alone for longer and longer, in words, and comes back', async () => {
    const { relay, upstreams, become, names } = await shifting('legacy die', { start: '5s' });
    become('broken');
    await relay(call('it', 'die'));
    const failed = (): boolean => upstreams.standings()[0]?.state === 'failed';
    await until(failed, 'it is said to have failed');
    expect(await relay(call('it', 'die'))).toMatchObject({
      acted: false,
      message: expect.stringMatching(/it is broken|exited with code 4/),
    });
    become('legacy die well');
    await until(() => names() === 'die well', 'it came back by itself');
    expect(upstreams.standings()[0]?.state).toBe('ready');
  });

  test('is said to have failed when a call finds it so, and comes back when it can', async () => {
    const { upstreams, relay, become } = await shifting('legacy a');
    await relay(call('it', 'a', {}, { key: 'one' }));
    upstreams.leave(session('one'));
    become('broken');
    expect(await relay(call('it', 'a', {}, { key: 'two' }))).toMatchObject({ reason: 'unreachable', acted: false });
    expect(upstreams.standings()[0]).toMatchObject({ state: 'failed', message: expect.stringContaining('code 4') });
    become('legacy a');
    await until(() => upstreams.standings()[0]?.state === 'ready', 'it came back');
  });
});

test('a server whose session a person has frozen is not told that roots have changed', async () => {
  let isFrozen = true;
  const frozen = (_upstream: string, _of?: object, agent?: string): string | undefined =>
    isFrozen && agent === 'support' ? 'frozen' : undefined;
  const { upstreams, say } = await ready({ it: node('asks-legacy') }, { frozen });
  const changes = () => say(call('it', 'root_changes'), { capabilities: { roots: { listChanged: true } } });
  expect(await changes()).toBe('0');
  upstreams.changedRoots(session('one'), 'support');
  expect(await changes()).toBe('0');
  isFrozen = false;
  upstreams.changedRoots(session('one'), 'support');
  expect(await changes()).toBe('1');
});

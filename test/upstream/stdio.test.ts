import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { call, closeAll, folder, node, ready, serverConfig } from './rig.ts';

afterEach(closeAll);

describe('a server on stdio', () => {
  test('gets the arguments to the letter, numbers beyond 2^53 and all', async () => {
    const { say } = await ready({ echo: node('echo') });
    const args = '{"id":9007199254740993,"price":1.10,"text":"\\u00e9 é","nested":{"b":1,"a":[]}}';
    expect(await say(call('echo', 'raw', args))).toContain(`"arguments":${args}`);
  });

  test('gets one line, however the client wrote its message', async () => {
    const { say } = await ready({ echo: node('echo') });
    expect(await say(call('echo', 'echo', '{\r\n  "a":\n 1\n}'))).toBe('{"a":1}');
  });

  test('sees the allowed environment, what is configured, and that it stands below us', async () => {
    process.env.UPSTREAM_TEST_SECRET = 'never';
    const cwd = folder();
    const { say } = await ready(
      { echo: node('echo', ['--at=${workspace}'], { env: { A: 'b' }, cwd }) },
      { workspace: '/w' },
    );
    const seen = JSON.parse(await say(call('echo', 'environment')));
    expect(seen.env).toMatchObject({ A: 'b', SALLYPORT_DOWNSTREAM: '1', PATH: process.env.PATH });
    expect(seen.env.UPSTREAM_TEST_SECRET).toBeUndefined();
    expect(seen.argv).toContain('--at=/w');
    expect(seen.cwd).toBe(cwd);
  });

  test('may print junk: it is dropped, told once, and the calls go on', async () => {
    const { say, lines } = await ready({ junk: node('junk-lines') });
    for (let i = 0; i < 3; i++) expect(await say(call('junk', 'echo', { i }))).toBe(`{"i":${i}}`);
    expect(lines.filter((line) => line.includes('sent what is no message'))).toHaveLength(1);
  });

  test('answers twice and under wrong ids in vain', async () => {
    const config = { twice: node('duplicate-ids'), wrong: node('wrong-id', [], { timeout: '2s' }) };
    const { say, relay } = await ready(config);
    expect(await say(call('twice', 'twice'))).toBe('first');
    expect(await say(call('twice', 'twice'))).toBe('first');
    expect(await relay(call('wrong', 'wrong'))).toMatchObject({ reason: 'timeout' });
    expect(await say(call('wrong', 'echo'))).toBe('{}');
  });

  test('that dies in the middle of a call fails it at once, with its last words, and is started again', async () => {
    const { relay, say } = await ready({ dies: node('die-mid-call') });
    expect(await relay(call('dies', 'die'))).toMatchObject({
      kind: 'failed',
      reason: 'crashed',
      acted: 'unknown',
      message: expect.stringMatching(/exited with code 3; its last words: fatal: out of luck/),
    });
    expect(await say(call('dies', 'echo', { again: 1 }))).toBe('{"again":1}');
  });

  test.each(['huge', 'huge_last'])('that answers too much (%s) fails that call and stalls no other', async (name) => {
    const { relay, say } = await ready(
      { huge: node('huge-answer'), echo: node('echo') },
      { limits: { result: 1_000_000 } },
    );
    const big = relay(call('huge', name));
    expect(await say(call('echo', 'echo', { n: 1 }))).toBe('{"n":1}');
    expect(await big).toMatchObject({
      kind: 'failed',
      reason: 'too-large',
      message: expect.stringContaining('limits.result'),
    });
    expect(await say(call('huge', 'echo', { n: 2 }))).toBe('{"n":2}');
  });

  test('that asks too much is told so, and its call goes on', async () => {
    const { say, lines } = await ready({ huge: node('huge-answer', ['2']) }, { limits: { result: 1_000_000 } });
    expect(await say(call('huge', 'huge_ask'))).toMatch(/"error":.*dropped this request: it has 2000\d\d\d bytes/);
    expect(await say(call('huge', 'echo', { n: 1 }))).toBe('{"n":1}');
    expect(lines.filter((line) => line.includes('more than limits.result allows'))).toHaveLength(1);
  });

  test('has its stderr passed on by name, without control characters', async () => {
    const { lines } = await ready({ logs: node('log-lines') });
    await expect.poll(() => lines).toEqual(['[logs] ready', '[logs] red and  bell']);
  });

  test.each([
    ['sallyport-no-such-program', /command not found: sallyport-no-such-program .* PATH/],
    [join(folder(), 'none'), /command not found: .* does not exist/],
    [join(process.execPath, 'none'), /command not found: .* does not exist/],
  ])('that cannot be started says why: %s', async (command, expected) => {
    const { upstreams, relay } = await ready({ it: serverConfig({ command }) });
    expect(upstreams.standings()).toEqual([
      { upstream: 'it', state: 'failed', processes: 0, message: expect.stringMatching(expected) },
    ]);
    expect(await relay(call('it', 'x'))).toMatchObject({
      reason: 'unreachable',
      acted: false,
      message: expect.stringMatching(expected),
    });
  });
});

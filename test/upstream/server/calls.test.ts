import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { call, closeAll, folder, node, ready, rig, until } from '../rig.ts';

afterEach(closeAll);

describe('calls', () => {
  test('reach the server once and to the letter, envelope apart', async () => {
    const file = join(folder(), 'receipts');
    const { say } = await ready({ it: node('receipts', [file]) });
    const made = call('it', 'send', '{"to":"a@b.example","n":9007199254740993}', {
      meta: { 'x-codex-turn-metadata': { secret: 1 }, sessionId: 's', 'com.example/keep': 2 },
    });
    await say(made);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(
      '"params":{"name":"send","arguments":{"to":"a@b.example","n":9007199254740993},"_meta":{"com.example/keep":2}}',
    );
  });

  test('that come while the server starts wait for it', async () => {
    const { upstreams, say } = rig({ slow: node('slow-start', ['300']) });
    upstreams.start();
    const answers = ['a', 'a', 'b'].map((key) =>
      until(
        async () => (await say(call('slow', 'echo', { key }, { key })).catch(() => '')) === `{"key":"${key}"}`,
        'an answer',
      ),
    );
    await Promise.all(answers);
  });

  test('that are cancelled while the server starts are never sent', async () => {
    const { relay } = await ready({ slow: node('slow-start', ['500']) });
    await relay(call('slow', 'echo', {}, { key: 'first' }));
    const client = new AbortController();
    const answer = relay(call('slow', 'echo', {}, { key: 'second' }), { signal: client.signal });
    client.abort();
    expect(await answer).toMatchObject({ reason: 'cancelled', acted: false });
  });

  test('that time out tell the server', async () => {
    const file = join(folder(), 'cancelled');
    const { relay } = await ready({ hangs: node('hang-on-call', [file], { timeout: '200ms' }) });
    expect(await relay(call('hangs', 'hang'))).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('`timeout`'),
    });
    await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('requestId'), 'it was told');
  });

  test('with progress live longer than their time-out', async () => {
    const { say } = await ready({ progress: node('progress', ['30'], { timeout: '5s' }) });
    const heard: JsonObject[] = [];
    const notify = (_: string, params: JsonObject): void => void heard.push(params);
    expect(await say(call('progress', 'slow', {}, { meta: { progressToken: 0 } }), { notify })).toMatch(/^token \d+$/);
    expect(heard.map(({ progress }) => progress)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });
});

test('a call that tells of progress for ever ends at its ceiling', async () => {
  const { relay } = await ready({ progress: node('progress', ['1000'], { timeout: '20s', ceiling: '700ms' }) });
  const made = call('progress', 'slow', {}, { meta: { progressToken: 0 } });
  expect(await relay(made, { notify: () => {} })).toMatchObject({
    reason: 'timeout',
    message: expect.stringContaining('`ceiling`'),
  });
});

test('a call that is taken back before it is sent starts no process', async () => {
  const { upstreams, relay, say } = await ready({ it: node('echo') });
  await say(call('it', 'echo', {}));
  const taken = await relay(call('it', 'echo', {}, { key: 'two' }), { signal: AbortSignal.abort() });
  expect(taken).toMatchObject({ kind: 'failed', reason: 'cancelled', acted: false });
  expect(upstreams.standings()).toMatchObject([{ processes: 1 }]);
});

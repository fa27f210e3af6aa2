import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Call } from '../../src/model/call.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Notice } from '../../src/model/upstreams.ts';
import { type Failure, failure } from '../../src/upstream/failure.ts';
import { isWatching, Watch } from '../../src/upstream/watch.ts';
import { call, closeAll, node, ready, serveHttp, serverConfig, until } from './rig.ts';

afterEach(closeAll);

const asks = (method: 'subscribe' | 'unsubscribe', uri: string): Call => {
  const params = { uri };
  const made = call('modern', uri, {}, { method: `resources/${method}` });
  return { ...made, params, text: JSON.stringify(params) };
};

test('only watching is answered here', () => {
  expect(['resources/subscribe', 'resources/unsubscribe', 'resources/read'].map(isWatching)).toEqual([
    true,
    true,
    false,
  ]);
});

describe.each([
  ['stdio', async () => node('sdk', [], { era: 'modern' })],
  ['HTTP', async () => serverConfig({ url: await serveHttp('sdk', 'http'), era: 'modern' })],
])('a modern server over %s', (_transport, config) => {
  const open = async () => {
    const rig = await ready({ modern: await config() });
    const notices: Notice[] = [];
    rig.upstreams.onNotice((notice) => notices.push(notice));
    const told = () => notices.filter(({ method }) => method === 'notifications/resources/updated');
    const touch = async (uri: string) => rig.say(call('modern', 'touch', { uri }));
    const ask = async (method: 'subscribe' | 'unsubscribe', uri: string) => {
      const { kind, ...rest } = await rig.relay(asks(method, uri));
      return { kind, ...(rest as JsonObject) };
    };
    return { told, touch, ask };
  };

  test('tells of the resources that are watched, until they are watched no more', async () => {
    const { told, touch, ask } = await open();
    expect(await ask('subscribe', 'note://one')).toMatchObject({ kind: 'complete', value: {} });
    expect(await ask('subscribe', 'note://two')).toMatchObject({ kind: 'complete' });
    await touch('note://one');
    await touch('note://two');
    await until(() => told().length === 2, 'two updates');
    expect(told().map(({ params }) => params.uri)).toEqual(['note://one', 'note://two']);
    expect(told()[0]?.session?.key).toBe('one');
    expect(await ask('unsubscribe', 'note://one')).toMatchObject({ kind: 'complete' });
    await touch('note://one');
    await touch('note://two');
    await until(() => told().length === 3, 'a third update');
    expect(told()[2]?.params.uri).toBe('note://two');
  });

  test('goes on telling whoever is left', async () => {
    const { told, touch, ask } = await open();
    await Promise.all([ask('subscribe', 'note://one'), ask('subscribe', 'note://one')]);
    await ask('unsubscribe', 'note://one');
    await touch('note://one');
    await until(() => told().length === 1, 'an update');
    await ask('unsubscribe', 'note://one');
    await ask('unsubscribe', 'note://never');
    await touch('note://one');
    await ask('subscribe', 'note://two');
    await touch('note://two');
    await until(() => told().length === 2, 'another update');
    expect(told()[1]?.params.uri).toBe('note://two');
  });
});

test('a server that acknowledges nothing of it, or knows no such request, is said to', async () => {
  const { relay } = await ready({ modern: node('modern-only', [], { era: 'modern' }) });
  expect(await relay(asks('subscribe', 'note://one'))).toMatchObject({ kind: 'error', code: -32602 });
});

test('what ended by itself is asked for again, and what was given up is not', async () => {
  vi.useFakeTimers();
  try {
    const ends: (() => void)[] = [];
    const asked: string[] = [];
    const watch = new Watch({
      usable: true,
      listen: (params, _signal, acknowledged) => {
        asked.push(params);
        acknowledged?.(JSON.parse(params) as JsonObject);
        return new Promise((resolve) => ends.push(() => resolve(failure('crashed', 'the stream ended'))));
      },
    });
    const say = (method: string) => watch.call({ method, target: { upstream: 'up', name: 'note://one' } });
    await say('resources/subscribe');
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual(Array(2).fill('{"notifications":{"resourceSubscriptions":["note://one"]}}'));
    await say('resources/unsubscribe');
    ends[1]?.();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('what ended while a person has frozen the server is asked for when they have unfrozen it', async () => {
  vi.useFakeTimers();
  try {
    let isFrozen = false;
    let end = (): void => {};
    const asked: string[] = [];
    const lane = {
      usable: true,
      listen: (params: string, _signal: AbortSignal, acknowledged?: (filter: JsonObject) => void) => {
        asked.push(params);
        acknowledged?.(JSON.parse(params) as JsonObject);
        return new Promise<Failure>((resolve) => {
          end = () => resolve(failure('crashed', 'the stream ended'));
        });
      },
    };
    const watch = new Watch(lane, () => isFrozen);
    await watch.call({ method: 'resources/subscribe', target: { upstream: 'up', name: 'note://one' } });
    isFrozen = true;
    end();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveLength(1);
    isFrozen = false;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { notification, open, reply } from '../lane-rig.ts';
import { call, courier } from '../rig.ts';

describe('a log message', () => {
  const heard = (params: string): string => {
    const { lane } = open();
    let said = '';
    const notify = (_method: string, value: JsonObject, text: string): void => {
      expect(JSON.parse(text)).toEqual(value);
      said = text;
    };
    void lane.call(call('up', 't'), courier({ notify }));
    lane.message(`{"jsonrpc":"2.0","method":"notifications/message","params":${params}}`);
    return said;
  };

  test.each([
    ['{"level":"info","data":1.0}', '{"logger":"up","level":"info","data":1.0}'],
    ['{ "logger" : "d\\u0062", "data":{ } }', '{ "logger" : "up/d\\u0062", "data":{ } }'],
    ['{"logger":"","data":1}', '{"logger":"up/","data":1}'],
    ['{"logger":7,"data":1}', '{"logger":"up","data":1}'],
    ['{"data":1,"logger":null}', '{"logger":"up","data":1}'],
  ])('says which server it comes from: %s', (sent, seen) => expect(heard(sent)).toBe(seen));

  test('that belongs to no call does so as well', () => {
    const { lane, notices } = open();
    lane.message(notification('notifications/message', { logger: 'db', data: 'x' }));
    expect(notices).toEqual([['notifications/message', { logger: 'up/db', data: 'x' }]]);
  });
});

describe('notifications', () => {
  test.each([0, '', 'x', 7])(
    'progress goes to its call, as it was written, whatever the client token (%j)',
    async (token) => {
      const { lane, body, notices } = open();
      const heard: unknown[] = [];
      const notify = (...notice: unknown[]): unknown => heard.push(notice);
      void lane.call(call('up', 't', {}, { meta: { progressToken: token } }), courier({ notify }));
      const ours = body(0).params._meta.progressToken;
      const text = `{ "progress":1.0, "progressToken":${ours} }`;
      lane.message(`{"jsonrpc":"2.0","method":"notifications/progress","params":${text}}`);
      lane.message(notification('notifications/progress', { progressToken: 'other', progress: 2 }));
      expect(heard).toEqual([['notifications/progress', { progressToken: ours, progress: 1 }, text]]);
      expect(notices).toEqual([]);
    },
  );

  test('without a client that listens, no progress is asked for', () => {
    const { lane, body } = open();
    void lane.call(call('up', 't', {}, { meta: { progressToken: 1 } }), courier());
    expect(body(0).params._meta).toBeUndefined();
  });

  test('a log line belongs to the only call, to the call whose stream it came on, or to nobody', () => {
    const { lane, body, notices } = open();
    const heard: string[] = [];
    const log = notification('notifications/message', { level: 'info', data: 'x' });
    void lane.listen('{}', new AbortController().signal);
    void lane.call(call('up', 't'), courier({ notify: () => heard.push('one') }));
    lane.message(log);
    void lane.call(call('up', 't'), courier({ notify: () => heard.push('two') }));
    lane.message(log);
    lane.message(log, body(2).id);
    expect(heard).toEqual(['one', 'two']);
    expect(notices).toHaveLength(1);
  });

  test('listening is no call in flight, and ends when the server says so', async () => {
    const { lane, body } = open();
    const listening = lane.listen('{}', new AbortController().signal);
    expect(lane.inFlight).toBe(0);
    lane.message(notification('notifications/cancelled', { requestId: body(0).id }));
    expect((await listening).kind).toBe('failed');
    const call2 = lane.call(call('up', 't'), courier());
    lane.message(notification('notifications/cancelled', { requestId: body(1).id }));
    expect(lane.inFlight).toBe(1);
    lane.message(reply(body(1).id));
    expect((await call2).kind).toBe('complete');
  });
});

test('a listener that fails harms nobody', async () => {
  const { lane, body, odd } = open();
  const notify = (): void => {
    throw new Error('broken');
  };
  const answer = lane.call(call('up', 't', {}, { meta: { progressToken: 1 } }), courier({ notify }));
  const { id } = body(0);
  lane.message(notification('notifications/progress', { progressToken: id, progress: 1 }));
  lane.message(reply(id, { ok: 1 }));
  expect(await answer).toMatchObject({ value: { ok: 1 } });
  expect(odd).toEqual([expect.stringContaining('broken')]);
});

test('of a flood of progress or of logs some is dropped, which people are told, and calls are answered as ever', async () => {
  const { lane, body, odd } = open();
  const heard: Record<string, number> = {};
  const notify = (method: string): void => {
    heard[method] = (heard[method] ?? 0) + 1;
  };
  const answer = lane.call(call('up', 't', {}, { meta: { progressToken: 1 } }), courier({ notify }));
  const { id } = body(0);
  for (let n = 1; n <= 20_000; n++) {
    lane.message(notification('notifications/progress', { progressToken: id, progress: n }));
    lane.message(notification('notifications/message', { level: 'info', data: n }));
  }
  lane.message(reply(id, { ok: 1 }));
  expect(await answer).toMatchObject({ value: { ok: 1 } });
  for (const method of ['notifications/progress', 'notifications/message']) {
    expect(heard[method]).toBeGreaterThanOrEqual(2_000);
    expect(heard[method]).toBeLessThan(20_000);
    expect(odd.find((line) => line.includes(method))).toMatch(/too much at once .* more than 200 a second/);
  }
});

test('what one session is flooded with takes nothing from another on the same connection', () => {
  const { lane, body, odd } = open();
  const heard: Record<string, number> = {};
  const begin = (key: string): number => {
    const notify = (): void => {
      heard[key] = (heard[key] ?? 0) + 1;
    };
    void lane.call(call('up', 't', {}, { key, meta: { progressToken: 1 } }), courier({ notify }));
    return body(-1).params._meta.progressToken;
  };
  const [loud, quiet] = [begin('loud'), begin('quiet')];
  for (let n = 1; n <= 20_000; n++) {
    lane.message(notification('notifications/progress', { progressToken: loud, progress: n }));
    const log = notification('notifications/message', { level: 'info', data: n });
    lane.message(log, loud);
  }
  expect(odd.length).toBeGreaterThan(0);
  lane.message(notification('notifications/progress', { progressToken: quiet, progress: 1 }));
  lane.message(notification('notifications/message', { level: 'info', data: 'x' }), quiet);
  expect(heard.quiet).toBe(2);
  expect(heard.loud).toBeLessThan(40_000);
});

test('of other messages that nobody asked for there are no more than that either, and no update is lost', () => {
  const { lane, notices, odd } = open();
  for (let n = 1; n <= 20_000; n++) {
    lane.message(notification('notifications/elicitation/complete', { elicitationId: String(n) }));
    lane.message(notification('notifications/com.example/odd', { n }));
    lane.message(notification('notifications/resources/updated', { uri: `note://${n}` }));
    lane.message(notification('notifications/tools/list_changed', {}));
  }
  const count = (method: string): number => notices.filter(([one]) => one === method).length;
  expect(count('notifications/resources/updated')).toBe(20_000);
  expect(count('notifications/tools/list_changed')).toBe(20_000);
  const rest = count('notifications/elicitation/complete') + count('notifications/com.example/odd');
  expect(rest).toBeGreaterThanOrEqual(2_000);
  expect(rest).toBeLessThan(40_000);
  expect(odd.length).toBeGreaterThan(0);
});

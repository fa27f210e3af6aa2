import { expect, test } from 'vitest';
import { Asking } from '../../src/downstream/asking.ts';
import type { Reply } from '../../src/downstream/reply.ts';
import { readFrame } from '../../src/model/protocol/frame.ts';
import type { Result } from '../../src/model/result.ts';

const frame = (message: object) => {
  const read = readFrame(JSON.stringify({ jsonrpc: '2.0', ...message }));
  if (!read.ok) throw new Error(read.message);
  return read.frame;
};

function open() {
  const asking = new Asking();
  const told: { id: string; method: string; params: Record<string, unknown> }[] = [];
  const reply: Reply = {
    streams: true,
    unread: 0,
    idle: () => 0,
    breakOff: () => 0,
    end: () => {},
    drop: () => {},
    tell: (text) => void told.push(JSON.parse(text)),
  };
  const controller = new AbortController();
  const ask = (ms = 60_000) =>
    asking.ask(reply, { method: 'elicitation/create', params: '{"message":"m"}', ms, signal: controller.signal });
  return { asking, told, controller, reply, ask };
}

test('each question gets its own answer, in whatever order they come', async () => {
  const { asking, told, ask } = open();
  const answers = [ask(), ask()];
  const [first, second] = told;
  expect(asking.take(frame({ id: second?.id, result: { n: 2 } }))).toBe(true);
  expect(asking.take(frame({ id: first?.id, result: { n: 1 } }))).toBe(true);
  expect(await Promise.all(answers)).toMatchObject([
    { kind: 'complete', text: '{"n":1}' },
    { kind: 'complete', text: '{"n":2}' },
  ]);
  expect(asking.take(frame({ id: first?.id, result: { n: 3 } }))).toBe(false);
});

test('an error comes back as it was written, and what nobody asked for is not taken', async () => {
  const { asking, told, ask } = open();
  const answer = ask();
  for (const id of [1, 'made-up']) expect(asking.take(frame({ id, result: {} }))).toBe(false);
  asking.take(frame({ id: told[0]?.id, error: { code: -1, message: 'no' } }));
  expect(await answer).toMatchObject({ kind: 'error', code: -1, text: '{"code":-1,"message":"no"}' });
  const nonsense = ask();
  asking.take(frame({ id: told[1]?.id, result: 7 }));
  expect(await nonsense).toMatchObject({ kind: 'failed' });
});

test('a question that nobody needs any more is withdrawn', async () => {
  const { told, controller, ask } = open();
  const answer = ask();
  controller.abort();
  expect(await answer).toMatchObject({ kind: 'failed', reason: 'cancelled' });
  expect(told[1]).toMatchObject({ method: 'notifications/cancelled', params: { requestId: told[0]?.id } });
  expect(await ask()).toMatchObject({ kind: 'failed' });
  expect(told).toHaveLength(2);
});

test('who withdrew a question is told of an answer that was on its way already, once', async () => {
  const { asking, told, controller, reply } = open();
  const late: Result[] = [];
  const answer = asking.ask(reply, {
    method: 'x',
    params: '{}',
    ms: 60_000,
    signal: controller.signal,
    late: (result) => late.push(result),
  });
  controller.abort();
  expect(await answer).toMatchObject({ kind: 'failed' });
  expect(asking.take(frame({ id: told[0]?.id, result: { n: 1 } }))).toBe(true);
  expect(asking.take(frame({ id: told[0]?.id, result: { n: 2 } }))).toBe(false);
  expect(late).toMatchObject([{ kind: 'complete', text: '{"n":1}' }]);
});

test('a question has a time, and a client that is gone answers none', async () => {
  const late = open();
  expect(await late.ask(1)).toMatchObject({ kind: 'failed' });
  expect(await late.ask(0)).toMatchObject({ kind: 'failed' });
  expect(late.told.map(({ method }) => method)).toEqual(['elicitation/create', 'notifications/cancelled']);
  const gone = open();
  const answer = gone.ask();
  gone.asking.end();
  expect(await answer).toMatchObject({ kind: 'failed', reason: 'cancelled' });
});

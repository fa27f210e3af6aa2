import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Running } from '../../../src/downstream/calls/running.ts';
import { createFront, type Front } from '../../../src/downstream/front.ts';
import { NOBODY, type Reply } from '../../../src/downstream/reply.ts';
import type { Answer } from '../../../src/downstream/wire.ts';
import { frontOptions, Stand, until } from '../stand.ts';
import { errandOf } from '../visits.ts';
import { openLines } from '../wires.ts';

test('one call that waits holds up nobody', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.send({ id: 'slow', method: 'tools/call', params: { name: 's__slow' } });
  for (const name of ['s__echo', 's__refused', 's__crash']) await lines.ask('tools/call', { name });
  expect((await lines.ask('prompts/get', { name: 's__greet', arguments: {} })).result).toBeDefined();
  expect((await lines.ask('completion/complete', { ref: {}, argument: {} })).result).toBeDefined();
  expect(stand.running).toBe(1);
});

test('too much at once is refused by name of the limit, and room is made again', async () => {
  const stand = new Stand();
  const lines = openLines(stand, { limits: { inFlight: 2 } });
  for (const id of ['a', 'b']) lines.send({ id, method: 'tools/call', params: { name: 's__slow' } });
  const refused = await lines.ask('tools/call', { name: 's__echo' });
  expect(refused.result.isError).toBe(true);
  expect(refused.result.content[0].text).toMatch(/2 requests are in flight.*limits\.inFlight/);
  expect((await lines.ask('ping')).result).toEqual({});
  lines.send({ method: 'notifications/cancelled', params: { requestId: 'a' } });
  expect((await lines.ask('tools/call', { name: 's__echo' })).result).toBeDefined();
});

test('an id that was taken back may be used again, and gets its own answer only', async () => {
  const stand = new Stand();
  const lines = openLines(stand);
  lines.send({ id: 1, method: 'tools/call', params: { name: 's__slow' } });
  await until(() => stand.running === 1);
  lines.send({ method: 'notifications/cancelled', params: { requestId: 1 } });
  const answer = await lines.ask('tools/call', { name: 's__echo', arguments: { text: 'again' } }, 1);
  expect(answer.result.content[0].text).toBe('{"text":"again"}');
  await lines.ask('ping');
  expect(lines.received.filter(({ id }) => id === 1)).toHaveLength(1);
});

test('a request that is taken back counts no longer, though its client has not read what came before', async () => {
  const front = createFront(frontOptions(new Stand()));
  const { asking, visit } = errandOf({ method: 'tools/call', params: '{"name":"s__echo"}' }, front).errand;
  const running = new Running(front, asking);
  const stuck = { ...visit, reply: { ...NOBODY, unread: Number.POSITIVE_INFINITY } };
  const text = '{}';
  let late = (): void => undefined;
  running.start({ ...stuck, id: '1' }, async () => ({ member: 'result', text }));
  running.start({ ...stuck, id: '2' }, async () => {
    await new Promise<void>((resolve) => {
      late = resolve;
    });
    return { member: 'result', text };
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(front.running).toBe(2);
  // One whose answer waits already, and one that is answered after that.
  running.cancelAll();
  late();
  await new Promise((resolve) => setImmediate(resolve));
  expect(front.running).toBe(0);
});

test('a request whose answer would have to be held is refused before anything is done where much is held', async () => {
  const front = createFront(frontOptions(new Stand()));
  const { asking, visit } = errandOf({ method: 'tools/call', params: '{"name":"s__echo"}' }, front).errand;
  const ended: string[] = [];
  const start = (unread: number): number => {
    let begun = 0;
    const reply = { ...NOBODY, unread, end: (_id: string, { text }: Answer) => void ended.push(text) };
    new Running(front, asking).start({ ...visit, reply }, async () => {
      begun++;
      return { member: 'result', text: '{}' };
    });
    return begun;
  };
  front.held = front.mostHeld;
  expect(start(front.unread + 1)).toBe(0);
  expect(ended[0]).toMatch(/answers wait already.*limits\.unread, limits\.result.*nothing was done/);
  expect(start(0)).toBe(1);
  front.held = 0;
  expect(start(front.unread + 1)).toBe(1);
});

test('an answer that waits behind what its client has not read is sent before we end', async () => {
  const front = createFront(frontOptions(new Stand()));
  const { asking, visit } = errandOf({ method: 'tools/call', params: '{"name":"s__echo"}' }, front).errand;
  const running = new Running(front, asking);
  const ended: string[] = [];
  const reply = {
    ...NOBODY,
    unread: Number.POSITIVE_INFINITY,
    end: (id: string, { text }: Answer) => void ended.push(`${id}: ${text}`),
  };
  running.start({ ...visit, id: '1', reply }, async () => ({ member: 'result', text: '{"done":true}' }));
  running.start({ ...visit, id: '2', reply }, () => new Promise(() => undefined));
  running.start({ ...visit, id: '3', reply }, (errand) => {
    errand.admitted();
    return new Promise(() => undefined);
  });
  await new Promise((resolve) => setImmediate(resolve));
  running.abandon();
  expect(ended).toEqual([
    '1: {"done":true}',
    expect.stringMatching(/^2: .*before the request was sent to its server\. Nothing was done\./),
    expect.stringMatching(/^3: .*shut down before the call ended.*is not known/),
  ]);
});

/** A client, and how often each of its requests was answered or let go. */
function visitor(front: Front, isBroken: boolean) {
  const { asking, visit } = errandOf({ method: 'tools/call', params: '{"name":"s__echo"}' }, front).errand;
  const running = new Running(front, asking);
  const closings = new Map<string, number>();
  const work: { readonly done: (answer: Answer) => void; readonly fail: (error: Error) => void }[] = [];
  const client = { unread: 0, silent: 0 };
  const read = (): number => {
    const { unread } = client;
    Object.assign(client, { unread: 0, silent: 0 });
    return unread;
  };
  const close = (id: string, length: number): void => {
    closings.set(id, (closings.get(id) ?? 0) + 1);
    client.unread += length;
  };
  const replyTo = (own: string): Reply => ({
    ...NOBODY,
    get unread() {
      return client.unread;
    },
    idle: () => client.silent,
    breakOff: () => (isBroken ? read() : 0),
    end: (id, { text }) => close(id, text.length),
    drop: () => close(own, 0),
  });
  const next = (which: number) => work.splice(which % Math.max(1, work.length), 1)[0];
  return {
    closings,
    work,
    start: () => {
      const id = String(closings.size);
      closings.set(id, 0);
      const begin = (): Promise<Answer> => new Promise((done, fail) => work.push({ done, fail }));
      running.start({ ...visit, id, reply: replyTo(id) }, begin);
    },
    answer: (which: number, length: number) => next(which)?.done({ member: 'result', text: 'x'.repeat(length) }),
    fail: (which: number) => next(which)?.fail(new Error('fault')),
    cancel: (which: number) => running.cancel(String(which)),
    read,
    look: () => void vi.advanceTimersByTime(100),
    stall: () => {
      client.silent = 10_000;
      vi.advanceTimersByTime(200);
    },
    leave: () => running.cancelAll(),
    abandon: () => running.abandon(),
  };
}

const DOINGS = ['start', 'answer', 'fail', 'cancel', 'read', 'look', 'stall', 'leave', 'abandon'] as const;
const doings = fc.array(
  fc.record({
    what: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('start', 'answer') }, fc.constantFrom(...DOINGS)),
    who: fc.nat(1),
    which: fc.nat(7),
    length: fc.nat(400),
  }),
  // Long ones, since little is held before much was answered.
  { minLength: 30, maxLength: 80 },
);

test('whatever comes, as much counts as running and as held as is, and each request is ended once', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const { limits } = frontOptions(new Stand());
  const tight = { agents: {}, limits: { ...limits, unread: 100, result: 50, inFlight: 6 } };
  const law = fc.asyncProperty(doings, fc.boolean(), async (all, isBroken) => {
    vi.clearAllTimers();
    const front = createFront(frontOptions(new Stand()));
    front.reconfigure(tight);
    const clients = [0, 1].map(() => visitor(front, isBroken));
    for (const { what, who, which, length } of all) {
      clients[who]?.[what](which, length);
      await settled();
      const working = clients.reduce((sum, { work }) => sum + work.length, 0);
      expect(front.running).toBeGreaterThanOrEqual(working);
      if (front.running === working) expect(front.held).toBe(0);
      expect(front.held).toBeGreaterThanOrEqual(0);
      expect(front.held).toBeLessThanOrEqual(front.mostHeld);
    }
    for (const { leave, work, answer } of clients) {
      leave();
      while (work.length > 0) answer(0, 1);
    }
    await settled();
    expect([front.held, front.running]).toEqual([0, 0]);
    for (const { closings } of clients) expect([...closings.values()].every((times) => times === 1)).toBe(true);
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
  });
  try {
    await fc.assert(law);
  } finally {
    vi.useRealTimers();
  }
});

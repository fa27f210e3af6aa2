import { expect, test } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { Pending } from '../../src/upstream/pending.ts';
import { courier } from './rig.ts';

const done: Result = { kind: 'complete', value: {}, text: '{}' };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function make(timeout: number, ceiling: number, signal = new AbortController().signal) {
  const reasons: string[] = [];
  const pending = new Pending(1, courier({ signal }), undefined, timeout, ceiling, (self, reason) => {
    reasons.push(reason);
    self.settle(done);
  });
  return { pending, reasons };
}

test('progress puts the time-out off', async () => {
  const { pending, reasons } = make(400, 60_000);
  for (let i = 0; i < 6; i++) {
    await pause(100);
    pending.progressed();
  }
  expect(reasons).toEqual([]);
  await pending.answered;
  expect(reasons).toEqual(['timeout']);
});

test('but not beyond the ceiling', async () => {
  const { pending, reasons } = make(100, 150);
  const ticking = setInterval(() => pending.progressed(), 20);
  await pending.answered;
  clearInterval(ticking);
  expect(reasons).toEqual(['timeout']);
});

test('once settled, neither clock nor client is heard', async () => {
  const client = new AbortController();
  const { pending, reasons } = make(20, 100, client.signal);
  pending.settle(done);
  client.abort();
  await pause(60);
  expect(reasons).toEqual([]);
  expect(await pending.answered).toBe(done);
});

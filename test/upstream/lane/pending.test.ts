import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Result } from '../../../src/model/result.ts';
import { Clock } from '../../../src/upstream/clock.ts';
import { type Pending, PendingCall } from '../../../src/upstream/lane/pending.ts';
import { courier } from '../rig.ts';

const done: Result = { kind: 'complete', value: {}, text: '{}' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function make(timeout: number, ceiling: number, signal = new AbortController().signal) {
  const reasons: string[] = [];
  const giveUp = (self: Pending, reason: string): void => {
    reasons.push(reason);
    self.settle(done);
  };
  const clock = new Clock(() => [pending]);
  const pending: Pending = new PendingCall(1, courier({ signal }), { clock, timeout, ceiling, giveUp }, 'one', 'mine');
  return { pending, reasons };
}

/** Not before so many milliseconds, and then. */
function expectTimeout(reasons: readonly string[], after: number): void {
  vi.advanceTimersByTime(after - 1);
  expect(reasons).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(reasons).toEqual(['timeout']);
}

test('progress puts the time-out off', () => {
  const { pending, reasons } = make(400, 60_000);
  for (let i = 0; i < 6; i++) {
    vi.advanceTimersByTime(399);
    pending.progressed();
  }
  expect(reasons).toEqual([]);
  vi.advanceTimersByTime(400);
  expect(reasons).toEqual(['timeout']);
});

test('but not beyond the ceiling', () => {
  const { pending, reasons } = make(100, 250);
  for (let i = 0; i < 5; i++) {
    vi.advanceTimersByTime(50);
    pending.progressed();
  }
  expect(reasons).toEqual(['timeout']);
});

test('and up to it, though progress is told for the last time long before', () => {
  const { pending, reasons } = make(100, 150);
  vi.advanceTimersByTime(90);
  pending.progressed();
  expectTimeout(reasons, 60);
});

test('a ceiling below the time-out is the time-out', () => {
  const { pending, reasons } = make(1_000, 150);
  vi.advanceTimersByTime(149);
  pending.progressed();
  expect(reasons).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(reasons).toEqual(['timeout']);
});

test('progress after a question that took longer than the ceiling shortens nothing', () => {
  const { pending, reasons } = make(100, 150);
  const question = new AbortController();
  pending.hold(question);
  vi.advanceTimersByTime(1_000);
  pending.release(question);
  pending.progressed();
  expectTimeout(reasons, 100);
});

test('while somebody is asked no time passes, whatever progress is told', () => {
  const { pending, reasons } = make(100, 60_000);
  const question = new AbortController();
  pending.hold(question);
  pending.progressed();
  vi.advanceTimersByTime(1_000);
  expect(reasons).toEqual([]);
  pending.release(question);
  expectTimeout(reasons, 100);
});

test('the time of a question is none of the ceiling, so that progress counts after it', () => {
  const { pending, reasons } = make(100, 150);
  const question = new AbortController();
  pending.hold(question);
  vi.advanceTimersByTime(1_000);
  pending.release(question);
  vi.advanceTimersByTime(90);
  pending.progressed();
  expectTimeout(reasons, 60);
});

test('questions that are answered at once do not lift the ceiling', () => {
  const { pending, reasons } = make(100, 250);
  for (let i = 0; i < 5; i++) {
    vi.advanceTimersByTime(50);
    const [one, other] = [new AbortController(), new AbortController()];
    pending.hold(one);
    pending.hold(other);
    pending.release(one);
    pending.release(other);
  }
  expect(reasons).toEqual(['timeout']);
});

test('no time-out, and one beyond what timers can count, wait for as long as it takes', () => {
  for (const timeout of [0, 90 * 86_400_000]) {
    const { reasons } = make(timeout, timeout);
    vi.advanceTimersByTime(86_400_000);
    expect(reasons).toEqual([]);
  }
});

test('once settled, neither clock nor client is heard', async () => {
  const client = new AbortController();
  const { pending, reasons } = make(20, 100, client.signal);
  pending.settle(done);
  client.abort();
  vi.advanceTimersByTime(60);
  expect(reasons).toEqual([]);
  expect(await pending.answered).toBe(done);
});

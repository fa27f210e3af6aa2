import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Clock, type Timed } from '../../src/upstream/clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Waiting extends Timed {
  due: number;
}

/** What stops waiting is never due again, as its owner sees to. */
function leave(timed: Waiting): void {
  timed.due = Number.POSITIVE_INFINITY;
}

function rig() {
  const waiting: Waiting[] = [];
  const clock = new Clock(() => waiting);
  const rung: string[] = [];
  const add = (name: string, ms: number, then?: () => void) => {
    const timed: Waiting = {
      due: performance.now() + ms,
      expire: () => {
        leave(timed);
        rung.push(name);
        then?.();
      },
    };
    waiting.push(timed);
    clock.await(timed.due);
    return timed;
  };
  return { rung, add };
}

test('rings for each at its own time, whatever order they came in', () => {
  const { rung, add } = rig();
  add('b', 200);
  add('a', 100);
  add('c', 200);
  add('d', 300);
  vi.advanceTimersByTime(99);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['a']);
  vi.advanceTimersByTime(100);
  expect(rung).toEqual(['a', 'b', 'c']);
  vi.advanceTimersByTime(100);
  expect(rung).toEqual(['a', 'b', 'c', 'd']);
});

test('goes on after it stood still, and does not ring for what left', () => {
  const { rung, add } = rig();
  leave(add('gone', 50));
  vi.advanceTimersByTime(1_000);
  add('late', 10);
  vi.advanceTimersByTime(10);
  expect(rung).toEqual(['late']);
});

test('waits longer for what was put off', () => {
  const { rung, add } = rig();
  const timed = add('a', 100);
  vi.advanceTimersByTime(90);
  timed.due += 90;
  vi.advanceTimersByTime(99);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['a']);
});

test('does not ring for one that another took with it', () => {
  const { rung, add } = rig();
  const others: Waiting[] = [];
  add('first', 10, () => {
    for (const other of others) leave(other);
  });
  others.push(add('second', 10));
  vi.advanceTimersByTime(20);
  expect(rung).toEqual(['first']);
});

test('lets be read what was answered while everything stood still, and then rings', () => {
  const { rung, add } = rig();
  add('a', -5_000);
  vi.advanceTimersByTime(999);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['a']);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Clock, type Timed } from '../../src/upstream/clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function rig() {
  const clock = new Clock();
  const rung: string[] = [];
  const add = (name: string, ms: number, then?: () => void) => {
    const timed = {
      due: performance.now() + ms,
      expire: () => {
        rung.push(name);
        then?.();
      },
    };
    clock.add(timed);
    return timed;
  };
  return { clock, rung, add };
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

test('goes on after it stood still, and does not ring for what was taken off', () => {
  const { clock, rung, add } = rig();
  clock.remove(add('gone', 50));
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
  const { clock, rung, add } = rig();
  const others: Timed[] = [];
  add('first', 10, () => {
    for (const other of others) clock.remove(other);
  });
  others.push(add('second', 10));
  vi.advanceTimersByTime(20);
  expect(rung).toEqual(['first']);
});

import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { threadsFor } from '../../../src/app/replay/cores.ts';

it.each([
  [0, 8, 1],
  [100_000, 8, 1],
  [1e12, 1, 1],
  [1e12, 2, 2],
  [1e12, 1_000, 16],
  // V8 compiles beside a thread that has just begun: two of them would be in each other's way.
  [26_000_000, 2, 1],
  [26_000_000, 8, 4],
  [10_000_000, 8, 2],
  [60_000_000, 2, 1],
  [64_000_000, 2, 2],
])('%d bytes on %d cores are judged on %d threads', (bytes, cores, threads) => {
  expect(threadsFor(bytes, cores)).toBe(threads);
});

it('more work never gets fewer threads, and none gets more than there are cores', () => {
  let before = 0;
  for (let bytes = 0; bytes < 1e9; bytes += 1e6) {
    const threads = threadsFor(bytes, 8);
    expect(threads).toBeGreaterThanOrEqual(before);
    expect(threads).toBeLessThanOrEqual(8);
    before = threads;
  }
  expect(before).toBe(8);
  expect(threadsFor(1e12)).toBe(Math.min(availableParallelism(), 16));
});

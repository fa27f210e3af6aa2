import fc from 'fast-check';
import { expect, test } from 'vitest';
import { steadyClock } from '../../src/model/steady.ts';

test('goes on when the clock is set back, and counts the time in which the machine slept', () => {
  const at = { wall: 1_000_000, running: 5 };
  const now = steadyClock(
    () => at.wall,
    () => at.running,
  );
  const began = now();
  at.wall -= 3_600_000;
  at.running += 10;
  expect(now() - began).toBe(10);
  at.wall += 60_000;
  at.running += 60_000;
  expect(now() - began).toBe(60_010);
  // Asleep: only the wall clock went on.
  at.wall += 7_200_000;
  expect(now() - began).toBe(7_260_010);
  expect(now() - began).toBe(7_260_010);
});

test('never goes back, and never slower than time runs, whatever is done to the wall clock', () => {
  const step = fc.record({ ran: fc.nat(100_000), set: fc.integer({ min: -10_000_000, max: 10_000_000 }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const at = { wall: 0, running: 0 };
      const now = steadyClock(
        () => at.wall,
        () => at.running,
      );
      let last = now();
      for (const { ran, set } of steps) {
        at.running += ran;
        at.wall += ran + set;
        const next = now();
        expect(next - last).toBeGreaterThanOrEqual(ran);
        // No more than what it was set forward by.
        expect(next - last).toBeLessThanOrEqual(ran + Math.max(0, set) + 1_000);
        last = next;
      }
    }),
  );
});

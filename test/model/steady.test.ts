import fc from 'fast-check';
import { expect, test } from 'vitest';
import { steadyClock } from '../../src/model/steady.ts';

test('counts what was slept, and not what the wall clock was set forward or back by', () => {
  const at = { wall: 1_000_000, running: 5, booted: 70_000 };
  const now = steadyClock(
    () => at.wall,
    () => at.running,
    () => at.booted,
  );
  const began = now();
  at.wall += 3_600_000;
  expect(now() - began).toBe(0);
  at.wall -= 7_200_000;
  expect(now() - began).toBe(0);
  for (const clock of ['wall', 'booted'] as const) at[clock] += 7_200_000;
  expect(now() - began).toBe(7_200_000);
  for (const clock of ['wall', 'booted', 'running'] as const) at[clock] += 20;
  at.wall -= 3_600_000;
  expect(now() - began).toBe(7_200_020);
});

test('never goes back, and tells how long ago something was, whatever is done to the wall clock', () => {
  const step = fc.record({
    ran: fc.nat(100_000),
    slept: fc.nat(10_000_000),
    set: fc.integer({ min: -10_000_000, max: 10_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const at = { wall: 0, running: 0, slept: 0 };
      const now = steadyClock(
        () => at.wall,
        () => at.running,
        () => at.running + at.slept,
      );
      const began = now();
      let last = began;
      for (const { ran, slept, set } of steps) {
        at.running += ran;
        at.slept += slept;
        at.wall += ran + slept + set;
        const next = now();
        expect(next - last).toBeGreaterThanOrEqual(ran);
        // What was slept while the wall clock was set back by as much is known when that is off again.
        expect(next - began).toBeLessThanOrEqual(at.running + at.slept);
        if (Math.abs(slept + set) > 2_000) expect(next - began).toBe(at.running + at.slept);
        last = next;
      }
    }),
  );
});

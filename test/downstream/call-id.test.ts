import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCallIds } from '../../src/downstream/call-id.ts';

test('ids are 16 characters and sort in the order they were made, even when the clock steps back or stands still', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          now: fc.integer({ min: 0, max: 2 ** 44 }),
          random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        }),
        {
          minLength: 2,
        },
      ),
      (steps) => {
        let step = steps[0] ?? { now: 0, random: 0 };
        const next = createCallIds(
          () => step.now,
          () => step.random,
        );
        const ids = steps.map((each) => {
          step = each;
          return next();
        });
        expect(ids.every((id) => /^[0-9a-z]{16}$/.test(id))).toBe(true);
        expect([...ids].sort()).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
  );
});

test('a later process makes later ids', () => {
  const at = (now: number): string => createCallIds(() => now, Math.random)();
  expect(at(1_000) < at(1_001)).toBe(true);
  expect(at(1_763_900_000_000) < at(1_763_900_000_001)).toBe(true);
});

test('the last random number of a millisecond rolls over into the next', () => {
  const next = createCallIds(
    () => 5,
    () => 1 - Number.EPSILON,
  );
  const [first, second] = [next(), next()];
  expect(first < second).toBe(true);
});

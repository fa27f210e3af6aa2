import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Dropped } from '../../src/projections/dropped.ts';

it('law: knows each that was dropped, however little room there is for names, until it was taken', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 50 }), fc.integer({ min: 0, max: 20 }), (keys, most) => {
      const dropped = new Dropped(most);
      for (const key of keys) dropped.add(key);
      for (const key of new Set(keys)) expect(dropped.take(key)).toBe(true);
      // By its name it is known once; in the filter it stays.
      const kept = [...new Set(keys)].filter((key) => dropped.take(key));
      expect(kept.length).toBeLessThanOrEqual(Math.max(0, keys.length - most));
    }),
    { numRuns: 30 },
  );
});

it('takes hardly any for dropped that was not, after very many', () => {
  const dropped = new Dropped(10);
  for (let i = 0; i < 200_000; i++) dropped.add(`dropped ${i}`);
  expect(dropped.take('dropped 0')).toBe(true);
  let wrong = 0;
  for (let i = 0; i < 10_000; i++) if (dropped.take(`other ${i}`)) wrong++;
  expect(wrong).toBeLessThan(20);
});

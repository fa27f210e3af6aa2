import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tally } from '../../src/downstream/tally.ts';

test('law: of each key there are as many as were added and not removed, never fewer than none', () => {
  const step = fc.record({ key: fc.constantFrom('a', 'b'), isMore: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const tally = new Tally();
      const counts = { a: 0, b: 0 };
      for (const { key, isMore } of steps) {
        if (isMore) tally.add(key);
        else tally.remove(key);
        counts[key] = isMore ? counts[key] + 1 : Math.max(0, counts[key] - 1);
      }
      expect([tally.of('a'), tally.of('b')]).toEqual([counts.a, counts.b]);
    }),
  );
});

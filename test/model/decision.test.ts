import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EFFECTS, strictest } from '../../src/model/decision.ts';

const effect = fc.constantFrom(...EFFECTS);

it('combines effects as a maximum: in any order, in any grouping, any number of times', () => {
  fc.assert(
    fc.property(effect, effect, effect, (a, b, c) => {
      expect(strictest(a, b)).toBe(strictest(b, a));
      expect(strictest(a, strictest(b, c))).toBe(strictest(strictest(a, b), c));
      expect(strictest(a, a)).toBe(a);
      expect(strictest('allow', a)).toBe(a);
      expect(strictest('deny', a)).toBe('deny');
    }),
  );
});

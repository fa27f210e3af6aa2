import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Bounded } from '../../src/projections/bounded.ts';

it('keeps what a map keeps whose first key is taken out for each that is too many', () => {
  const key = fc.constantFrom(...'abcdefgh');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.tuple(key, fc.nat())), (most, sets) => {
      const bounded = new Bounded<number>(most);
      const plain = new Map<string, number>();
      for (const [name, value] of sets) {
        plain.set(name, value);
        const [first] = plain.keys();
        const isMany = plain.size > most && first !== undefined && plain.delete(first);
        expect(bounded.set(name, value)).toBe(isMany);
      }
      for (const name of 'abcdefgh') {
        expect(bounded.get(name)).toBe(plain.get(name));
        expect(bounded.has(name)).toBe(plain.has(name));
      }
    }),
  );
});

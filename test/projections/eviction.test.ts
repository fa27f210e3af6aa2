import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Evictable, leastMissed } from '../../src/projections/eviction.ts';

const all = (...list: [owner: string, last: number][]): Map<string, Evictable> =>
  new Map(list.map(([owner, last], i) => [`${i}`, { owner, last }]));

it('is the one silent for longest of whoever has most', () => {
  expect(leastMissed(all(['ann', 1], ['eve', 5], ['eve', 3]))).toBe('2');
  expect(leastMissed(all(['ann', 4], ['eve', 5], ['eve', 3], ['ann', 2]))).toBe('3');
  expect(leastMissed(new Map())).toBeUndefined();
});

it('is found among as many owners as there may be', () => {
  const many = Array.from({ length: 200_000 }, (_, i): [string, number] => [`o${i}`, 200_000 - i]);
  expect(leastMissed(new Map(many.map(([owner, last]) => [owner, { owner, last }])))).toBe('o199999');
});

it('law: takes nothing from who has fewer than another', () => {
  const one = fc.record({ owner: fc.constantFrom('a', 'b', 'c', ''), last: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (list) => {
      const chosen = list[Number(leastMissed(new Map(list.map((each, i) => [`${i}`, each]))))];
      const owned = (owner: string): Evictable[] => list.filter((each) => each.owner === owner);
      const theirs = owned(chosen?.owner ?? '?');
      expect(theirs.length).toBe(Math.max(...list.map(({ owner }) => owned(owner).length)));
      // Of equals either may go; within one owner none is older.
      expect(Math.min(...theirs.map(({ last }) => last))).toBe(chosen?.last);
    }),
  );
});

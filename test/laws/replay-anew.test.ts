import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Deed, deeds } from './deeds.ts';
import { differing, live } from './past.ts';

it('law 9: replay decides as it was decided, whatever agents, servers, people and the disk did', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (all) => {
      const past = await live(all as Deed[]);
      expect(await differing(past, false)).toEqual([]);
      expect(await differing(past, true)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

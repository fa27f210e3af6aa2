import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earliestOf, nextId, shortId } from '../../src/model/id.ts';

describe('ids', () => {
  it('are unique and sort by time, also within a millisecond and when the clock goes back', () => {
    const times = [5, 5, 5, 4, 6, 1_800_000_000_000, 1_800_000_000_000];
    const ids = times.flatMap((time) => Array.from({ length: 40_000 }, () => nextId(time)));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('tell by their beginning when they cannot have been made before', () => {
    // Later than all that this process has made ids for.
    const later = fc.integer({ min: 1, max: 1_000_000 });
    let now = 1_900_000_000_000;
    fc.assert(
      fc.property(later, fc.integer({ min: 1, max: 16 }), (step, length) => {
        now += step;
        const id = nextId(now);
        expect(earliestOf(id)).toBe(now);
        expect(earliestOf(id.slice(0, length))).toBeLessThanOrEqual(now);
      }),
    );
    expect(earliestOf('call0000')).toBeUndefined();
  });

  it('are short where a person types them', () => expect(shortId()).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/));
});

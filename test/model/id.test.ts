import { describe, expect, it } from 'vitest';
import { nextId, shortId } from '../../src/model/id.ts';

describe('ids', () => {
  it('are unique and sort by time, also within a millisecond and when the clock goes back', () => {
    const times = [5, 5, 5, 4, 6, 1_800_000_000_000, 1_800_000_000_000];
    const ids = times.flatMap((time) => Array.from({ length: 40_000 }, () => nextId(time)));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('are short where a person types them', () => expect(shortId()).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/));
});

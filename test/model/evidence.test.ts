import { expect, it } from 'vitest';
import { NOTHING_SEEN } from '../../src/model/evidence.ts';

it('shares one sighting of nothing, which nobody can write into', () => {
  expect(Object.isFrozen(NOTHING_SEEN)).toBe(true);
  expect(NOTHING_SEEN).toEqual({});
});

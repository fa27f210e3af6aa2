import { expect, it } from 'vitest';
import { NOTHING_SEEN, SEVERITIES } from '../../src/model/evidence.ts';

it('shares one sighting of nothing, which nobody can write into', () => {
  expect(Object.isFrozen(NOTHING_SEEN)).toBe(true);
  expect(NOTHING_SEEN).toEqual({});
});

it('orders severities from harmless to worst', () =>
  expect(SEVERITIES).toEqual(['info', 'low', 'medium', 'high', 'critical']));

import { expect, it } from 'vitest';
import { isOwnWord, NOTHING_SEEN } from '../../src/model/evidence.ts';

it('shares one sighting of nothing, which nobody can write into', () => {
  expect(Object.isFrozen(NOTHING_SEEN)).toBe(true);
  expect(NOTHING_SEEN).toEqual({});
});

it('takes no result of a server that is called as the session is for a word of its own', () => {
  expect(isOwnWord({ call: '', upstream: 'session' })).toBe(true);
  expect(isOwnWord({ call: '', upstream: 'user' })).toBe(false);
  expect(isOwnWord({ call: 'call0000', upstream: 'session' })).toBe(false);
});

import { expect, it } from 'vitest';
import { isOver, TooManyHeld } from '../../src/model/approval.ts';

it('that too many calls wait is no fault of ours, and told apart from one', () => {
  const error: unknown = new TooManyHeld('a hundred wait');
  expect(error).toBeInstanceOf(TooManyHeld);
  expect(new Error('a hundred wait')).not.toBeInstanceOf(TooManyHeld);
  expect(String(error)).toBe('TooManyHeld: a hundred wait');
});

it.each([
  [91_000, false],
  [98_999, false],
  [99_000, true],
  [30_000, false],
  [29_999, true],
])('a hold of 90 s to 99 s is over at %i ms: %s', (now, over) => {
  expect(isOver({ at: 90_000, expires: 99_000 }, now)).toBe(over);
});

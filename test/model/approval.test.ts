import { expect, it } from 'vitest';
import { TooManyHeld } from '../../src/model/approval.ts';

it('that too many calls wait is no fault of ours, and told apart from one', () => {
  const error: unknown = new TooManyHeld('a hundred wait');
  expect(error).toBeInstanceOf(TooManyHeld);
  expect(new Error('a hundred wait')).not.toBeInstanceOf(TooManyHeld);
  expect(String(error)).toBe('TooManyHeld: a hundred wait');
});

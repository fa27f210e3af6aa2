import { expect, test } from 'vitest';
import { failure, OpenError, sentence } from '../../src/upstream/failure.ts';

test('a failure says nothing of acting unless told', () => {
  expect(failure('timeout', 'm')).toEqual({ kind: 'failed', reason: 'timeout', message: 'm', acted: 'unknown' });
  expect(failure('refused', 'm', false).acted).toBe(false);
});

test('sentence takes whatever was thrown', () => {
  expect(sentence(new OpenError('why', true))).toBe('why');
  expect(sentence('text')).toBe('text');
});

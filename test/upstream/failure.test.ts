import { expect, test } from 'vitest';
import { failure } from '../../src/upstream/failure.ts';

test('a failure says nothing of acting unless told', () => {
  expect(failure('timeout', 'm')).toEqual({ kind: 'failed', reason: 'timeout', message: 'm', acted: 'unknown' });
  expect(failure('refused', 'm', false).acted).toBe(false);
});

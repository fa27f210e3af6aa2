import { expect, test } from 'vitest';
import { countOf } from '../../src/model/count.ts';

test('one is singular, anything else plural', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'call'))).toEqual(['0 calls', '1 call', '2 calls']);
  expect(countOf(1, 'process', 'processes')).toBe('1 process');
  expect(countOf(2, 'process', 'processes')).toBe('2 processes');
});

import { expect, test } from 'vitest';
import { plainly, withEnds } from '../../../src/projections/orders/spelled-values.ts';

test('values are searched for in plain form, amounts as people write them as well, and none that stands anywhere', () => {
  expect(plainly(['Acme Ltd.', '99.9', '99.95', 'a', '44', ' x '], 2)).toEqual([
    'acme ltd',
    '99.9',
    '99.90',
    '99.95',
    '44',
  ]);
  expect(
    plainly(
      Array.from({ length: 100 }, (_, i) => `value-${i}`),
      2,
    ),
  ).toHaveLength(32);
});

test('a number in parts is searched for by its end as well', () => {
  expect(withEnds(['7a1c-0193', 'depot'])).toEqual(['7a1c-0193', 'depot', '0193']);
});

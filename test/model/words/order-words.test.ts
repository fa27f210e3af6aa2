import { expect, test } from 'vitest';
import { ORDERING } from '../../../src/model/words/order-words.ts';

test('know orders by their plain form, and none of what heads a line', () => {
  for (const word of ['use', 'put', 'enclose', 'swap']) expect(ORDERING.has(word)).toBe(true);
  for (const word of ['used', 'report', 'list', 'type', 'name', '']) expect(ORDERING.has(word)).toBe(false);
});

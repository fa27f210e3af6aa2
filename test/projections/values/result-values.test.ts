import { expect, test } from 'vitest';
import { ResultValues } from '../../../src/projections/values/result-values.ts';

test('keeps what it told of, however much that is, until nothing of it is known by it', () => {
  const told = new ResultValues({ call: 'c', upstream: 'up', tool: 'read', labels: [], step: 1 });
  for (let row = 0; row < 1_000; row++) told.add(row * 2);
  expect([told.count, told.known.length, told.known[999]]).toEqual([1_000, 1_000, 1_998]);
  expect([told.knows(1_998), told.knows(1_999), told.knows(0)]).toEqual([true, false, true]);
  told.clear();
  expect([told.count, told.knows(0)]).toEqual([0, false]);
});

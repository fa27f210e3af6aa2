import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LeafColumns } from '../../../src/model/json/leaf-columns.ts';
import { type Json, type Leaf, type Leaves, leaves, leavesInSteps } from '../../../src/model/json.ts';
import { finish } from '../../../src/model/steps.ts';

/** All that columns hold, as a list. */
const listed = (columns: Leaves): Leaf[] =>
  Array.from({ length: columns.length }, (_, i) => {
    const { at, text, key } = columns.at(i) as Leaf;
    return { at, text, key };
  });
const isTelling = (name: string): boolean => name.length % 2 === 0;

it('gives the leaves of any value as the list of them would', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (given) => {
      const value = JSON.parse(JSON.stringify(given)) as Json;
      expect(listed(finish(leavesInSteps(value, 0, isTelling)))).toEqual(leaves(value, 0, isTelling));
    }),
  );
});

it('gives those of a long value, after pauses, in whatever order they are asked for', () => {
  const value = Array.from({ length: 3_000 }, (_, i) => ({ id: `a${i}`, by: { 'a/b': [`${i}`, 'x'] }, end: '' }));
  const steps = leavesInSteps(value, Number.POSITIVE_INFINITY, () => true);
  let pauses = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pauses++;
  expect(pauses).toBeGreaterThan(4);
  const list = leaves(value);
  expect(listed(step.value)).toEqual(list);
  for (const i of [list.length - 1, 7, 12_345, 0]) expect(step.value.at(i)?.at).toBe(list[i]?.at);
});

it('has none beyond its end', () => {
  const columns = new LeafColumns();
  expect([columns.length, columns.at(0)]).toEqual([0, undefined]);
  columns.add('', '/a', '', true);
  expect([columns.length, columns.at(0)?.at, columns.at(1)]).toEqual([1, '/a', undefined]);
});

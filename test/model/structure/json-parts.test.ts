import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Json, Values } from '../../../src/model/json.ts';
import { JsonParts } from '../../../src/model/structure/json-parts.ts';

const partsOf = (value: Json) => new Values(value, 1_000).next(Number.POSITIVE_INFINITY);

test('gives what all values of a value are, in whatever order they are asked for', () => {
  const order = fc.array(fc.nat(2_000), { maxLength: 20 });
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(1_500), order, (value, count, asked) => {
      const root = [JSON.parse(JSON.stringify(value)) as Json, Array.from({ length: count }, (_, i) => `v-${i}`)];
      const all = partsOf(root);
      const parts = new JsonParts(root);
      for (const index of asked) expect(parts.at(index)).toEqual(all[index]);
      expect([...parts]).toEqual(all);
      for (const [index, part] of all.entries()) expect(parts.at(index)).toEqual(part);
      expect(parts.at(all.length)).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('whoever walks through all of them changes nothing for whoever asks one by one', () => {
  const parts = new JsonParts(Array.from({ length: 1_000 }, (_, i) => `v-${i}`));
  expect(parts.at(600)?.text).toBe('v-600');
  expect([...parts]).toHaveLength(1_000);
  expect(parts.at(601)?.text).toBe('v-601');
});

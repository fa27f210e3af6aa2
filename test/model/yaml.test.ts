import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isScalar, stringify } from 'yaml';
import { isObject, type Json } from '../../src/model/json.ts';
import { beginningOf, follow, yamlDocument } from '../../src/model/yaml.ts';

type Path = readonly (string | number)[];

/** Every place in a value, with what stands there. */
function* placesIn(value: Json, path: Path = []): Generator<{ path: Path; value: Json }> {
  yield { path, value };
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* placesIn(item, [...path, i]);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) yield* placesIn(item, [...path, key]);
}

const at = (text: string, path: Path): string => text.slice(beginningOf(follow(yamlDocument(text), path)));

it('follows a path to what stands there, in whatever style it is written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('block' as const, 'flow' as const), (value, style) => {
      const document = yamlDocument(stringify(value, null, { collectionStyle: style }));
      for (const { path, value: wanted } of placesIn(value as Json)) {
        const { node, key, isWhole } = follow(document, path);
        expect(isWhole).toBe(true);
        expect(key === undefined).toBe(typeof path.at(-1) !== 'string');
        if (isScalar(node) && wanted !== null) expect(node.value).toEqual(wanted);
      }
    }),
  );
});

it.each([
  { path: ['a'], begins: 'a: &one' },
  { path: ['a', 'list', 1], begins: 'two]' },
  { path: ['a', 'list', 7, 'x'], begins: 'list:' },
  { path: ['a', 'none'], begins: 'a: &one' },
  { path: ['empty', 'x'], begins: 'empty:' },
  { path: ['again', 'list'], begins: 'list:' },
  { path: ['none'], begins: 'a: &one' },
])('begins at the key or item, or at the nearest above that is there: $path', ({ path, begins }) => {
  const text = 'a: &one { list: [one, two] }\nempty:\nagain: *one\n';
  expect(at(text, path).slice(0, begins.length)).toBe(begins);
});

it('says which paths are there to the end', () => {
  const document = yamlDocument('a: [1]\nb:\n');
  const isWhole = (...path: Path): boolean => follow(document, path).isWhole;
  expect([isWhole(), isWhole('a', 0), isWhole('b')]).toEqual([true, true, true]);
  expect([isWhole('a', 1), isWhole('b', 'c'), isWhole('c')]).toEqual([false, false, false]);
});

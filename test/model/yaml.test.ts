import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isScalar, stringify } from 'yaml';
import { isObject, type Json } from '../../src/model/json.ts';
import { beginningOf, follow, strayAliases, yamlDocument } from '../../src/model/yaml.ts';

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

it.each([
  ['a: 1\na: 2', [5]],
  ['{ a: 1, "a": 2 }', [8]],
  ['1: a\n"1": b\n0x1: c', [5, 12]],
  ['~: a\n"": b', [5]],
  ['x: &x a\na: 1\n*x : 2', [13]],
  ['x: &x a\ny: &x b\na: 1\n? *x\n: 2\nb: 3', [30]],
  ['- { a: 1 }\n- b: { c: 1, c: 2 }', [24]],
  ['a: 1\nb: { a: 1 }\nc: [a, a]', []],
])('finds each key that another value would take the place of: %j', (text, places) => {
  expect(yamlDocument(text).errors.map(({ code, pos }) => [code, pos[0]])).toEqual(
    places.map((at) => ['DUPLICATE_KEY', at]),
  );
});

it.each([
  ['keys', (i: number) => `k${i}: 1\n`],
  ['keys that are aliases', (i: number) => `${i === 0 ? 'x: &x a\ny:\n' : ''}  - *x : 1\n`],
])('reads many %s in linear work', (_, line) => {
  const keys = (length: number): string => Array.from({ length }, (_, i) => line(i)).join('');
  const work = (text: string): number => {
    const start = process.cpuUsage();
    expect(yamlDocument(text).errors).toEqual([]);
    return process.cpuUsage(start).user;
  };
  const [few, many] = [keys(2_000), keys(16_000)];
  work(few);
  expect(Math.min(work(many), work(many)) / Math.max(work(few), work(few))).toBeLessThan(30);
});

const MANY = 3_000;
const deep = (levels: number) => [
  '['.repeat(levels),
  '{a: '.repeat(levels),
  '- '.repeat(levels),
  '? '.repeat(levels),
  Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
];

it('finds the aliases that stand for nothing', () => {
  const document = yamlDocument('a: &one 1\nb: [*one, *two]\n*three : 4\n');
  expect(strayAliases(document)).toEqual([
    { name: 'two', at: 20 },
    { name: 'three', at: 26 },
  ]);
});

it('refuses what nests too deep before it is read a call for each level, in whatever style', () => {
  for (const text of deep(MANY)) expect(() => yamlDocument(text)).toThrow('nests deeper than 400 levels');
});

it('reads what nests as deep as a message may, and a long file that is flat', () => {
  for (const text of deep(200)) expect(() => yamlDocument(text)).not.toThrow();
  const flat = Array.from({ length: MANY }, (_, i) => `k${i}: [{ a-b: "?" }]`).join('\n');
  expect(yamlDocument(flat).errors).toEqual([]);
});

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { canonicalText, sha256 } from '../../../src/model/json/canonical.ts';
import { parseStrict } from '../../../src/model/json/parse.ts';
import { isObject } from '../../../src/model/json.ts';
import { Tools } from '../../../src/upstream/listing/tools.ts';

const tool = (name: string, description = name): string => JSON.stringify({ name, description });

test('knows each by the hash that the catalog gives it, the first of two with one name', () => {
  const tools = new Tools([tool('a'), '{"name":7}', 'junk', tool('b', 'one'), tool('b', 'two')]);
  expect(tools.hashOf('a')).toBe(sha256(canonicalText(tool('a'))));
  expect(tools.hashOf('b')).toBe(sha256(canonicalText(tool('b', 'one'))));
  expect(tools.hashOf('c')).toBeUndefined();
});

test('tells whether one of those with a name is meant, which need not be the first', () => {
  const hash = (text: string): string => sha256(canonicalText(text));
  const twice = '{"name":"b","name":"c"}';
  const tools = new Tools([tool('b', 'one'), twice, tool('b', 'two'), tool('a')]);
  expect(['one', 'two', 'three'].map((each) => tools.has('b', hash(tool('b', each))))).toEqual([true, true, false]);
  expect(tools.has('b', hash(twice))).toBe(false);
  expect(tools.has('a', hash(tool('b', 'one')))).toBe(false);
});

test('law: the same tools in another order are the same, and one that says something else is not', () => {
  const distinct = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(distinct, fc.nat(), fc.string({ minLength: 1 }), (names, at, more) => {
      const tools = new Tools(names.map((name) => tool(name)));
      expect(tools.isSame(new Tools(names.map((name) => tool(name)).reverse()))).toBe(true);
      const members = names.map(
        (name) => `{ "description": ${JSON.stringify(name)}, "name": ${JSON.stringify(name)} }`,
      );
      expect(tools.isSame(new Tools(members))).toBe(true);
      const changed = names.map((name, i) => tool(name, i === at % names.length ? `${name}${more}` : name));
      expect(tools.isSame(new Tools(changed))).toBe(false);
      const fewer = new Tools(names.slice(1).map((name) => tool(name)));
      expect(tools.isSame(fewer)).toBe(false);
      expect(fewer.isPartOf(tools)).toBe(true);
      expect(new Tools(changed).isPartOf(tools)).toBe(false);
    }),
  );
});

test('law: those that are sent in other words alone are read, and what is so is what reading all of them says', () => {
  const odd = fc.constantFrom(
    ...['{"name":"a","name":"b"}', '{"name":7}', '{"x":{"name":"a"}}', '{"n\\u0061me":"a"}', '{ "name" : "\\u0061" }'],
    ...[tool('a'), tool('a', 'other'), tool('b'), '{"description":"a","name":"a"}', '[]', 'junk'],
  );
  const whole = (texts: readonly string[]): Map<string, string> => {
    const read = new Map<string, string>();
    for (const text of texts) {
      const parsed = parseStrict(text);
      const name = parsed.ok && isObject(parsed.value) ? parsed.value.name : undefined;
      if (typeof name === 'string' && !read.has(name)) read.set(name, sha256(canonicalText(text)));
    }
    return read;
  };
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 6 }), fc.array(odd, { maxLength: 6 }), (some, others) => {
      const [mine, theirs] = [whole(some), whole(others)];
      const isPart = (one: Map<string, string>, other: Map<string, string>): boolean =>
        [...one].every(([name, hash]) => other.get(name) === hash);
      for (const name of ['a', 'b']) expect(new Tools(some).hashOf(name)).toBe(mine.get(name));
      expect(new Tools(some).isPartOf(new Tools(others))).toBe(isPart(mine, theirs));
      expect(new Tools(some).isSame(new Tools(others))).toBe(isPart(mine, theirs) && isPart(theirs, mine));
    }),
  );
  const texts = Array.from({ length: 500 }, (_, i) => tool(`t${i}`));
  const parse = vi.spyOn(JSON, 'parse');
  expect(new Tools(texts).isSame(new Tools(texts.with(7, tool('t7', 'changed'))))).toBe(false);
  expect(new Tools(texts).isPartOf(new Tools([...texts, tool('more')]))).toBe(true);
  const read = parse.mock.calls.filter(([text]) => text.startsWith('{')).length;
  parse.mockRestore();
  expect(read).toBeLessThanOrEqual(2);
});

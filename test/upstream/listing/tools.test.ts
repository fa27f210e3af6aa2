import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText, sha256 } from '../../../src/model/json/canonical.ts';
import { Tools } from '../../../src/upstream/listing/tools.ts';

const tool = (name: string, description = name): string => JSON.stringify({ name, description });

test('knows each by the hash that the catalog gives it, the first of two with one name', () => {
  const tools = new Tools([tool('a'), '{"name":7}', 'junk', tool('b', 'one'), tool('b', 'two')]);
  expect(tools.hashOf('a')).toBe(sha256(canonicalText(tool('a'))));
  expect(tools.hashOf('b')).toBe(sha256(canonicalText(tool('b', 'one'))));
  expect(tools.hashOf('c')).toBeUndefined();
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

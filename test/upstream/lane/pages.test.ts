import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lists, objectTexts } from '../../../src/upstream/lane/pages.ts';

test('law: every object of the list comes out as it was written, in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), fc.constantFrom(0, 2), (items, space) => {
      const text = JSON.stringify({ before: [{}], tools: items, after: 1 }, null, space);
      const found = objectTexts(text, 'tools');
      expect(found.map((each) => JSON.parse(each))).toEqual(JSON.parse(JSON.stringify(items)));
      for (const each of found) expect(text).toContain(each);
    }),
  );
});

test('numbers keep their digits, and what is no object is no definition', () => {
  expect(objectTexts('{"tools":[1,"x",{"n":9007199254740993},null,[{}]]}', 'tools')).toEqual([
    '{"n":9007199254740993}',
  ]);
  expect(objectTexts('{"tools":{}}', 'tools')).toEqual([]);
  expect(objectTexts('{}', 'tools')).toEqual([]);
});

test('lists reads own members only', () => {
  expect(lists({ tools: { listChanged: true } }, 'tools')).toEqual({ listChanged: true });
  expect(lists({ tools: true }, 'tools')).toBeUndefined();
  expect(lists({}, 'constructor')).toBeUndefined();
});

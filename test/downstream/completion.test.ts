import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitCompletion } from '../../src/downstream/completion.ts';
import type { JsonObject } from '../../src/model/json.ts';

const fitted = (text: string): string => fitCompletion(JSON.parse(text) as JsonObject, text);
const values = (count: number): string => `[${Array.from({ length: count }, (_, n) => ` "\\u0061${n}"`).join(' ,')} ]`;

test('a hundred values are the very text', () => {
  const text = `{ "completion" : {"values": ${values(100)}, "total":1.0 }, "n" : 9007199254740993 }`;
  expect(fitted(text)).toBe(text);
});

test('of more, the first hundred stay as they are spelled, and that there are more is said', () => {
  const text = `{ "completion" : {"hasMore":false,"values": ${values(101)}, "total":1.0 }, "n" : 9007199254740993 }`;
  const kept = values(100).slice(1, -2).split(',');
  const cut = fitted(text);
  for (const one of kept) expect(cut).toContain(one.trim());
  expect(cut).not.toContain('a100');
  expect(cut).toContain('"total":1.0');
  expect(cut).toContain('"n" : 9007199254740993 }');
  expect(JSON.parse(cut).completion).toMatchObject({ hasMore: true, total: 1 });
  expect(JSON.parse(cut).completion.values).toHaveLength(100);
});

test('law: whatever a server completes with, no more than a hundred values pass, in their order, and nothing else changes', () => {
  const more = fc.dictionary(
    fc.string().filter((key) => key !== 'values' && key !== 'hasMore' && key !== '__proto__'),
    fc.jsonValue(),
  );
  const list = fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 130, size: 'max' });
  fc.assert(
    fc.property(more, list, fc.constantFrom(0, 2), (rest, all, space) => {
      const text = JSON.stringify({ completion: { ...rest, values: all }, _meta: rest }, null, space);
      const { completion, _meta } = JSON.parse(fitted(text));
      const isCut = all.length > 100;
      const wanted = { ...rest, values: all.slice(0, 100), ...(isCut ? { hasMore: true } : {}) };
      expect(completion).toEqual(JSON.parse(JSON.stringify(wanted)));
      expect(_meta).toEqual(JSON.parse(JSON.stringify(rest)));
    }),
    { numRuns: 60 },
  );
});

test.each(['{}', '{"completion":7}', '{"completion":{}}', '{"completion":{"values":"x"}}'])(
  '%s is left alone',
  (text) => expect(fitted(text)).toBe(text),
);

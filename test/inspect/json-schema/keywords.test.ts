import { expect, test } from 'vitest';
import { KEYWORDS } from '../../../src/inspect/json-schema/keywords.ts';
import { validate } from '../../../src/inspect/json-schema/validate.ts';
import type { Json } from '../../../src/model/json.ts';

const said = (schema: Json, value: Json): string[] =>
  validate(schema, value, (pattern) => new RegExp(pattern)).mismatches.map(({ at, message }) => `${at} ${message}`);

test.each([
  [{ type: ['string', 'null'] }, 1, [' must be a string or null, not an integer']],
  [{ required: ['a'], properties: { a: { type: 'array' } } }, {}, ['/a is missing: add an array']],
  [
    { additionalProperties: false, properties: { path: {} } },
    { paht: 1 },
    ['/paht is not known here (did you mean "path"?)'],
  ],
  [
    { additionalProperties: false, properties: { path: {} } },
    { zzzzzz: 1 },
    ['/zzzzzz is not known here; known are path'],
  ],
  [{ enum: ['a', 'b'] }, 'c', [' must be one of "a", "b"']],
  [{ const: 1 }, 2, [' must be 1']],
  [{ oneOf: [{ type: 'number' }, { minimum: 0 }] }, 1, [' must fit only one of 2 forms, and fits 2']],
  [
    { uniqueItems: true },
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [' must not hold the same item twice'],
  ],
  [{ contains: { type: 'null' }, minContains: 2 }, [null], [' must hold at least 2 fitting items']],
  [{ properties: { 'a/b': false } }, { 'a/b': 1 }, ['/a~1b must not be there']],
])('%j says of %j: %j', (schema, value, words) => {
  expect(said(schema as Json, value as Json)).toEqual(words);
});

test('names no format: it is an annotation', () => {
  expect(KEYWORDS.has('format')).toBe(false);
});

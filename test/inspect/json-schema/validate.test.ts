import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identity, resolve } from '../../../src/inspect/json-schema/run.ts';
import { validate } from '../../../src/inspect/json-schema/validate.ts';
import type { Json } from '../../../src/model/json.ts';

const native = (pattern: string): RegExp => new RegExp(pattern, 'u');
const isValid = (schema: Json, value: Json): boolean => validate(schema, value, native).mismatches.length === 0;
const ajv = new Ajv2020({
  strict: false,
  validateFormats: false,
  validateSchema: false,
  addUsedSchema: false,
  ownProperties: true,
});

const name = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__');
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(null, true, false, 0, 1, 2, 1.5, -1, '', 'a', 'ab', 'b1', '\u{1f600}'),
  fc.integer({ min: -5, max: 5 }),
);
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
/** What ajv can judge: it compares objects by what they call their constructor, which is no value there but what was made anew. */
const judged = value.map(plainConstructors);
const small = fc.integer({ min: 0, max: 3 });
const type = fc.constantFrom('string', 'number', 'integer', 'object', 'array', 'null', 'boolean');
const schemaOf = fc.letrec<{ schema: Json }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const named = fc.dictionary(
    name.filter((key) => key !== '__proto__'),
    tie('schema'),
    { maxKeys: 3, noNullPrototype: true },
  );
  return {
    schema: fc.oneof(
      { maxDepth: 3 },
      fc.boolean(),
      fc
        .record(
          {
            type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
            properties: named,
            required: fc.uniqueArray(
              name.filter((key) => key !== '__proto__'),
              { maxLength: 2 },
            ),
            additionalProperties: tie('schema'),
            patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), tie('schema'), {
              maxKeys: 2,
              noNullPrototype: true,
            }),
            propertyNames: fc.record({ maxLength: small }),
            dependentRequired: fc.dictionary(fc.constantFrom('a', 'b'), fc.uniqueArray(fc.constantFrom('b', 'c')), {
              noNullPrototype: true,
            }),
            items: tie('schema'),
            prefixItems: some,
            contains: tie('schema'),
            uniqueItems: fc.boolean(),
            minItems: small,
            maxItems: small,
            minLength: small,
            maxLength: small,
            minimum: small,
            maximum: small,
            exclusiveMinimum: small,
            multipleOf: fc.constantFrom(1, 2, 0.5),
            minProperties: small,
            maxProperties: small,
            pattern: fc.constantFrom('^a', 'b$', '[0-9]'),
            enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3, selector: (item) => JSON.stringify(item) }),
            const: judged,
            anyOf: some,
            oneOf: some,
            allOf: some,
            not: tie('schema'),
            if: tie('schema'),
            then: tie('schema'),
            else: tie('schema'),
          } as Record<string, fc.Arbitrary<Json>>,
          { requiredKeys: [] },
        )
        .map((keywords) => Object.fromEntries(Object.entries(keywords).filter((_, i) => i % 4 === 0 || i < 2)) as Json),
    ),
  };
}).schema;

/** None where code that ajv made falls over: it does for some lists of objects under `contains`. */
function verdict(judge: () => unknown): boolean | undefined {
  try {
    return judge() === true;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

test('agrees with ajv on every schema and value', () => {
  let invalid = 0;
  fc.assert(
    fc.property(schemaOf, fc.array(judged, { minLength: 4, maxLength: 4 }), (schema, values) => {
      const theirs = ajv.compile(schema as never);
      for (const one of values) {
        const expected = verdict(() => theirs(one));
        if (expected === undefined) continue;
        if (!expected) invalid++;
        expect(isValid(schema, one)).toBe(expected);
      }
    }),
    { numRuns: 400 },
  );
  expect(invalid).toBeGreaterThan(100);
});

test.each([
  [{ $ref: '#/$defs/a', $defs: { a: { type: 'string' } } }, 'x', true],
  [{ $ref: '#/$defs/a', $defs: { a: { type: 'string' } } }, 1, false],
  [{ definitions: { 'a/b': { type: 'null' } }, $ref: '#/definitions/a~1b' }, 1, false],
  [{ properties: { next: { $ref: '#' } }, required: ['v'] }, { v: 1, next: { v: 2, next: {} } }, false],
  [{ items: [{ type: 'string' }], additionalItems: false }, ['a', 1], false],
  [{ type: 'string', nullable: true }, null, true],
  [{ minimum: 1, exclusiveMinimum: true }, 1, false],
  [{ dependencies: { a: ['b'] } }, { a: 1 }, false],
  [{ dependencies: { a: { required: ['c'] } } }, { a: 1, c: 1 }, true],
  [{ format: 'email', type: 'string' }, 'no mail', true],
  [{ properties: { toString: { type: 'string' } } }, {}, true],
  // On these three ajv says otherwise, and is wrong.
  [{ const: { constructor: {} } }, { constructor: {} }, true],
  [{ uniqueItems: true }, [{ constructor: [1] }, { constructor: [1] }], false],
  [{ uniqueItems: true, items: { type: 'string' } }, ['__proto__', '__proto__'], false],
])('%j on %j: %s', (schema, one, expected) => {
  expect(isValid(schema as Json, one as Json)).toBe(expected);
});

test('names the alternative that came closest', () => {
  const schema = {
    anyOf: [{ type: 'string' }, { properties: { a: { properties: { b: { type: 'null' } } } }, type: 'object' }],
  };
  expect(validate(schema, { a: { b: 1 } }, native).mismatches.map((mismatch) => mismatch.at)).toEqual(['/a/b', '']);
});

test('stays within its budget on schemas made to explode', () => {
  const doubling: Record<string, Json> = { l0: { type: 'string' } };
  for (let i = 1; i <= 22; i++)
    doubling[`l${i}`] = { allOf: [{ $ref: `#/$defs/l${i - 1}` }, { $ref: `#/$defs/l${i - 1}` }] };
  const { unchecked } = validate({ $defs: doubling, $ref: '#/$defs/l22' }, 'x', native);
  expect(unchecked).toMatch(/steps/);
});

test('equal values share an identity, different ones do not', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(identity(a) === identity(b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
  );
});

/** The same with nothing but plain values called `constructor`. */
function plainConstructors(one: Json): Json {
  if (Array.isArray(one)) return one.map(plainConstructors);
  if (typeof one !== 'object' || one === null) return one;
  return Object.fromEntries(
    Object.entries(one).map(([key, item]) => [
      key,
      key === 'constructor' && typeof item === 'object' ? null : plainConstructors(item),
    ]),
  );
}

/** A plain form of its own: objects as marked, sorted lists of members. */
function sorted(one: Json): unknown {
  if (Array.isArray(one)) return one.map(sorted);
  if (typeof one !== 'object' || one === null) return one;
  const members = Object.entries(one).map(([key, item]) => [key, sorted(item)] as const);
  return { members: members.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

test('refs stay inside', () => {
  expect(resolve({ a: { 'b c': 1 } }, '#/a/b%20c')).toBe(1);
  expect(resolve({}, 'other.json#/a')).toBeUndefined();
  expect(resolve({}, '#/%zz')).toBeUndefined();
});

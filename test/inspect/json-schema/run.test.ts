import { expect, test } from 'vitest';
import { check, giveUp, miss, type Run, resolve, tries, typeOf } from '../../../src/inspect/json-schema/run.ts';
import type { Json } from '../../../src/model/json.ts';

const run = (): Run => ({
  root: {},
  compile: (pattern) => new RegExp(pattern),
  keywords: new Map([['never', (here, _operand, _value, at) => miss(here, at, 'no')]]),
  found: [],
  steps: 0,
  depth: 0,
  unchecked: undefined,
});

test('a trial leaves no trace but in what it was given', () => {
  const one = run();
  const heard: { at: string; message: string }[] = [];
  expect(tries(one, { never: 1 }, 1, '/a', heard)).toBe(false);
  expect(one.found).toEqual([]);
  expect(heard).toEqual([{ at: '/a', message: 'no' }]);
});

test('tells only so many mismatches, and the first reason for giving up', () => {
  const one = run();
  for (let i = 0; i < 50; i++) check(one, { never: 1 }, 1, '');
  expect(one.found).toHaveLength(8);
  giveUp(one, 'first');
  giveUp(one, 'second');
  expect(one.unchecked).toBe('first');
});

test('knows the types of JSON', () => {
  expect(([null, [], {}, 1, 1.5, 'a', true] satisfies Json[]).map(typeOf)).toEqual([
    'null',
    'array',
    'object',
    'integer',
    'number',
    'string',
    'boolean',
  ]);
});

test('follows a ref only to what the schema itself owns', () => {
  expect(resolve({ $defs: { a: true } }, '#/$defs/a')).toBe(true);
  expect(resolve({}, '#/toString')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { fitsPattern, LIMITS } from '../../../src/inspect/json-schema/limits.ts';
import type { Run } from '../../../src/inspect/json-schema/run.ts';

const run = (): Run => ({
  root: {},
  compile: (pattern) => new RegExp(pattern),
  keywords: new Map(LIMITS),
  found: [],
  steps: 0,
  depth: 0,
  unchecked: undefined,
});

test('a pattern that cannot be compiled has no say, and that is told', () => {
  const one = run();
  expect(fitsPattern(one, '(', 'x')).toBe(true);
  expect(one.unchecked).toMatch(/pattern/);
  expect(fitsPattern(run(), '^a', 'b')).toBe(false);
});

test('pays for long texts', () => {
  const one = run();
  fitsPattern(one, 'a', 'x'.repeat(20_000));
  expect(one.steps).toBeGreaterThan(100);
});

test.each([
  ['minLength', 2, '\u{1f600}', 'must have at least 2 characters'],
  ['maxItems', 1, [1, 2], 'must have at most 1 items'],
  ['minProperties', 1, {}, 'must have at least 1 members'],
  ['multipleOf', 0.1, 0.35, 'must be a multiple of 0.1'],
  ['maximum', 3, 4, 'must be at most 3'],
] as const)('%s %s refuses %j', (name, limit, value, words) => {
  const one = run();
  expect(new Map(LIMITS).get(name)?.(one, limit, value, '', {})).toBe(false);
  expect(one.found).toEqual([{ at: '', message: words }]);
});

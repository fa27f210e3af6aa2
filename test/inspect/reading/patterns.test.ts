import { expect, test } from 'vitest';
import { arePatternsLoaded, compilePattern, loadPatterns } from '../../../src/inspect/reading/patterns.ts';

test('compiles patterns of strangers, and refuses those that are not linear', async () => {
  expect(() => compilePattern('a')).toThrow();
  await loadPatterns();
  expect(arePatternsLoaded()).toBe(true);
  expect(compilePattern('^[a-z]+\\d$').test('abc1')).toBe(true);
  expect(compilePattern('^[a-z]+\\d$')).toBe(compilePattern('^[a-z]+\\d$'));
  for (const pattern of ['(?=a)', '(a)\\1', 'a{1,99999}', '[', 'x'.repeat(3000)]) {
    expect(() => compilePattern(pattern)).toThrow();
    expect(() => compilePattern(pattern)).toThrow();
  }
});

test('is not stalled by a pattern made to explode', async () => {
  await loadPatterns();
  expect(compilePattern('^(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false);
});

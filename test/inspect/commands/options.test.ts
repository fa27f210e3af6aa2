import { expect, test } from 'vitest';
import { has, isOn, operandsOf, valuesOf, wordsBehind } from '../../../src/inspect/commands/options.ts';

const words = (text: string): string[] => text.split(' ');

test('finds letters and long options, before `--` alone', () => {
  expect([has(words('-rf x'), 'f'), has(words('--force'), '', '--force'), has(words('-- -f'), 'f')]).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([
  ['--dry-run', true],
  ['--dry-run=client', true],
  ['--dry-run=none', false],
  ['--dry-run --dry-run=false', false],
  ['--dry-run=false --dry-run', true],
  ['--dry-run --no-dry-run', false],
  ['-- --dry-run', false],
  ['--dry-runner', false],
])('%s is on: %s', (text, is) => {
  expect(isOn(words(text), '--dry-run')).toBe(is);
});

test('reads values in every spelling', () => {
  expect(valuesOf(words('-o a -ob --output=c --output d'), '-o', '--output')).toEqual(['a', 'b', 'c', 'd']);
});

test('tells operands from options and their values', () => {
  expect(operandsOf(words('-n web get -o yaml x'), ['-n', '-o'])).toEqual(['get', 'x']);
  expect(operandsOf(words('-a -- -b'))).toEqual(['-b']);
  expect(wordsBehind(words('-p 22 host rm -rf x'), ['-p'])).toEqual(['rm', '-rf', 'x']);
});

import { expect, test } from 'vitest';
import { asksOnly, has, isOn, operandsOf, valuesOf, wordsBehind } from '../../../src/inspect/commands/options.ts';

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

test.each([
  ['shutdown --help', true],
  ['mkfs.ext4 -V', true],
  ['git clean --help', true],
  ['docker system prune --help', true],
  ['aws s3 rm help', true],
  ['reg add /?', true],
  // This one turns the machine off.
  ['shutdown -h', false],
  ['crontab jobs --help', false],
  ['rm -rf --help', false],
  ['docker system prune -af --help', false],
  ['rm /?', false],
  ['kubectl delete -f x.yaml --help', false],
  ['git clean', false],
])('only asks for help: %s is %s', (text, is) => {
  const [name = '', ...args] = words(text);
  expect(asksOnly(name, args)).toBe(is);
});

import { expect, test } from 'vitest';
import { SOMETHING } from '../../../../src/inspect/shell/spelling/expansion.ts';
import {
  flagsOf,
  follow,
  goesThroughLinks,
  isFileAt,
  placesFiles,
} from '../../../../src/inspect/shell/spelling/settings.ts';
import { Variables } from '../../../../src/inspect/shell/spelling/variables.ts';

const after = (command: string, lines?: readonly string[], known = new Variables()): Variables => {
  const [name = '', ...args] = command.split(' ');
  follow(name, args, lines, known);
  return known;
};

test.each([
  ['cd /a', '/a'],
  ['cd', '~'],
  ['cd -P /a', '/a'],
  ['cd -', SOMETHING],
  ['cd -- a', 'a'],
  ['cd --', '~'],
  ['cd a', 'a'],
  ['cd ../a', '../a'],
  ['pushd ~/a', '~/a'],
  ['popd', SOMETHING],
  ['pushd', SOMETHING],
  ['pushd +1', SOMETHING],
  ['popd -n', SOMETHING],
])('%s goes to %s', (command, folder) => {
  expect(after(command).folder).toBe(folder);
});

test.each([
  ['set -- a b', '@', [['a', 'b']]],
  ['set a b', '@', [['a', 'b']]],
  ['set -e', '@', undefined],
  ['read -r x', 'x', [['a b'], ['c']]],
  ['read x y', 'y', [['b'], ['']]],
  ['printf -v x %s/y a', 'x', [['a/y']]],
  ['printf -v x %d 1', 'x', undefined],
])('%s sets %s', (command, name, values) => {
  expect(after(command, ['a b', 'c']).valuesOf(name)).toEqual(values);
});

test('a shift takes the first words away, and what is read from nowhere is unknown', () => {
  const known = after('set -- a b c');
  expect(after('shift 2', undefined, known).valuesOf('@')).toEqual([['c']]);
  expect(after('shift $n', undefined, known).valuesOf('@')).toBeUndefined();
  known.set('x', [['a']]);
  expect(after('read x', undefined, known).valuesOf('x')).toBeUndefined();
});

test.each([
  ['ln -s /a b', 'b/x', '/a/x'],
  ['ln -s /a .', 'a/x', '/a/x'],
  ['ln -sfn /a ./b/', 'b/a/x', '/a/x'],
  ['mv /a b', 'b/x', '/a/x'],
  ['ln /a b', 'b/x', 'b/x'],
  ['ln -s /a c b', 'b/x', 'b/x'],
])('after %s, %s is %s', (command, path, place) => {
  expect(after(command).placeOf(path, false)).toBe(place);
});

test('tells whose words are files, and who goes through a link', () => {
  expect(['rm', 'sed', 'git'].map(placesFiles)).toEqual(['all', 'last', undefined]);
  expect(['tee', 'rm'].map(goesThroughLinks)).toEqual([true, false]);
});

test.each([
  ['rm -f a b', 'a b'],
  ['chmod -R 777 a b', 'a b'],
  ['find . a -name b', '. a'],
  ['truncate -s 0 a', 'a'],
  ['install -m 755 a b', 'a b'],
])('of the words of %s, %s are files', (command, files) => {
  const [name = '', ...args] = command.split(' ');
  expect(args.filter((arg, i) => !arg.startsWith('-') && isFileAt(name, args, i)).join(' ')).toBe(files);
});

test.each([
  ['-e', 'stops'],
  ['-eu', 'stops'],
  ['-xue -o pipefail', 'stops'],
  ['-euo pipefail', 'stops'],
  ['-u -o errexit', 'stops'],
  ['-ux', 'others'],
  ['+x', 'others'],
  ['-o pipefail', 'others'],
  ['+e', undefined],
  ['+o errexit', undefined],
  ['errexit', undefined],
  ['-u errexit', undefined],
  ['pipefail -e', undefined],
  ['-x -- -e', undefined],
  ['-f', undefined],
  ['', undefined],
] as const)('set %s: %s', (args, told) => {
  expect(flagsOf(args.split(' ').filter((arg) => arg !== ''))).toBe(told);
});

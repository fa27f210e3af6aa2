import { expect, test } from 'vitest';
import {
  changed,
  gapsOf,
  isKnown,
  printsOwnFolder,
  readExpansion,
  unknown,
} from '../../../../src/inspect/shell/spelling/expansion.ts';

test.each([
  ['$A', 'A', '', ''],
  ['${A}', 'A', '', ''],
  ['$1', '1', '', ''],
  ['$@', '@', '', ''],
  ['${A:-x y}', 'A', ':-', 'x y'],
  ['${A%.*}', 'A', '%', '.*'],
  ['${A//x/y}', 'A', '//', 'x/y'],
  ['${A:1:2}', 'A', ':', '1:2'],
])('%s is of %s', (text, name, operator, rest) => {
  expect(readExpansion(text)).toEqual({ name, isIndirect: false, index: undefined, operator, rest });
});

test('knows what prints the folder of a script or a project, and nothing around it', () => {
  for (const word of [
    '$(dirname "$0")',
    '"$(git rev-parse --show-toplevel)"',
    '`dirname ${BASH_SOURCE[0]}`',
    '$( dirname -- "$0" )',
  ])
    expect([word, printsOwnFolder(word)]).toEqual([word, true]);
  for (const word of [
    '$(dirname "$1")',
    '$(git -C / rev-parse --show-toplevel)',
    '$(dirname "$0")/..',
    '$(dirname "$0"; x)',
  ])
    expect([word, printsOwnFolder(word)]).toEqual([word, false]);
});

test('tells lists and variables that name others', () => {
  expect(readExpansion('${a[@]}')).toMatchObject({ name: 'a', index: '@' });
  expect(readExpansion('${a[2]}')).toMatchObject({ name: 'a', index: '2' });
  expect(readExpansion('${!a}')).toMatchObject({ name: 'a', isIndirect: true });
});

test.each(['${#A}', '$$', '$?', '$#', '${A@Q}', '${!A*}', '${', '$'])('%s is only known to the shell', (text) => {
  expect(readExpansion(text)).toBeUndefined();
});

/** As bash itself says. */
test.each([
  ['a/b/c.tar.gz', '##', '*/', 'c.tar.gz'],
  ['a/b/c.tar.gz', '#', '*/', 'b/c.tar.gz'],
  ['a/b/c.tar.gz', '%', '.*', 'a/b/c.tar'],
  ['a/b/c.tar.gz', '%%', '.*', 'a/b/c'],
  ['a/b', '%', '/*', 'a'],
  ['abab', '#', 'ab', 'ab'],
  ['abab', '%', 'ab', 'ab'],
  ['abab', '#', 'x', 'abab'],
  ['abab', '%', 'x', 'abab'],
  ['abab', '##', 'a*a', 'b'],
  ['abab', '#', 'b*', 'abab'],
  ['abab', '/', 'a/x', 'xbab'],
  ['abab', '//', 'a/x', 'xbxb'],
  ['abab', '//', 'a', 'bb'],
  ['a$&b', '/', 'b/$x', undefined],
  ['aXb', '^^', '', 'AXB'],
  ['aXb', '^', '', 'AXb'],
  ['AXb', ',,', '', 'axb'],
  ['AXb', ',', '', 'aXb'],
  ['abcd', ':', '1', 'bcd'],
  ['abcd', ':', '1:2', 'bc'],
  ['abcd', ':', ' -1', 'd'],
  ['abcd', ':', '$x', undefined],
  ['abcd', '#', '[a]', undefined],
  ['abcd', '#', '*b*', undefined],
  ['abcd', ':-', 'x', 'abcd'],
])('%s with %s and %s is %s', (value, operator, rest, after) => {
  expect(changed(value, operator, rest)).toBe(after);
});

test('what is unknown in part is not changed', () => {
  const value = `${unknown('$1')}/x`;
  expect(isKnown(value)).toBe(false);
  expect(changed(value, '%', '/*')).toBeUndefined();
  expect(changed(value, '', '')).toBe(value);
});

test('words are parted by blanks, and by what the shell is told to part them by', () => {
  const parted = (value: string, separators?: string) => {
    const gaps = gapsOf(separators);
    return gaps && value.split(gaps);
  };
  expect(parted('a  b,c')).toEqual(['a', 'b,c']);
  expect(parted('a b,c', ',')).toEqual(['a', 'b', 'c']);
  expect(parted('a]b^c-d\\e', ']^-\\')).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(parted('a b', '')).toEqual(['a', 'b']);
  expect(parted('a b', unknown('$1'))).toBeUndefined();
});

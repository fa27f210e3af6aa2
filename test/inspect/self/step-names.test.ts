import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAnything, SPACE, stands } from '../../../src/inspect/self/step-names.ts';
import { expectLinear } from '../../growth.ts';

test.each([
  ['state', 'state'],
  ['s*', 'state'],
  ['st?te', 'state'],
  ['[s]tate', 'state'],
  ['{state,x}', 'state'],
  ['$X', 'state'],
  ['state:stream', 'state'],
  ['sallyp~1', 'sallyport'],
  ['\uff53tate', 'state'],
  [`my${SPACE}st\u00e4te`, 'my st\u00e4te'],
])('%s can be %s', (written, name) => {
  expect(stands(written, name)).toBe(true);
});

test.each([
  ['', 'state'],
  ['stat', 'state'],
  ['s*x', 'state'],
  ['st??te', 'state'],
  ['*', '.local'],
])('%s cannot be %s', (written, name) => {
  expect(stands(written, name)).toBe(false);
});

test('a pattern with less than two letters can be any name', () => {
  expect(['*', '**', '$X', 's*', '?'].map(isAnything)).toEqual([true, true, true, true, true]);
  expect(['st*', 'state', ''].map(isAnything)).toEqual([false, false, false]);
});

test('a name with anything in the middle left out, and marked as such, can still be that name', () => {
  const name = fc.stringMatching(/^[a-z]{2,12}$/);
  fc.assert(
    fc.property(name, fc.nat(), fc.nat(), (whole, a, b) => {
      const [from, to] = [a % whole.length, b % whole.length].sort((one, other) => one - other) as [number, number];
      expect(stands(`${whole.slice(0, from)}*${whole.slice(to)}`, whole)).toBe(true);
    }),
  );
});

test('signs that are never closed take work that grows with their number', () => {
  expectLinear(['[', '][', '{', '}{', '[{'], (text) => void stands(text, 'state'), { size: 4_000 });
});

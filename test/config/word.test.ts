import { expect, it } from 'vitest';
import { fieldPointer, name, role } from '../../src/config/word.ts';

it.each(['a', 'A-1', 'my_server', '0x'])('%s is a name', (text) => {
  expect(name.safeParse(text).success).toBe(true);
});

it.each(['', '_a', '-a', 'a__b', 'a.b', 'a b', 'ä', 'x'.repeat(41)])('%j is none', (text) => {
  expect(name.safeParse(text).success).toBe(false);
});

it('takes the roles of the model and no others', () => {
  expect(role.safeParse('destination').success).toBe(true);
  expect(role.safeParse('goal').success).toBe(false);
});

it.each(['/email', '/items/*/email', '/*/a', '/a~1b', '/ä/0'])('%s is a place in a result', (text) => {
  expect(fieldPointer.safeParse(text).success).toBe(true);
});

it.each([
  ['email', /begins with "\/", such as/],
  ['', /begins with/],
  ['/a~b', /~0/],
  ['/items/**', /any item of a list/],
  ['/it*', /any item of a list/],
  ['/a//b', /name is missing/],
  ['/a/', /name is missing/],
])('%j is none, and the words say why', (text, why) => {
  expect(fieldPointer.safeParse(text).error?.issues[0]?.message).toMatch(why);
});

import { expect, it } from 'vitest';
import { isRounded, numeralAt } from '../../../src/model/entity/numeral.ts';

it('keeps the digits that a number loses', () => {
  const text = '{"a":{"id":9007199254740993,"n":7,"f":1.5,"big":1e400}}';
  const { a } = JSON.parse(text);
  expect(numeralAt(text, '/a/id', a.id)).toBe('9007199254740993');
  expect(numeralAt(text, '/a/big', a.big)).toBe('1e400');
  expect(numeralAt(text, '/a/n', a.n)).toBe('7');
  expect(numeralAt(text, '/a/f', a.f)).toBe('1.5');
  expect([a.id, a.big, a.n, a.f].map(isRounded)).toEqual([true, true, false, false]);
});

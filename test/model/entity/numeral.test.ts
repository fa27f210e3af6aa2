import { expect, it } from 'vitest';
import { isRounded, numeralAt, withQuotedNumerals } from '../../../src/model/entity/numeral.ts';

it('keeps the digits that a number loses', () => {
  const text = '{"a":{"id":9007199254740993,"n":7,"f":1.5,"big":1e400}}';
  const { a } = JSON.parse(text);
  expect(numeralAt(text, '/a/id', a.id)).toBe('9007199254740993');
  expect(numeralAt(text, '/a/big', a.big)).toBe('1e400');
  expect(numeralAt(text, '/a/n', a.n)).toBe('7');
  expect(numeralAt(text, '/a/f', a.f)).toBe('1.5');
  expect([a.id, a.big, a.n, a.f].map(isRounded)).toEqual([true, true, false, false]);
});

it('quotes long whole numbers, and touches no string and no other number', () => {
  const text =
    '{"a":[9007199254740993,-12345678901234567890],"9007199254740993":"9007199254740993 \\" 9007199254740993, ",';
  const rest = '"b":{"c":1234567890123456.5,"d":1e400,"e":12345678901234567e3,"f":7},"g": 12345678901234567 }';
  const read = JSON.parse(withQuotedNumerals(text + rest));
  expect(read.a).toEqual(['9007199254740993', '-12345678901234567890']);
  expect(read.g).toBe('12345678901234567');
  expect({ ...read, a: 0, g: 0 }).toEqual({ ...JSON.parse(text + rest), a: 0, g: 0 });
});

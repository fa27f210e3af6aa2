import { expect, test } from 'vitest';
import { isUnspaced, isUnspacedLetter, UNSPACED_STOPS } from '../../../src/model/text/unspaced.ts';

test.each(['中', 'かな', 'カナ', '한', 'ไทย', 'ລາວ', 'မြန်', 'ខ្មែរ'])('%s is written without spaces', (text) => {
  expect([isUnspaced(text), [...text].every((letter) => isUnspacedLetter(letter.charCodeAt(0)))]).toEqual([true, true]);
});

test('other letters, and what stands between sentences, are not', () => {
  for (const sign of ['a', '1', 'é', 'я', 'ω', 'ع', 'क', ' ', ...UNSPACED_STOPS])
    expect([isUnspaced(sign), isUnspacedLetter(sign.charCodeAt(0))]).toEqual([false, false]);
  expect(isUnspacedLetter(Number.NaN)).toBe(false);
});

test('says the same of every unit and of a text of it alone', () => {
  for (let code = 0; code < 0x1_0000; code++)
    expect(isUnspacedLetter(code)).toBe(isUnspaced(String.fromCharCode(code)));
});

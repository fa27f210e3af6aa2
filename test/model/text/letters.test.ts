import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lettersOf, MOST_LETTERS, textOf } from '../../../src/model/text/letters.ts';

test('has the units of a text in a row, and zeros behind them, whatever was there before', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constantFrom('\ud83d', 'a\udc00b', '', '\0'));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
      for (const one of texts) {
        const units = Array.from({ length: one.length }, (_, at) => one.charCodeAt(at));
        expect([...lettersOf(one).subarray(0, one.length + 4)]).toEqual([...units, 0, 0, 0, 0]);
      }
    }),
  );
});

test('has the first units of a text that is too long', () => {
  const letters = lettersOf(`${'ab'.repeat(MOST_LETTERS / 2)}cd`);
  expect([...letters.subarray(MOST_LETTERS - 2, MOST_LETTERS + 2)]).toEqual([97, 98, 0, 0]);
});

test('is the same text again, or its beginning', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, length) => {
      expect(textOf(lettersOf(text), text.length)).toBe(text);
      const least = Math.min(length, text.length);
      expect(textOf(lettersOf(text).slice(), least)).toBe(text.slice(0, least));
    }),
  );
});

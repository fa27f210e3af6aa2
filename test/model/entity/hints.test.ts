import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  endsWord,
  HAS_AT,
  HAS_DIGIT,
  HAS_DOT,
  HAS_PLUS,
  HAS_SCHEME,
  HAS_SLASH,
  hintAmong,
  hintIn,
  hintsAt,
  isInHost,
  partsWords,
  signOf,
} from '../../../src/model/entity/hints.ts';
import { entitiesOf } from '../../../src/model/entity.ts';
import { lettersOf } from '../../../src/model/text/letters.ts';
import { wordy } from '../wordy.ts';

it.each([
  ['a@b', 1, HAS_AT],
  ['7', 0, HAS_DIGIT],
  ['/', 0, HAS_SLASH],
  ['\\', 0, HAS_SLASH],
  ['+', 0, HAS_PLUS],
  ['a.b', 1, HAS_DOT],
  ['a://', 1, HAS_SCHEME],
  ['end. Next', 3, 0],
  ['end.', 3, 0],
  ['a: b', 1, 0],
  ['word', 1, 0],
  ['é', 0, 0],
  [', ', 0, 0],
])('tells what a sign of %j hints at', (text, at, hints) => {
  expect(hintsAt(signOf(text.charCodeAt(at)), text, at)).toBe(hints);
});

it('ends a word before space, and before what breaks one only outside of addresses', () => {
  const at = (sign: string, held: number) => endsWord(signOf(sign.charCodeAt(0)), held);
  expect([' ', '"', '\n'].map((sign) => [at(sign, 0), at(sign, HAS_SCHEME)])).toEqual(Array(3).fill([true, true]));
  expect([',', '?', '日'].map((sign) => [at(sign, 0), at(sign, HAS_SCHEME)])).toEqual(Array(3).fill([true, false]));
  expect([',', ' ', '日'].every((sign) => partsWords(sign.charCodeAt(0)))).toBe(true);
  expect(['a', '-', '.', '@', '7'].some((sign) => partsWords(sign.charCodeAt(0)))).toBe(false);
  expect([...'aZ0-'].every((sign) => isInHost(sign.charCodeAt(0)))).toBe(true);
});

it('finds the same hint in a row of letters, and before it nothing that could be an entity', () => {
  fc.assert(
    fc.property(fc.oneof(wordy, fc.string({ unit: 'binary' })), fc.nat(40), (text, from) => {
      const hint = hintIn(text, from);
      expect(hintAmong(lettersOf(text), text, from)).toBe(hint);
      expect(entitiesOf(text.slice(from, hint < 0 ? undefined : hint))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

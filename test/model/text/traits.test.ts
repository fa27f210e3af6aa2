import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PIECE } from '../../../src/model/steps.ts';
import { ANY_TRAIT, isEnough, TRAIT, traitsIn, traitsInSteps, traitsOf } from '../../../src/model/text/traits.ts';

const SIGNS: Readonly<Record<keyof typeof TRAIT, RegExp>> = {
  digit: /\d/,
  dot: /\./,
  colon: /:/,
  at: /@/,
  slash: /[/\\]/,
  space: /\s/,
  joint: /['"`;|&$%#=()<>[\]{}\\-]/,
  odd: /[^\t\n\v\f\r -~]/,
};
const names = Object.keys(TRAIT) as (keyof typeof TRAIT)[];

test('has each trait that one of its signs has, and no other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      for (const name of names)
        expect([name, (traitsOf(text) & TRAIT[name]) !== 0]).toEqual([name, SIGNS[name].test(text)]);
    }),
    { numRuns: 500 },
  );
});

test('lets a text have any trait where letters beyond ASCII stand in it, or it is too long to be looked through', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string({ unit: fc.constantFrom('é', '\u00a0', '\u{1f600}', '\u2028') }),
      (text, odd) => {
        expect(traitsOf(text + odd) === ANY_TRAIT).toBe(/[^\0-\x7f]/.test(text + odd));
      },
    ),
  );
  expect(traitsOf('a'.repeat(4_097))).toBe(ANY_TRAIT);
  expect(traitsOf('a'.repeat(4_096))).toBe(0);
});

test('is enough for whoever needs one of them, or does not say', () => {
  expect(isEnough(TRAIT.dot | TRAIT.at, TRAIT.at | TRAIT.colon)).toBe(true);
  expect(isEnough(TRAIT.dot, TRAIT.at | TRAIT.colon)).toBe(false);
  expect(isEnough(0, TRAIT.at)).toBe(false);
  expect(isEnough(0, undefined)).toBe(true);
  expect(isEnough(ANY_TRAIT, TRAIT.odd)).toBe(true);
});

test('tells the traits of several texts each and together, whoever asks of others in between', () => {
  const leaf = fc.record({ at: fc.constant(''), text: fc.string(), key: fc.constant(false) });
  fc.assert(
    fc.property(fc.array(leaf), fc.array(leaf), (texts, others) => {
      for (const list of [texts, texts, others, texts]) {
        const { each, all } = traitsIn(list);
        expect(each).toEqual(list.map(({ text }) => traitsOf(text)));
        expect(all).toBe(Array.from(each).reduce((sum, one) => sum | one, 0));
      }
    }),
  );
});

test('remembers the traits of a long result, which are told with pauses, whoever asks of others in between', () => {
  const texts = Array.from({ length: PIECE / 4 }, (_, i) => ({
    at: '',
    text: `${i % 3 === 0 ? '@' : '.'}${i}`,
    key: false,
  }));
  let pauses = 0;
  for (const steps = traitsInSteps(texts); steps.next().done !== true; ) pauses++;
  expect(pauses).toBe(2);
  const told = traitsIn(texts);
  expect(Array.from(told.each)).toEqual(texts.map(({ text }) => traitsOf(text)));
  expect(told.all).toBe(Array.from(told.each).reduce((sum, one) => sum | one, 0));
  traitsIn([...texts]);
  expect(traitsIn(texts)).toBe(told);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Beginnings } from '../../../../src/inspect/detectors/instructions/beginnings.ts';
import { MOST_LETTERS } from '../../../../src/model/text/letters.ts';

const FORMS = [['igno', 'forg'], ['ai ?', 'ais '], ['<', '#'], ['do n'], ['new ']];
const SOURCES = [/\b(?:igno|forg)/giy, /\bais?(?![a-z])/giy, /[<#]/y, /\bdo[^a-z]n/iy, /\bnew(?![a-z])/iy];
const beginnings = new Beginnings(FORMS);

function handedOn(text: string, from = 0, end = text.length): Map<number, number> {
  const found = new Map<number, number>();
  beginnings.each(text, from, end, (at, forms) => found.set(at, (found.get(at) ?? 0) | forms));
  return found;
}

const parts = [
  'igno',
  'Forget',
  'ai',
  'AIs',
  'dais',
  '<',
  '#',
  'do not',
  'don',
  'NEW',
  'anew',
  '_',
  '7',
  ' ',
  'é',
  '中',
  '\n',
];

test('hands on every place where a form begins', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), fc.nat(20), (words, from) => {
      const text = words.join('');
      const found = handedOn(text, Math.min(from, text.length));
      for (let at = from; at < text.length; at++) {
        for (const [index, source] of SOURCES.entries()) {
          source.lastIndex = at;
          if (source.test(text)) expect((found.get(at) ?? 0) & (1 << index)).not.toBe(0);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test('hands on few other places: no letter inside a word, and no sign but theirs', () => {
  const text = 'Anew a dais has a design, foreign to it; signs of 7new and _new [here].';
  expect([...handedOn(text).keys()]).toEqual([]);
});

test('sees what begins where a part of a long text does, and no word that began before it', () => {
  const text = `${'a '.repeat(MOST_LETTERS / 2)}new ignore `;
  expect([...handedOn(text, MOST_LETTERS, text.length).keys()]).toEqual([MOST_LETTERS, MOST_LETTERS + 4]);
  expect([...handedOn(`${'a'.repeat(MOST_LETTERS)}new ignore`, MOST_LETTERS, MOST_LETTERS + 10).keys()]).toEqual([
    MOST_LETTERS + 4,
  ]);
});

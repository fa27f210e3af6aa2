import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finish, PIECE } from '../../../src/model/steps.ts';
import { eachMatch, hasInSteps, hasMatch } from '../../../src/model/text/matches.ts';

const PART = PIECE * 8;
const FORM = /(?<=[ab])cde?(?=f)|^z|x{2,9}/g;
const found = (text: string, most = Number.POSITIVE_INFINITY): (readonly [string, number])[] => {
  const all: (readonly [string, number])[] = [];
  finish(eachMatch(text, FORM, (hit, at) => all.push([hit[0], at]) < most));
  return all;
};

/** Pieces that are put where a long text is cut. */
const piece = fc.array(fc.constantFrom('a', 'b', 'cd', 'e', 'f', 'z', 'x', 'xxxxxxx', ' '), { maxLength: 12 });

test('matches are those of the whole text, wherever it is cut', () => {
  fc.assert(
    fc.property(piece, piece, fc.nat({ max: 20 }), (first, second, shift) => {
      const text = `${first.join('')}${' '.repeat(PART - shift)}${second.join('')}${' '.repeat(PART)}${first.join('')}`;
      expect(found(text)).toEqual(Array.from(text.matchAll(FORM), (hit) => [hit[0], hit.index]));
      expect(finish(hasMatch(text, /(?<=[ab])cde?(?=f)/))).toBe(/(?<=[ab])cde?(?=f)/.test(text));
    }),
    { numRuns: 200 },
  );
});

test('no more is taken than is wanted, and long texts are read with pauses', () => {
  const text = `xx ${' '.repeat(PART)} xx xx`;
  expect(found(text, 2)).toEqual([
    ['xx', 0],
    ['xx', PART + 4],
  ]);
  let pauses = 0;
  for (const steps = eachMatch(text, FORM, () => true); steps.next().done !== true; ) pauses++;
  for (const steps = hasMatch(text, /y/); steps.next().done !== true; ) pauses++;
  expect(pauses).toBe(3);
});

test('a form that is used for another text in between goes on where it was', () => {
  const all: number[] = [];
  finish(
    eachMatch('xx xx xx', FORM, (_hit, at) => {
      FORM.lastIndex = 0;
      FORM.test('xxxxx');
      return all.push(at) > 0;
    }),
  );
  expect(all).toEqual([0, 3, 6]);
});

test('letters are found wherever a long text is cut, and looked for with pauses', () => {
  for (const at of [0, PART - 3, PART - 2, PART - 1, PART, PART + 1]) {
    const text = `${' '.repeat(at)}abc${' '.repeat(PART)}`;
    expect(finish(hasInSteps(text, 'abc'))).toBe(true);
    expect(finish(hasInSteps(text, 'abd'))).toBe(false);
  }
  let pauses = 0;
  for (const steps = hasInSteps(' '.repeat(PART * 3), 'a'); steps.next().done !== true; ) pauses++;
  expect(pauses).toBe(3);
});

test('matches that stand close are taken with pauses between them', () => {
  let pauses = 0;
  for (const steps = eachMatch('xx '.repeat(10_000), FORM, () => true); steps.next().done !== true; ) pauses++;
  expect(pauses).toBe(2);
});

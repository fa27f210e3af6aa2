import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finish, PIECE } from '../../../src/model/steps.ts';
import { MOST_LETTERS } from '../../../src/model/text/letters.ts';
import { runsInSteps, runsOf, signsOf } from '../../../src/model/text/runs.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const LETTERS = signsOf(/[a-c]/);

test('finds what a regular expression finds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', 'é', '\u200b', '中') });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 5 }), (read, least) => {
      const expected = [...read.matchAll(new RegExp(`[a-c]{${least},}`, 'g'))];
      expect(runsOf(read, LETTERS, least)).toEqual(expected.flatMap((hit) => [hit.index, hit.index + hit[0].length]));
    }),
  );
});

test('does linear work on hostile text', () => {
  expectLinear([...HOSTILE, `${'a'.repeat(14)}-`, 'a'.repeat(16), '-aaa'], (text) => runsOf(text, LETTERS, 15));
});

test('runs of a long text are those of the whole, wherever it is cut, and found with pauses', () => {
  const part = PIECE * 8;
  const run = fc.record({ at: fc.integer({ min: -8, max: 8 }), length: fc.constantFrom(1, 3, 5, 20, part, part * 2) });
  fc.assert(
    fc.property(fc.array(run, { maxLength: 3 }), fc.constantFrom('a', '-'), (runs, end) => {
      let text = '';
      for (const [i, { at, length }] of runs.entries())
        text = `${text.padEnd(part * (i + 1) + at, '-')}${'b'.repeat(length)}-`;
      text = text.padEnd(MOST_LETTERS + 9, end);
      const expected = [...text.matchAll(/[a-c]{4,}/g)].flatMap((hit) => [hit.index, hit.index + hit[0].length]);
      expect(finish(runsInSteps(text, LETTERS, 4))).toEqual(expected);
    }),
    { numRuns: 40 },
  );
  let pauses = 0;
  for (const steps = runsInSteps('a'.repeat(part * 5), LETTERS, 4); steps.next().done !== true; ) pauses++;
  expect(pauses).toBe(5);
});

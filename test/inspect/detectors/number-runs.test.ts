import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  eachIn,
  eachInSteps,
  firstDigit,
  numberRuns,
  numberRunsInSteps,
} from '../../../src/inspect/detectors/number-runs.ts';
import { finish } from '../../../src/model/steps.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const PIECES = '0 1 22 333 4539 2026-01-12 (312) +44 10.0.0.1 . - / + ( ) a _ $ # @ 中'.split(' ');
const spaced = fc
  .array(fc.constantFrom(...PIECES, ' ', '\n', '1234567'), { maxLength: 20 })
  .map((parts) => parts.join(''));

/** Forms of the kind that is looked for in runs, with signs around them that decide. */
const FORMS: readonly RegExp[] = [
  /(?<![\w.$#/+-]|\d )\d(?:[ -]?\d){6,18}(?![\w/]|[.-]\d)/g,
  /\d(?:[ .()/-]{0,2}\d){6,14}/g,
  /(?<![\w.-])\d{7,9}(?![\w-]|\.\d)/g,
];

test.each(FORMS)('whatever fits %s in a text does so in one of its runs', (form) => {
  fc.assert(
    fc.property(spaced, (text) => {
      const found: (readonly [string, number])[] = [];
      const all = { form, fits: () => true, take: (_: undefined, ...hit: [string, number]) => found.push(hit) > 0 };
      eachIn(undefined, numberRuns(text), all);
      expect(found).toEqual(Array.from(text.matchAll(form), (hit) => [hit[0], hit.index]));
      const before = found.splice(0);
      finish(eachInSteps(undefined, numberRuns(text), all));
      expect(found).toEqual(before);
    }),
    { numRuns: 1_000 },
  );
});

test('with pauses finds the same runs', () => {
  const same = (text: string): number => {
    const steps = numberRunsInSteps(text);
    let pauses = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) pauses++;
    // Whoever asks for another text makes the runs of this one be looked for again.
    numberRuns('1234567');
    expect(numberRuns(text)).toEqual(step.value);
    return pauses;
  };
  fc.assert(fc.property(spaced, (text) => same(text) >= 0));
  expect(same('2026-01-12 a '.repeat(20_000))).toBeGreaterThan(5);
});

test('the first digit of a run has no other before it there', () => {
  fc.assert(
    fc.property(spaced, (text) => {
      for (const run of numberRuns(text)) expect(text.slice(run.from, firstDigit(run) + 1)).toMatch(/^\D*\d$/);
    }),
  );
});

test('no more is taken than is wanted', () => {
  const found: string[] = [];
  eachIn(found, numberRuns('1234567, 23456789, 34567890, 45678901'), {
    form: /\d{7}/g,
    fits: ({ digits }) => digits > 7,
    take: (to, hit) => to.push(hit) < 2,
  });
  expect(found).toEqual(['2345678', '3456789']);
});

test('runs of hostile texts are found in linear work', () => {
  expectLinear([...HOSTILE, '1', '1 ', '1.', '+1', '(1) ', '1.1.1.1 '], (text) => {
    numberRuns(`${text} `);
    numberRuns(text);
  });
});

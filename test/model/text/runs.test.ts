import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runsOf, signsOf } from '../../../src/model/text/runs.ts';
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

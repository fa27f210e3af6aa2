import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from '../../../src/cli/printing/fold.ts';

const terminal = (width: number) => ({ width });

it('lets what is too long go on below, further in', () => {
  expect(fold('  - one two three four five six', terminal(20))).toBe('  - one two three\n    four five six');
  expect(fold('short\n\n  also short', terminal(20))).toBe('short\n\n  also short');
});

it('counts no colours', () => {
  const text = '\u001b[31mone two three four\u001b[39m';
  expect(fold(text, terminal(20))).toBe(text);
});

it('leaves a word whole, and piped output as it is', () => {
  const path = `/${'x'.repeat(40)}`;
  expect(fold(`see ${path} there`, terminal(20))).toBe(`see\n  ${path}\n  there`);
  expect(fold(`see ${path} there`, { width: Number.POSITIVE_INFINITY })).toBe(`see ${path} there`);
});

it('changes nothing but the room between words, and fits wherever words do', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1 }),
      fc.integer({ min: 20, max: 60 }),
      fc.nat(6),
      (words, width, indent) => {
        const folded = fold(' '.repeat(indent) + words.join(' '), terminal(width));
        expect(folded.trim().split(/\s+/)).toEqual(words);
        for (const line of folded.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});

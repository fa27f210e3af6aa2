import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_SENTENCES, Utterances } from '../../../src/projections/orders/utterances.ts';

const textsOf = (text: string): string[] => new Utterances(text).all.map((one) => one.text);

describe('the sentences of a text', () => {
  it('are its parts, but for those that say nothing', () => {
    expect(textsOf('please close it. no. then tell ann')).toEqual(['please close it', ' tell ann']);
    expect(textsOf('')).toEqual([]);
  });

  it('are the last ones of a text that has more, which it says', () => {
    const numbers = (count: number): string => Array.from({ length: count }, (_, i) => `word ${i}`).join('. ');
    fc.assert(
      fc.property(fc.nat(MOST_SENTENCES * 2), (more) => {
        const all = new Utterances(numbers(more + 1));
        expect(all.isCut).toBe(more >= MOST_SENTENCES);
        expect(all.all.length).toBe(Math.min(more + 1, MOST_SENTENCES));
        expect(all.all.at(-1)?.text).toBe(`word ${more}`);
      }),
      { numRuns: 20 },
    );
    expect(new Utterances('a. '.repeat(MOST_SENTENCES * 2)).isCut).toBe(true);
  });

  it('are cut once, whoever asks', () => {
    const all = new Utterances('please close it. tell ann');
    expect(all.all).toBe(all.all);
    expect(all.all[0]?.said).toBe(all.all[0]?.said);
  });
});

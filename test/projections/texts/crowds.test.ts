import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowdsIn, isCrowded } from '../../../src/projections/texts/crowds.ts';
import { seek, TRIES } from '../../../src/projections/texts/holding.ts';

const crowded = (text: string, value: string): boolean => {
  const crowds = crowdsIn(text);
  return crowds !== undefined && isCrowded(crowds, seek(value).spellings);
};

describe('crowds', () => {
  it('know what a search is given up for', () => {
    expect(crowded('aba '.repeat(TRIES), 'aba x')).toBe(true);
    expect(crowded('grete muster '.repeat(TRIES), 'grete muster')).toBe(true);
    expect(crowded('retsum eterg '.repeat(TRIES), 'grete muster')).toBe(true);
    expect(crowded('g r e t e '.repeat(TRIES), 'grete muster')).toBe(true);
    expect(crowded('grete muster '.repeat(TRIES - 1), 'grete muster')).toBe(false);
    expect(crowded('de '.repeat(TRIES), 'de')).toBe(true);
    expect(crowded('de '.repeat(TRIES - 1), 'de')).toBe(false);
    expect(crowded('上海市浦东新区 '.repeat(TRIES), '上海市浦东新区')).toBe(true);
  });

  it('know none of a text that is too short for one, nor what is not there often', () => {
    expect(crowdsIn('a'.repeat(TRIES - 1))).toBeUndefined();
    expect(crowded('a'.repeat(5_000), 'grete muster')).toBe(false);
    // What stands there more often than can be counted is known all the same.
    expect(crowded('aba '.repeat(70_000), 'aba x')).toBe(true);
  });

  it('leave out no text that counts as holding whatever begins so', () => {
    const unit = fc.stringMatching(/^[ab ]{1,5}$/);
    const value = fc.stringMatching(/^[ab]{2,8}$/);
    fc.assert(
      fc.property(unit, value, fc.nat({ max: 3_000 }), (piece, wanted, times) => {
        const text = piece.repeat(times);
        const { isIn } = seek(wanted);
        let isAnywhere = false;
        for (let from = 0; from < text.length && !isAnywhere; from += 512) isAnywhere = isIn(text, from, from + 512);
        if (isIn(text) && !isAnywhere) expect(crowded(text, wanted)).toBe(true);
      }),
    );
  });
});

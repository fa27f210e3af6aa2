import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wildcard } from '../../src/model/wildcard.ts';
import { FINDING_KINDS, overlap } from '../../src/policy/kinds.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 6 });

describe('overlap', () => {
  it('is true where both match some name', () => {
    fc.assert(
      fc.property(pattern, pattern, name, (a, b, text) => {
        if (wildcard(a)(text) && wildcard(b)(text)) expect(overlap(a, b)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is false where no short name can be matched by both', () => {
    const names = [''];
    for (let i = 0; i < names.length && names.length < 3_000; i++) {
      for (const letter of ['a', 'b', '.']) names.push(names[i] + letter);
    }
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 3 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        if (overlap(a, b)) expect(names.some((text) => wildcard(a)(text) && wildcard(b)(text))).toBe(true);
      }),
    );
  });
});

it('names each kind once', () => {
  expect(new Set(FINDING_KINDS).size).toBe(FINDING_KINDS.length);
});

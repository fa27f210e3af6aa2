import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wildcard } from '../../src/model/wildcard.ts';
import { overlap, refusePattern } from '../../src/policy/pattern.ts';

const servers = ['bank', 'mail'];

describe('refusePattern', () => {
  it.each(['*', 'bank.*', 'bank.send', '*.send', 'ba*', '*nk.s*', 'b*k.*', '**', 'bank*', '*a*'])(
    'takes %s',
    (pattern) => {
      expect(refusePattern(pattern, servers)).toBeUndefined();
    },
  );

  it.each([
    ['bnak.send', 'did you mean "bank"'],
    ['crm.*', 'no server "crm"'],
    ['bank', 'names no tool'],
    ['bank.', 'can match nothing'],
    ['c*.x', 'can match nothing'],
    ['*k', undefined],
  ])('%s', (pattern, words) => {
    const refused = refusePattern(pattern, servers);
    if (words === undefined) expect(refused).toBeUndefined();
    else expect(refused?.what).toContain(words);
  });

  it('never refuses a pattern that matches some tool', () => {
    const pattern = fc.string({ unit: fc.constantFrom('b', 'a', 'n', 'k', '.', '*', 'x'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.constantFrom(...servers), fc.stringMatching(/^[bankx.]{1,4}$/), (text, server, tool) => {
        if (wildcard(text)(`${server}.${tool}`)) expect(refusePattern(text, servers)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });
});

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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wildcard } from '../../src/model/wildcard.ts';
import { refusePattern } from '../../src/policy/pattern.ts';

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

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TOKEN_FORMS } from '../../../../src/inspect/detectors/tokens/forms.ts';
import { hasPair, pairsOf } from '../../../../src/inspect/detectors/tokens/lead-pairs.ts';
import { SERVICE_TOKEN_FORMS } from '../../../../src/inspect/detectors/tokens/service-forms.ts';

const isIn = (pairs: Uint8Array, text: string): boolean => hasPair(pairs, text.charCodeAt(0), text.charCodeAt(1));
const leads = [...TOKEN_FORMS, ...SERVICE_TOKEN_FORMS].map(({ lead }) => lead);

test.each([
  ['sp_', ['sp']],
  ['x(?:key|smtp)sib-', ['xk', 'xs']],
  ['(?:sk|r[kq])_', ['sk', 'rk', 'rq']],
  ['(?:(?:a|b)c|d\\.)e', ['ac', 'bc', 'd.']],
  ['A{20,24}', ['AA']],
  ['\\dQ~', Array.from('0123456789', (digit) => `${digit}Q`)],
])('are all pairs that %s begins with, and no others', (source, expected) => {
  const pairs = pairsOf([source]);
  expect(expected.every((text) => isIn(pairs, text))).toBe(true);
  expect(pairs.filter((is) => is === 1)).toHaveLength(expected.length);
});

test.each(leads)('no text with the lead %s is passed over', (lead) => {
  const pairs = pairsOf([lead]);
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(`^(?:${lead.replaceAll(/\(\?![^)]*\)/g, '')})`)), (text) => {
      expect(isIn(pairs, text)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('what cannot be told is refused, and no letter beyond ASCII is a pair', () => {
  expect(() => pairsOf(['(?=a)b'])).toThrow('does not begin');
  expect(() => pairsOf(['(?:ab'])).toThrow('without an end');
  expect([hasPair(pairsOf(['ab']), 0x4e00, 98), hasPair(pairsOf(['ab']), 97, Number.NaN)]).toEqual([false, false]);
});

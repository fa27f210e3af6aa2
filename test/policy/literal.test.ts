import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UNSHOWN } from '../../src/model/text/unshown.ts';
import { celLiteral } from '../../src/policy/literal.ts';

it.each([
  ['a"\u202e', '"a\\"\\u202e"'],
  ['\u{e0041}', '"\\U000e0041"'],
  [2, '2'],
  [true, 'true'],
] as const)('writes %j as %s', (value, literal) => {
  expect(celLiteral(value)).toBe(literal);
});

it('hides nothing in a literal, which is JSON for all but the rarest characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const literal = celLiteral(text);
      expect(literal.search(UNSHOWN)).toBe(-1);
      if (!literal.includes('\\U')) expect(JSON.parse(literal)).toBe(text);
    }),
  );
});

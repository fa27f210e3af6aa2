import fc from 'fast-check';
import { expect, it } from 'vitest';
import { otherSpelling } from '../../../src/inspect/provenance/spellings.ts';

it('writes a host in its own letters and as it travels, whatever stands around it', () => {
  for (const [own, travels] of [
    ['müller-bank.example', 'xn--mller-bank-9db.example'],
    ['почта.example', 'xn--80a1acny.example'],
  ] as const)
    for (const [before, behind] of [
      ['', ''],
      ['eve@', ''],
      ['https://', '/pay?to=1'],
      ['https://', ':8080'],
    ]) {
      expect(otherSpelling(`${before}${own}${behind}`)).toBe(`${before}${travels}${behind}`);
      expect(otherSpelling(` ${before}${travels}${behind}`)).toBe(`${before}${own}${behind}`);
    }
});

it('writes a telephone number in one piece, and nothing else otherwise', () => {
  expect(otherSpelling('+49 (30) 90-18-20')).toBe('+4930901820');
  for (const text of ['+4930901820', '+49 30 901820 and more', 'eve@evil.example', 'https://evil.example/é', 'é', ''])
    expect(otherSpelling(text), text).toBeUndefined();
});

it('takes any text', () => {
  const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.emailAddress(), fc.stringMatching(/^\d{8,20}$/));
  fc.assert(
    fc.property(texts, (text) => {
      expect(otherSpelling(text)).not.toBe('');
    }),
  );
});

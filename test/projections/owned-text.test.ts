import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownedText } from '../../src/projections/owned-text.ts';

it('is the same text, whatever stands in it', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(ownedText(text)).toBe(text)));
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => void expect(ownedText(text)).toBe(text)));
  expect(ownedText('\ud800x')).toBe('\ud800x');
});

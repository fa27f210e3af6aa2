import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingFault } from '../../src/config/encoding.ts';

describe('encodingFault', () => {
  it('finds nothing in UTF-8, whatever it says', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.slice(0, 2).includes('\0'));
        expect(encodingFault(Buffer.from(text, 'utf8'))).toBeUndefined();
      }),
    ));

  it('finds something in all else, and names the first line that is no UTF-8', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        fc.pre(!isUtf8(bytes));
        const fault = encodingFault(bytes);
        expect(fault).toMatch(/^is UTF-16 text$|^line \d+ is not UTF-8 text$/);
        const line = Number(/\d+(?= is)/.exec(fault as string)?.[0] ?? 0);
        const lines = Buffer.from(bytes).toString('latin1').split('\n');
        if (line > 0) expect(lines.findIndex((one) => !isUtf8(Buffer.from(one, 'latin1')))).toBe(line - 1);
      }),
    ));

  it('knows UTF-16 in both orders, with a mark or without', () => {
    const wide = Buffer.from('servers:\n', 'utf16le');
    const marked = Buffer.from('\ufeff\u5b57', 'utf16le');
    for (const bytes of [wide, Buffer.from(wide).swap16(), marked, Buffer.from(marked).swap16()])
      expect(encodingFault(bytes)).toBe('is UTF-16 text');
  });
});

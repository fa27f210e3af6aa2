import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/upstream/printable.ts';

describe('printable', () => {
  test('law: no control character gets through', () => {
    const unit = fc.constantFrom(...'ab \u001b[]0;m\u0007\\\u009b\u202e\r\n\t\u0000'.split(''));
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(printable(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  test('colours and titles vanish, text stays', () => {
    expect(printable('\u001b[1;31mred\u001b[0m \u001b]0;title\u0007end')).toBe('red end');
    expect(printable('a\u200bb\u{e0041}c\u3164d')).toBe('abcd');
  });
});

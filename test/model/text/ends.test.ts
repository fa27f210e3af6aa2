import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endsOf } from '../../../src/model/text/ends.ts';

it('keeps a text that fits, and of a longer one what begins it and what ends it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 8, max: 100 }), (text, most) => {
      const ends = endsOf(text, most);
      if (text.length <= most) {
        expect(ends).toBe(text);
        return;
      }
      expect(ends).toHaveLength(most);
      const tail = most >> 2;
      expect([text.startsWith(ends.slice(0, most - tail - 1)), text.endsWith(ends.slice(-tail))]).toEqual([true, true]);
    }),
  );
});

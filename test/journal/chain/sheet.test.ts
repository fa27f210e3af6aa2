import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Sheet } from '../../../src/journal/chain/sheet.ts';

it('holds the bytes of all texts, however many and long', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 1, max: 60_000 }).map((length) => 'é€'.repeat(length)),
  );
  const sheet = new Sheet();
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
      sheet.clear();
      let last = 0;
      for (const one of texts) {
        last = sheet.length;
        sheet.put(one);
      }
      expect(sheet.since(0).equals(Buffer.from(texts.join('')))).toBe(true);
      expect(sheet.since(last).equals(Buffer.from(texts.at(-1) ?? ''))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it('writes what is no character as the sign for that, as everybody does', () => {
  const sheet = new Sheet();
  sheet.put('a\ud800b');
  expect(sheet.since(0).toString()).toBe('a\ufffdb');
});

it('gives up the room that one large group needed', () => {
  const sheet = new Sheet();
  sheet.put('x'.repeat(2_000_000));
  expect(sheet.since(0).buffer.byteLength).toBeGreaterThanOrEqual(2_000_000);
  sheet.clear();
  sheet.put('x');
  expect(sheet.since(0).buffer.byteLength).toBeLessThan(1_000_000);
});

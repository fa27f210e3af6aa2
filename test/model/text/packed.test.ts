import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayBePacked, packedText, unpackingOf } from '../../../src/model/text/packed.ts';

it('is what was packed by gzip or deflate, and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const well = Buffer.from(text).toString('utf8');
      expect(packedText(gzipSync(text), unpackingOf())).toBe(well);
      expect(packedText(deflateSync(text), unpackingOf())).toBe(well);
    }),
  );
  expect(mayBePacked(deflateRawSync('a word'))).toBe(false);
  for (const bytes of [[], [0x78], [0x1f, 0x8b], [0x78, 0x9c, 7, 7, 7]])
    expect(packedText(Buffer.from(bytes), unpackingOf())).toBeUndefined();
});

it('is so many times and so much of one text, and the beginning of what is longer or cut', () => {
  const unpacking = unpackingOf();
  for (let left = unpacking.times; left > 0; left--) expect(packedText(gzipSync('word'), unpacking)).toBe('word');
  expect(packedText(gzipSync('word'), unpacking)).toBeUndefined();
  const { bytes } = unpackingOf();
  const long = packedText(gzipSync('a'.repeat(bytes * 20)), unpackingOf()) ?? '';
  expect(long.length).toBeLessThanOrEqual(bytes / 2);
  const words = Array.from({ length: 500 }, (_, i) => `word ${i * 7919}`).join(' ');
  const cut = packedText(gzipSync(words).subarray(0, 900), unpackingOf()) ?? '';
  expect(cut.length).toBeGreaterThan(100);
  expect(words.startsWith(cut)).toBe(true);
});

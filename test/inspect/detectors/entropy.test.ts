import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entropy, isPlaceholder } from '../../../src/inspect/detectors/entropy.ts';

test('lies between none and the number of different characters', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      expect(entropy(text)).toBeGreaterThanOrEqual(0);
      expect(entropy(text)).toBeLessThanOrEqual(Math.log2(text.length) + 1e-9);
    }),
  );
  expect(entropy('aaaa')).toBe(0);
  expect(entropy('abcd')).toBe(2);
});

test('knows what stands where a secret will be written', () => {
  for (const text of ['xxxxxxxx', '${KEY}', 'your-key', 'AKIAIOSFODNN7EXAMPLE', '********', '<token>', 'changeme'])
    expect(isPlaceholder(text)).toBe(true);
  for (const text of ['q7Rk2VbT9xLmZ4cW', '9f3c1e7ab84d2065']) expect(isPlaceholder(text)).toBe(false);
});

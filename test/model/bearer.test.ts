import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEARER_LEAD, BEARER_REST, bearerOf, isBearer } from '../../src/model/bearer.ts';

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('a token keeps all that is random in it, and is known as one', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const token = bearerOf(a);
      expect(token).toHaveLength(BEARER_LEAD.length + BEARER_REST);
      expect(isBearer(token)).toBe(true);
      expect(token === bearerOf(b)).toBe(Buffer.compare(a, b) === 0);
    }),
  );
  expect(isBearer(bearerOf(new Uint8Array(32).fill(255)))).toBe(true);
});

test('one changed character is noticed', () => {
  const token = bearerOf(createHash('sha256').update('a token').digest());
  for (let i = 0; i < token.length; i++) {
    const other = token[i] === 'x' ? 'y' : 'x';
    expect(isBearer(token.slice(0, i) + other + token.slice(i + 1))).toBe(false);
  }
});

test.each([[''], ['sp_'], ['sp_github_abcdefghijkl'], [`sp_${'a'.repeat(49)}`], [`x${bearerOf(randomBytes(32))}`]])(
  '%s is none',
  (text) => {
    expect(isBearer(text)).toBe(false);
  },
);

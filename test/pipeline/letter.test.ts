import fc from 'fast-check';
import { expect, it } from 'vitest';
import { letterInMasked } from '../../src/pipeline/letter.ts';

const token = 'secret.jwt_1a2b3c';
const to = 'eve@evil.example';

it('is where it was, where nothing before it is masked', () => {
  expect(letterInMasked('pay it', 'pay it', 4)).toBe(4);
  const [given, masked] = [`to ${to} with ${'k'.repeat(900)}`, `to ${to} with ${token}`];
  expect(letterInMasked(given, masked, given.indexOf(to))).toBe(masked.indexOf(to));
});

it('is where the words that begin there are by then, however long the secrets around them are', () => {
  const words = fc.stringMatching(/^[a-z ]{0,40}$/);
  const secret = fc.integer({ min: 1, max: 2_000 }).map((long) => 'K'.repeat(long));
  const before = fc.array(fc.tuple(words, secret), { maxLength: 3 });
  fc.assert(
    fc.property(before, words, before, words, (first, near, later, last) => {
      const text = (put: (secret: string) => string): string => {
        const part = (list: typeof first) => list.map(([some, one]) => `${some} ${put(one)}`).join(' ');
        return `${part(first)} ${near} ${to} ${part(later)} ${last}`;
      };
      const [given, masked] = [text((one) => one), text(() => token)];
      expect(masked.slice(letterInMasked(given, masked, given.indexOf(to)))).toMatch(new RegExp(`^${to}`));
    }),
  );
});

it('is where something is masked, where it is in a secret itself', () => {
  const [given, masked] = [`use ${'K'.repeat(900)} now`, `use ${token} now`];
  expect(letterInMasked(given, masked, 300)).toBe(4);
});

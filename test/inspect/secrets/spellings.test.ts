import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spellingsOf } from '../../../src/inspect/secrets/spellings.ts';

const isIn = (text: string, value: string): boolean => [...spellingsOf(value)].some((one) => text.includes(one.text));
const value = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => !text.includes('\ufffd'));

/** RFC 4648, by the letter: five bits each. */
const base32 = (bytes: Buffer): string =>
  (
    [...bytes]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .match(/.{1,5}/g) ?? []
  )
    .map((bits) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(bits.padEnd(5, '0'), 2)])
    .join('');

it('writes a value as it stands in what carries bytes, wherever it stands there', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 9 }), value, fc.string({ maxLength: 9 }), (before, text, behind) => {
      const bytes = Buffer.from(before + text + behind);
      expect(isIn(bytes.toString('base64'), text)).toBe(true);
      expect(isIn(bytes.toString('base64url'), text)).toBe(true);
      expect(isIn(bytes.toString('hex'), text)).toBe(true);
      expect(isIn(bytes.toString('hex').toUpperCase(), text)).toBe(true);
      expect(isIn((bytes.toString('hex').match(/../g) ?? []).join(':'), text)).toBe(true);
      expect(isIn(base32(bytes), text)).toBe(true);
      expect(isIn(base32(bytes).toLowerCase(), text)).toBe(true);
    }),
  );
});

it('writes it as texts do', () => {
  fc.assert(
    fc.property(value, (text) => {
      expect(isIn(text, text)).toBe(true);
      expect(isIn(JSON.stringify({ text }), text)).toBe(true);
      expect(isIn(JSON.stringify({ text }).replaceAll('/', '\\/'), text)).toBe(true);
      expect(isIn(`https://h/?a=${encodeURIComponent(text)}&b`, text)).toBe(true);
    }),
  );
});

it('has none so short that it stands anywhere by chance', () => {
  for (const { text } of spellingsOf('Zt4!mK92')) expect(text.length).toBeGreaterThanOrEqual(8);
});

it('writes it in other letters and backwards, and cut in two, wherever that is', () => {
  fc.assert(
    fc.property(value, (text) => {
      expect(isIn(text.toUpperCase(), text)).toBe(true);
      expect(isIn(text.toLowerCase(), text)).toBe(true);
      expect(isIn([...text].reverse().join(''), text)).toBe(true);
    }),
  );
  const key = ['q7Rk2VbT9xLmZ4cWnH8s', 'YpJd3FgQeAu5KiXo6NtB'].join('');
  for (let at = 0; at <= key.length; at++) expect(isIn(`${key.slice(0, at)} and ${key.slice(at)}`, key)).toBe(true);
  // Half of a short one, or of one that is made of words, stands anywhere.
  expect(isIn('n3XqTz81 and kWm0hZ4c', 'n3XqTz81kWm0hZ4c')).toBe(false);
  expect(isIn('the-gardener- at noon', 'the-gardener-of-the-north')).toBe(false);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { undisguise } from '../../../src/inspect/reading/disguise.ts';

const texts = (value: string): string[] => undisguise(value).map(({ text }) => text);

it('reads base64 of either alphabet, hexadecimal digits and base32, with and without their padding', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{6,60}$/), (text) => {
      const bytes = Buffer.from(text, 'latin1');
      expect(texts(bytes.toString('base64'))).toContain(text);
      expect(texts(bytes.toString('base64url'))).toContain(text);
      expect(texts(bytes.toString('hex'))).toContain(text);
    }),
  );
  expect(texts('74-68-65-20-63-6f-64-65')).toContain('the code');
  expect(texts('ORUGKIDDN5SGKIDJOMQDCMRTGQ')).toContain('the code is 1234');
});

it('says nothing of words, numbers and hashes', () => {
  for (const word of ['documents', 'user-profile', '20260101T000000Z', 'd41d8cd98f00b204e9800998ecf8427e', 'a b c', ''])
    expect(undisguise(word), word).toEqual([]);
});

import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSignedBy, publicText, signWith } from '../../../src/journal/chain/signature.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519').privateKey;
const said = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });

it('signs what was said in whatever order, and nothing else', () => {
  fc.assert(
    fc.property(said, fc.string(), fc.string(), (words, name, word) => {
      const signed = signWith(privateKey, words);
      expect(signed.key).toBe(publicText(privateKey));
      expect(isSignedBy(Object.fromEntries(Object.entries(words).reverse()), signed)).toBe(true);
      const changed = Object.fromEntries([...Object.entries(words), [`${name}+`, word]]);
      const isSame = words[`${name}+`] === word;
      expect(isSignedBy(changed, signed)).toBe(isSame);
      expect(isSignedBy(words, { ...signed, key: publicText(other) })).toBe(false);
    }),
  );
});

it('takes what is no key or no signature for unsigned', () => {
  const signed = signWith(privateKey, { a: 'b' });
  for (const odd of ['', 'x', '!!', signed.key]) {
    expect(isSignedBy({ a: 'b' }, { ...signed, signature: odd })).toBe(false);
    if (odd !== signed.key) expect(isSignedBy({ a: 'b' }, { ...signed, key: odd })).toBe(false);
  }
});

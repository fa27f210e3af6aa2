import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, sha256 } from '../../../src/model/json/canonical.ts';
import { jsonText } from '../arbitrary.ts';

/** The same value with its members in another order and other space. */
const respelled = (text: string): string =>
  JSON.stringify(
    JSON.parse(text),
    (_, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).reverse())
        : item,
    1,
  );

describe('canonicalText', () => {
  it('means the same value', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(JSON.parse(canonicalText(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(canonicalText(canonicalText(text))).toBe(canonicalText(text));
      }),
    );
  });

  it('is one for all orders, spaces and escapes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(canonicalText(respelled(text))).toBe(canonicalText(text));
      }),
    );
    expect(canonicalText('{"b":1,"a":"\\u0041"}')).toBe(canonicalText('{ "\\u0061" : "A", "b" : 1 }'));
  });

  it('keeps how a number was written: another spelling is another call', () => {
    expect(canonicalText('{"n":9007199254740993}')).not.toBe(canonicalText('{"n":9007199254740992}'));
    expect(canonicalText('[1.0]')).not.toBe(canonicalText('[1]'));
  });

  it('hashes to 43 characters', () => expect(sha256('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'));
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeal, newNonce, type State } from '../../../src/downstream/rounds/seal.ts';

const state = (more: Partial<State> = {}): State =>
  ({
    kind: 'hold',
    hold: 'the id of a hold',
    carried: undefined,
    digest: 'd',
    principal: 'p',
    session: 's',
    at: 0,
    expires: 100,
    nonce: newNonce(),
    ...more,
  }) as State;

test('what was sealed can be read here, until it expires, and nowhere else', () => {
  const seal = createSeal();
  const made = state();
  const text = seal.close(made);
  expect(seal.open(text, 99)).toEqual(JSON.parse(JSON.stringify(made)));
  expect(seal.open(text, 100)).toBeUndefined();
  expect(createSeal().open(text, 0)).toBeUndefined();
  expect(Buffer.from(text.slice(3), 'base64url').toString('latin1')).not.toContain('the id');
});

test('no altered or invented text opens', () => {
  const seal = createSeal();
  const text = seal.close(state());
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...'abcXYZ019-_'), (at, put) => {
      const altered = text.slice(0, at) + put + text.slice(at + 1);
      // The last character holds bits that are no part of the bytes.
      const bytes = (sealed: string) => Buffer.from(sealed.slice(3), 'base64url').toString('hex');
      fc.pre(bytes(altered) !== bytes(text) || altered.slice(0, 3) !== text.slice(0, 3));
      expect(seal.open(altered, 0)).toBeUndefined();
    }),
  );
  fc.assert(
    fc.property(fc.string(), (junk) => {
      expect(seal.open(`s1.${junk}`, 0)).toBeUndefined();
    }),
  );
  for (let cut = 0; cut < text.length - 1; cut++) expect(seal.open(text.slice(0, cut), 0)).toBeUndefined();
});

test('a state is spent once, and forgetting lets none be spent again', () => {
  const seal = createSeal();
  const first = state({ expires: 50 });
  expect([seal.spend(first, 0), seal.spend(first, 0)]).toEqual([true, false]);
  for (let i = 1; i < 10_000; i++) seal.spend(state(), 0);
  expect(seal.spend(first, 10)).toBe(false);
  expect(seal.spend(state(), 10)).toBe(false);
  expect(seal.spend(state(), 60)).toBe(true);
});

test('what one principal has spent leaves room for every other', () => {
  const seal = createSeal();
  for (let i = 0; i < 10_000; i++) seal.spend(state({ principal: 'ann' }), 0);
  expect(seal.spend(state({ principal: 'ann' }), 0)).toBe(false);
  expect(seal.spend(state({ principal: 'bob' }), 0)).toBe(true);
});

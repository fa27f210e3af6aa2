import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editsBetween, nearest } from '../../../src/model/words/nearest.ts';

describe('nearest', () => {
  it.each([
    ['comand', 'command'],
    ['sevrers', 'servers'],
    ['Policy', 'policy'],
    ['zzz', undefined],
  ])('%s → %s', (word, meant) => {
    expect(nearest(word, ['command', 'servers', 'policy'])).toBe(meant);
  });

  it('finds a known word again after any one change', () => {
    const known = ['destination', 'credential', 'isolation'];
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.nat(8), fc.constantFrom('x', ''), (word, at, put) => {
        expect(nearest(word.slice(0, at) + put + word.slice(at + 1), known)).toBe(word);
      }),
    );
  });
});

describe('didYouMean', () => {
  it('asks, or says nothing', () => {
    expect(didYouMean('serverz', ['servers'])).toBe(' (did you mean "servers"?)');
    expect(didYouMean('q', ['servers'])).toBe('');
  });
});

describe('editsBetween', () => {
  it.each([
    ['read', 'read', 0],
    ['raed', 'read', 1],
    ['reed', 'read', 1],
    ['rea', 'read', 1],
    ['red', 'read', 1],
    ['', 'read', 3],
    ['wxyz', 'read', 3],
  ])('%s and %s are %i apart, 3 at most', (one, other, edits) => {
    expect(editsBetween(one, other, 3)).toBe(edits);
    expect(editsBetween(other, one, 3)).toBe(edits);
  });
});

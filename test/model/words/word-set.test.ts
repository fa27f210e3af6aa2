import { expect, it } from 'vitest';
import { anyOf, wordSet } from '../../../src/model/words/word-set.ts';

it('takes words wherever a list of them is broken, and none for what stands before or behind them', () => {
  expect([...wordSet('\n  get list\n  search ')]).toEqual(['get', 'list', 'search']);
});

it('makes a pattern for any of the words, in which an underscore is a space', () => {
  const pattern = new RegExp(`^(?:${anyOf('\n  by from\n  filled_in guests? ')})$`);
  expect(['by', 'from', 'filled in', 'guest', 'guests'].every((word) => pattern.test(word))).toBe(true);
  expect(['', 'filled', 'filled_in', 'by from'].some((word) => pattern.test(word))).toBe(false);
});

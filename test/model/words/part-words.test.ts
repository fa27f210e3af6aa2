import { expect, it } from 'vitest';
import { isOfOwnPart } from '../../../src/model/words/part-words.ts';

it.each<[words: string[], name: string[], others: string[]]>([
  [['customer', 'data', 'desk'], ['desk'], ['owner']],
  [['kunde', 'post'], ['post'], ['laden', 'email']],
  [['客户', '微信'], ['微信'], ['商店']],
  [['doctor', 'email'], ['email'], ['email']],
])('%j has a part of its own', (words, name, others) => {
  expect(isOfOwnPart(words, name, others)).toBe(true);
});

it.each<[words: string[], name: string[], others: string[]]>([
  // Anybody fills such a place.
  [['custom', 'fields', 'iban'], ['iban'], ['paid', 'from']],
  [['channel', 'meta', 'guest', 'email'], ['email'], ['email']],
  // The same one, told of elsewhere.
  [
    ['commits', 'author', 'email'],
    ['author', 'email'],
    ['author', 'email'],
  ],
  [['author', 'desk'], ['desk'], ['author', 'email']],
  // No part at all.
  [['agency', 'settlement'], ['settlement'], ['paid', 'from']],
  [['bookings'], ['bookings'], ['email']],
])('%j has none', (words, name, others) => {
  expect(isOfOwnPart(words, name, others)).toBe(false);
});

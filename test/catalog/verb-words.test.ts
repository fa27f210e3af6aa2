import { expect, test } from 'vitest';
import * as words from '../../src/catalog/verb-words.ts';

test.each(Object.entries(words))('%s is in the form in which words are compared', (_, list) => {
  expect(list.size).toBeGreaterThan(3);
  for (const word of list) expect(word).toMatch(/^\p{Ll}+$/u);
});

test('no verb is for reading and for destroying', () => {
  expect([...words.READ].filter((word) => words.DESTRUCTIVE.has(word))).toEqual([]);
});

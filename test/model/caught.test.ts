import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, messageOf } from '../../src/model/caught.ts';

it.each<[unknown, string]>([
  [new Error('a'), 'a'],
  [new TypeError('t', { cause: 'c' }), 't'],
  ['b', 'b'],
  [undefined, 'undefined'],
])('finds words for whatever was thrown: %o', (thrown, words) => {
  expect(messageOf(thrown)).toBe(words);
});

it('knows the code of an error of the system, and of nothing else', () => {
  let missing: unknown;
  try {
    readFileSync(`${import.meta.filename}.missing`);
  } catch (error) {
    missing = error;
  }
  expect(codeOf(missing)).toBe('ENOENT');
  expect(codeOf(Object.assign(new Error('exited'), { code: 1 }))).toBeUndefined();
  expect(codeOf({ code: 'ENOENT' })).toBeUndefined();
  expect(codeOf(undefined)).toBeUndefined();
});

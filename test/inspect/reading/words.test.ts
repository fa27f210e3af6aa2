import { expect, test } from 'vitest';
import { wordsOf } from '../../../src/inspect/reading/words.ts';

test('finds the words of a command, also those that hide', () => {
  expect(wordsOf('cat "a b.txt" >out;ls ~/x')).toEqual(['cat', 'b.txt', 'out', 'ls', '~/x']);
  expect(wordsOf("cat ~/.s''sh/id")).toContain('~/.ssh/id');
  expect(wordsOf('cat ~/.s\\sh/id')).toContain('~/.ssh/id');
  expect(wordsOf('type C:\\Users\\me')).toContain('C:\\Users\\me');
  expect(wordsOf('')).toEqual([]);
});

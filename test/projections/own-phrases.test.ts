import { describe, expect, it } from 'vitest';
import { phrasesIn, withoutPhrases } from '../../src/projections/own-phrases.ts';
import { expectLinear, HOSTILE } from '../growth.ts';

describe('phrases', () => {
  it.each<[string, readonly string[]]>([
    [
      `git commit -am "Send the letter late" -m 'Close the gate for now'`,
      ['Send the letter late', 'Close the gate for now'],
    ],
    ['git commit -m "Late mail"', ['Late mail']],
    ['git commit -m "late-mails"', []],
    ['open-request --title="Late mail" --body \'All of it\'', ['Late mail', 'All of it']],
    ['grep -rn "send the money" docs', []],
    ['grep -rne "send the money" docs', []],
    ['echo "$(cat the note here)"', []],
    ['say "one two three', []],
    ['Send the letter late', []],
  ])('are what a longer text has in quotes, several words each: %j', (text, expected) => {
    expect(phrasesIn(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['[late 4be1f20] Send the letter late\n 1 file changed', '[late 4be1f20] \n 1 file changed'],
    ['Send the letter late  \nAda', '\nAda'],
    ['Send the letter late to eve@evil.example', 'Send the letter late to eve@evil.example'],
    ['Please send the letter', 'Please send the letter'],
  ])('are no words of a text that has them at the end of a line: %j', (text, expected) => {
    expect(withoutPhrases(text, ['Send the letter late'])).toBe(expected);
  });

  it('take time linear in the text', () => {
    expectLinear([...HOSTILE, '"a b c ', `"a'`], (text) => void phrasesIn(text));
    expectLinear([...HOSTILE, 'a b c\n', 'a b c '], (text) => void withoutPhrases(text, ['a b c', 'b c d']));
  });
});

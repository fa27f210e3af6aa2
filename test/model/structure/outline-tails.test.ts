import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutline } from '../../../src/model/structure/outline.ts';
import type { Names } from '../../../src/model/structure/outline-line.ts';
import { tailsOf } from '../../../src/model/structure/outline-tails.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const BOOK = 'Title: Late mail\nDescription: Why letters wait.\nLink: https://books.example/late';
const SHOP = 'Title: Shop\nDescription: Open on Monday.\nLink: https://shop.example/';
const tails = (text: string): string[] => {
  const names: Names = new Map();
  return [...tailsOf(text, 0, names)].map((start) => text.slice(start).split('\n', 1)[0] ?? '');
};
/** The values, without the running texts. */
const fields = (text: string): string[] =>
  [...(readOutline(text)?.parts ?? [])].filter(({ isText }) => isText !== true).map(({ text: said }) => said);

describe('values below a running text', () => {
  it.each<[string, string]>([
    ['records', `${BOOK}\n\n${SHOP}`],
    ['records between rules', `${BOOK}\n---\n${SHOP}\n`],
    ['records below a heading', `2 results:\n\n${BOOK}\n\n${SHOP}`],
    ['a text of several lines', `${BOOK.replace('wait.', 'wait.\nAnd how long.')}\n\n${SHOP}`],
    ['a text with what looks like a name', `${BOOK.replace('wait.', 'wait.\nNote: not all do.')}\n\n${SHOP}`],
  ])('are values where every record has them: %s', (_what, text) => {
    expect(fields(text)).toEqual(['Late mail', 'https://books.example/late', 'Shop', 'https://shop.example/']);
  });

  it('may be several, of which addresses on the web alone are taken for values', () => {
    const text = `${BOOK}\nCover: https://books.example/x.png\nAccount: 4711-8\n\n${SHOP}\nCover: none\nAccount: 4711-9`;
    expect(tails(text).map((line) => line.slice(0, 6))).toEqual(['Link: ', 'Cover:', 'Link: ']);
    expect(fields(text)).not.toContain('4711-8');
    expect(fields(text)).toContain('https://shop.example/');
  });

  it.each([
    'From: Ada',
    'Author: ada',
    'User: ada',
    'Posted by: ada',
    'Absender: Ada <ada@ours.example>',
    'Contact: ada@ours.example',
  ])('are words in what somebody wrote, who may have written all that is printed: %s', (line) => {
    const letter = (n: number): string => `Title: ${n}\n${line}\nBody: Hello.\nLink: https://evil.example/${n}`;
    expect(tails(`${letter(1)}\n\n${letter(2)}`)).toEqual([]);
  });

  it('are words where it is said below of whom they are', () => {
    expect(tails(`${BOOK}\nAuthor: Ada\n\n${SHOP}\nAuthor: Bob`)).toEqual([]);
  });

  it.each<[string, string]>([
    ['it says one itself', `${BOOK}\n\n${SHOP.replace('Monday.', 'Monday.\nLink: https://evil.example/')}`],
    [
      'it says one itself, in other letters',
      `${BOOK}\n\n${SHOP.replace('Monday.', 'Monday.\nLINK: https://evil.example/')}`,
    ],
    [
      'an empty line stands in it',
      `${BOOK}\n\n${SHOP.replace('Monday.', 'Monday.\nLink: https://evil.example/\n\nMore:')}`,
    ],
    ['another record has none', `${BOOK}\n\n${SHOP.replace(/Description.*\n/, '')}`],
    ['only it ends with one', 'Title: A\nDescription: x\nLink: https://evil.example/\n\nTitle: B\nDescription: y'],
    ['there is but one record', BOOK],
    ['nothing is said of running texts', 'from: a\nlink: b\n\nfrom: c\nlink: d'],
  ])('are words of it where %s', (_what, text) => {
    expect(tails(text)).toEqual([]);
    expect(fields(text)).not.toContain('https://evil.example/');
  });

  it('are given by nobody who writes one of the texts, whatever they write but whole records', () => {
    const word = fc.constantFrom(
      '\n',
      'Link: ',
      'Age: ',
      'Description: ',
      'https://evil.example/',
      'x',
      ' ',
      '- ',
      '---',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const text = `${BOOK}\n\n${SHOP.replace('Monday.', words.join(''))}\n\n${BOOK}`;
        expect(fields(text)).not.toContain('https://evil.example/');
      }),
    );
  });

  it('are found in linear time', () => {
    const act = (text: string): void => void tailsOf(text, 0, new Map());
    expectLinear([...HOSTILE, `${BOOK}\n\n`, 'Body: x\nA: y\nB: z\n', 'A: x\n'], act);
  });
});

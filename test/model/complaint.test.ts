import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintLine, complaintText, pathText, placeIn } from '../../src/model/complaint.ts';

describe('pathText', () => {
  it('writes members with dots and items with brackets', () => {
    expect(pathText(['policy', 'rules', 2, 'when'])).toBe('policy.rules[2].when');
    expect(pathText([])).toBe('');
  });
});

describe('placeIn', () => {
  it.each([
    [0, 1, 1, 'one'],
    [3, 1, 4, 'one'],
    [5, 2, 1, ''],
    [7, 3, 1, 'three'],
    [9, 3, 3, 'three'],
    [99, 4, 1, ''],
    [-1, 1, 1, 'one'],
  ])('of %i is line %i, column %i', (offset, line, column, excerpt) => {
    const found = placeIn('f', 'one\r\n\r\nthree\n', offset);
    expect(found).toEqual({ file: 'f', line, column, excerpt });
  });

  it('shows of a line what may be shown', () => {
    const shown = (line: string, start: number): string => `${line.length} letters from ${start}`;
    expect(placeIn('f', 'a\nsecret', 4, shown).excerpt).toBe('6 letters from 2');
  });

  it('stands in its line, and its lines make up the text before it', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(40), (all, at) => {
        const offset = Math.min(at, all.length);
        const { line, column } = placeIn('f', all, offset);
        const before = all.split('\n').slice(0, line - 1);
        expect(before.reduce((sum, one) => sum + one.length + 1, column - 1)).toBe(offset);
      }),
    );
  });
});

describe('complaintText', () => {
  const place = { file: '/w/a.yaml', line: 12, column: 5, excerpt: '\ta: b' };

  it('puts the caret below the column, whatever tabs do', () => {
    expect(complaintText({ path: ['a'], what: 'is wrong', instead: 'Write c.', place })).toBe(
      '/w/a.yaml:12:5: a: is wrong\n  12 | \ta: b\n     | \t   ^\n  Write c.',
    );
  });

  it('cuts a long line around the place', () => {
    const excerpt = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`;
    const lines = complaintText({ path: [], what: 'w', place: { ...place, column: 501, excerpt } }).split('\n');
    const caret = (lines[2] as string).indexOf('^');
    expect((lines[1] as string).slice(caret, caret + 4)).toBe('HERE');
    expect((lines[1] as string).length).toBeLessThan(160);
  });

  it('does without a place', () => {
    expect(complaintText({ path: [], what: 'no file', instead: 'Write one.' })).toBe('no file\n  Write one.');
  });
});

it('complaintLine says what to do where there is something, on the same line', () => {
  expect(complaintLine({ path: ['a'], what: 'no file', instead: 'Write one.' })).toBe('no file. Write one.');
  expect(complaintLine({ path: [], what: 'no file' })).toBe('no file');
});

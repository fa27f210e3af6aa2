import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraph, table } from '../../../src/cli/printing/table.ts';
import { makeScreen } from '../stage.ts';

const columns = [
  { head: 'ID', cell: (row: string[]) => row[0] ?? '' },
  { head: 'TEXT', cell: (row: string[]) => row[1] ?? '', flexible: true },
  { head: 'MORE', cell: (row: string[]) => row[2] ?? '', flexible: true },
] as const;

describe('tables', () => {
  it('are aligned', () => {
    expect(
      table(makeScreen(), columns, [
        ['1', 'one', 'x'],
        ['22', 'three', 'y'],
      ]),
    ).toBe('ID  TEXT   MORE\n1   one    x\n22  three  y');
  });

  it('fit a terminal, and are never cut in a pipe', () => {
    const cell = fc.string({ maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('id'), cell, cell), { minLength: 1 }), (rows) => {
        const wide = table(makeScreen(), columns, rows);
        expect(wide).not.toContain('…');
        const lines = table(makeScreen({ isTerminal: true, width: 40 }), columns, rows).split('\n');
        expect(lines).toHaveLength(rows.length + 1);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(40);
      }),
    );
  });

  it('put below what has to be read whole, where the terminal is too narrow for it', () => {
    const words = [
      { head: 'ID', cell: (row: string[]) => row[0] ?? '' },
      { head: 'WHY', cell: (row: string[]) => row[1] ?? '', below: true },
    ] as const;
    const rows = [
      ['abcd2345', 'the recipient stands only in mail 42'],
      ['efgh6789', 'why not'],
    ];
    expect(table(makeScreen({ isTerminal: true, width: 30 }), words, rows)).toBe(
      'ID\nabcd2345\n  the recipient stands only in\n  mail 42\nefgh6789\n  why not',
    );
    expect(table(makeScreen({ isTerminal: true, width: 80 }), words, rows)).not.toContain('\n  ');
    expect(table(makeScreen(), words, rows)).toContain('abcd2345  the recipient stands only in mail 42');
    // COLUMNS, without a terminal.
    expect(table(makeScreen({ width: 30 }), words, rows)).toContain('abcd2345\n  the recipient');
  });

  it('go on below, under its heading, where the last cell is not to be cut', () => {
    const words = [
      { head: 'ID', cell: (row: string[]) => row[0] ?? '' },
      { head: 'WHY', cell: (row: string[]) => row[1] ?? '', flexible: true, whole: ([id]: string[]) => id === 'a' },
    ] as const;
    const rows = [
      ['a', 'one two three four five'],
      ['b', 'one two three four five'],
    ];
    expect(table(makeScreen({ isTerminal: true, width: 20 }), words, rows)).toBe(
      'ID  WHY\na   one two three\n    four five\nb   one two three f…',
    );
    expect(table(makeScreen(), words, rows)).toContain('a   one two three four five\n');
  });

  it('put below what makes piped rows long, unbroken, where a column says so', () => {
    const long = (below: true | 'always') =>
      [
        { head: 'ID', cell: (row: string[]) => row[0] ?? '' },
        { head: 'WHY', cell: (row: string[]) => row[1] ?? '', below },
      ] as const;
    const rows = [['abcd2345', 'word '.repeat(40).trim()]];
    expect(table(makeScreen(), long(true), rows)).toContain(`abcd2345  ${rows[0]?.[1]}`);
    expect(table(makeScreen(), long('always'), rows)).toBe(`ID\nabcd2345\n  ${rows[0]?.[1]}`);
  });

  it('lose nothing of a paragraph, and stay within its width', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 }), (words) => {
        const lines = paragraph(words.join(' '), 20, '  ');
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(20);
        expect(
          lines
            .map((line) => line.slice(2))
            .join('')
            .replaceAll(' ', ''),
        ).toBe(words.join(''));
      }),
    );
  });

  it('show what cells hide, and paint after measuring', () => {
    const painted = [
      { head: 'A', cell: (text: string) => text, paint: (text: string) => `<${text}>` },
      { head: 'B', cell: () => 'b' },
    ];
    expect(table(makeScreen(), painted, ['\x1b', 'wide one'])).toBe('A         B\n<\\u{1b}>    b\n<wide one>  b');
  });
});

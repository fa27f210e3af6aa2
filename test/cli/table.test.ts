import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from '../../src/cli/table.ts';
import { makeScreen } from './stage.ts';

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

  it('show what cells hide, and paint after measuring', () => {
    const painted = [
      { head: 'A', cell: (text: string) => text, paint: (text: string) => `<${text}>` },
      { head: 'B', cell: () => 'b' },
    ];
    expect(table(makeScreen(), painted, ['\x1b', 'wide one'])).toBe('A         B\n<\\u{1b}>    b\n<wide one>  b');
  });
});

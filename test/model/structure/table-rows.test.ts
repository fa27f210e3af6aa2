import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRow, readRows } from '../../../src/model/structure/table-rows.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const read = (text: string): string[][] | undefined => {
  const rows = readRows(text, ',');
  if (rows === undefined) return undefined;
  const columns = Array.from({ length: rows.width }, (_, column) => column);
  return Array.from({ length: rows.length }, (_, row) => columns.map((column) => rows.at(row, column)));
};

/** Rows of two to four cells each. */
const rowsOf = (cell: fc.Arbitrary<string>) =>
  fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));

describe('readRows', () => {
  it('reads what a careful writer wrote, whatever stands in the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '@') });
    fc.assert(
      fc.property(rowsOf(cell), fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join(end);
        expect(read(text)).toEqual(rows);
      }),
    );
  });

  it('reads what needs no quotes, and some cells in quotes among others', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '@', '.') });
    fc.assert(
      fc.property(rowsOf(cell), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, isQuoted) => {
        const say = (one: string, column: number): string => (isQuoted && column === 1 ? quoted(one) : one);
        expect(read(rows.map((row) => row.map(say).join(',')).join(end))).toEqual(rows);
      }),
    );
  });

  it.each([
    ['a,b\nc', 'a row that is shorter'],
    ['a,b\nc,d\ne', 'a last row that was cut off'],
    ['a,b\nc,d,e\nf,g', 'a row that is longer'],
    ['a,"b"\nc', 'a row that is shorter than one with quotes'],
    ['a,b\n\nc,d', 'an empty line'],
    ['a,"b\nc,d', 'a quote that is never closed'],
    ['a,"b" c\nd,e', 'words after a quote'],
    ['a\nb', 'no delimiter'],
    [','.repeat(100), 'more columns than anybody prints'],
  ])('reads none in %j: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('readRow', () => {
  it('reads a row with and without lines at its sides', () => {
    expect(readRow('| a | b |', '|')).toEqual(['a', 'b']);
    expect(readRow(' a | b', '|')).toEqual(['a', 'b']);
    expect(readRow('| a |  |', '|')).toEqual(['a', '']);
    expect(readRow('| a \\| b | **c** |', '|')).toEqual(['a | b', 'c']);
  });
});

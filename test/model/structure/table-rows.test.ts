import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRow, readRows } from '../../../src/model/structure/table-rows.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('readRows', () => {
  it('reads what a careful writer wrote, whatever stands in the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '@') });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join(end);
        expect(readRows(text, ',')).toEqual(rows);
      }),
    );
  });

  it.each([
    ['a,b\nc', 'a row that is shorter'],
    ['a,b\n\nc,d', 'an empty line'],
    ['a,"b\nc,d', 'a quote that is never closed'],
    ['a,"b" c\nd,e', 'words after a quote'],
    ['a\nb', 'no delimiter'],
    [','.repeat(100), 'more columns than anybody prints'],
  ])('reads none in %j: %s', (text) => {
    expect(readRows(text, ',')).toBeUndefined();
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

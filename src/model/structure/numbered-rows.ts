import { isLongReport, isReport } from '../text/report.ts';
import { readLiteral } from './literal.ts';
import type { Part } from './outline-parts.ts';
import { partsOfRows } from './table.ts';
import { MOST_CELLS } from './table-rows.ts';

/** A row as Python prints a list, told by its number: `Row  1: ['a', 'b']`. */
const ROW = /^row {1,4}(\d{1,7}): (\[.*\])\s*$/i;
/** `... and 20 more rows`, where a server printed no more. */
const MORE = /^\.{3} and \d{1,9} more rows?$/i;
/** Far enough to find the first row below what a server says of it. UTF-16 units. */
const HEAD = 300;

/**
 * Reads the rows of a sheet as servers print them, one on a line, counted without a gap. Undefined where a line is anything else, or a row
 * has another width: a list of Python keeps what a cell says on its line, whoever wrote it. Looks at each line once.
 */
export function readNumberedRows(text: string): readonly Part[] | undefined {
  if (!/(?:^|\n)row {1,4}\d/i.test(text.slice(0, HEAD))) return undefined;
  const lines = text.trim().split('\n');
  const words: string[] = [];
  if (lines[0] !== undefined && !ROW.test(lines[0])) {
    const head = lines.shift()?.trim() ?? '';
    if (!isReport(head) && !isLongReport(head)) return undefined;
    words.push(head);
  }
  if (MORE.test(lines.at(-1) ?? '')) words.push(lines.pop() ?? '');
  const rows: string[][] = [];
  let number: number | undefined;
  for (const line of lines) {
    const [, told, list = ''] = ROW.exec(line) ?? [];
    const cells = told === undefined ? undefined : cellsOf(list);
    if (cells === undefined || (number !== undefined && Number(told) !== number + 1)) return undefined;
    if (cells.length === 0 || cells.length > MOST_CELLS || cells.length !== (rows[0] ?? cells).length) return undefined;
    number = Number(told);
    rows.push(cells);
  }
  if (rows.length === 0) return undefined;
  const width = (rows[0] as string[]).length;
  return partsOfRows({ length: rows.length, width, at: (row, column) => rows[row]?.[column] ?? '' }, words);
}

/** What the cells of a row say; undefined where one is no single value. */
function cellsOf(list: string): string[] | undefined {
  const cells = readLiteral(list);
  if (!Array.isArray(cells)) return undefined;
  const said: string[] = [];
  for (const cell of cells) {
    if (typeof cell === 'object' && cell !== null) return undefined;
    said.push(cell === null ? '' : String(cell));
  }
  return said;
}

import { type JsonPointer, pointerKey } from '../json.ts';
import { isHeading, isSpeech } from '../text/heading.ts';
import type { Part } from './outline-parts.ts';
import { MOST_CELLS, type Rows, readRow, readRows } from './table-rows.ts';

/** The delimiter between the cells of a row. The comma comes last: prose has commas too. */
const DELIMITERS = ['\t', '|', '│', ';', ','] as const;
/** The most lines before a table, which say what it is, and after it, which say how long it is. */
const MOST_AROUND = 3;
/** A line between rows, as Markdown, psql and box-drawing programs print it. */
const RULE = /^(?=.*(?:--|==|──|━))[\s|+:=\-─━┼┬┴├┤┌┐└┘│]+$/;
/** A header line such as `Subject: …`: a table below it is something that a person wrote there. */
const NAMED = /^\s*\p{L}[\p{L} -]{0,30}:\s+\S/u;
/** The name of a column: a few words, neither a sentence nor a value. */
const NAME = /^(?:[#№]|(?=.*\p{L})[\p{L}\p{N}_#%$€(][\p{L}\p{N}_ #%$€()./&-]{0,39})$/u;
/** A remark that a printer puts beside a table, commas and all. */
const REMARK = /^(?:#|--)\s/;
/** Cells of one kind below each other form a column, whatever its name. */
const KINDS: readonly RegExp[] = [
  /^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$/i,
  /^[-+]?[$€£]?\d[\d.,]*\s?%?$/,
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ][\d:.Z+-]{4,})?$/,
  /^https?:\/\/\S+$/i,
  /^[^\s@<>][^@<>]{0,70}<[^\s@<>]+@[^\s@<>]+>$/,
  // Numbers of records: `INV-2291`, `19a9e2`.
  /^(?=[\w-]*\d)[A-Za-z]{0,8}[-_#]?[\w-]{3,24}$/,
];

/**
 * Reads a table as printed in CSV, its variants with tabs or semicolons, Markdown or by databases: every row has as
 * many cells as the first, which names the columns, or else one column holds the same kind of value throughout.
 * Undefined if the text is no table, even with a comma here and there. Each cell is one value, whoever wrote it; what
 * is before and after the table is text. Each delimiter is tried once.
 */
export function readTable(text: string): readonly Part[] | undefined {
  for (const delimiter of DELIMITERS) {
    const first = text.indexOf(delimiter);
    if (first < 0) continue;
    const found = readWith(text, delimiter, first);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readWith(text: string, delimiter: string, first: number): Part[] | undefined {
  const { start, end } = withoutRemarks(text, delimiter, first);
  const around = [...wordsOf(text.slice(0, start)), ...wordsOf(text.slice(end))];
  if (around.length > MOST_AROUND || !around.every(isAround)) return undefined;
  const isDrawn = delimiter === '|' || delimiter === '│';
  const table = text.slice(start, end);
  const read = isDrawn ? drawnRows(table, delimiter) : { rows: readRows(table, delimiter), isRuled: false };
  const { rows } = read;
  if (rows === undefined) return undefined;
  if (rows.width < 2 || rows.width > MOST_CELLS || rows.length < 2) return undefined;
  const head = headOf(rows);
  const isNamed = isHead(head) && (isDrawn || head.every((cell) => !cell.startsWith(' ')));
  if (!isNamed && !hasColumn(rows, 0)) return undefined;
  if (isDrawn && !read.isRuled && !hasColumn(rows, isNamed ? 1 : 0)) return undefined;
  return partsOf(rows, around, isNamed ? head : undefined);
}

/** The cells of rows that are known to be some, by the names in the first one where that has names, and the words around them. */
export function partsOfRows(rows: Rows, around: readonly string[]): readonly Part[] {
  const head = headOf(rows);
  return partsOf(rows, around, rows.length > 1 && isHead(head) ? head : undefined);
}

const headOf = (rows: Rows): readonly string[] => Array.from({ length: rows.width }, (_, column) => rows.at(0, column));

function partsOf(rows: Rows, around: readonly string[], names: readonly string[] | undefined): Part[] {
  const steps = Array.from(
    { length: rows.width },
    (_, column) => `/${pointerKey((names?.[column] ?? `${column}`).trim())}`,
  );
  const found: Part[] = around.map((words) => ({ at: '', text: words, key: false, isText: true }));
  addCells(found, rows, names === undefined ? 0 : 1, steps);
  return found;
}

/** Adds the cells of the rows from one on. By index, as tables are long: iterators and their closures take long to compile. */
function addCells(found: Part[], rows: Rows, from: number, steps: readonly JsonPointer[]): void {
  for (let row = from; row < rows.length; row++) {
    const under = `/${row - from}`;
    for (let column = 0; column < rows.width; column++) {
      const said = rows.at(row, column).trim();
      // A number of few digits occurs everywhere.
      if (said === '' || (said.length < 4 && /^\d+$/.test(said))) continue;
      found.push({ under, at: steps[column] as JsonPointer, text: said, key: false });
    }
  }
}

/** The range from the first to the last line with a delimiter, without remarks at both ends. */
function withoutRemarks(
  text: string,
  delimiter: string,
  first: number,
): { readonly start: number; readonly end: number } {
  let start = text.lastIndexOf('\n', first) + 1;
  const lastLine = text.indexOf('\n', text.lastIndexOf(delimiter));
  let end = lastLine < 0 ? text.length : lastLine;
  for (let count = 0; count < MOST_AROUND; count++) {
    const next = text.indexOf('\n', start) + 1;
    if (next === 0 || next > end || !REMARK.test(text.slice(start, next))) break;
    start = next;
  }
  for (let count = 0; count < MOST_AROUND; count++) {
    const line = text.lastIndexOf('\n', end - 1);
    if (line < start || !REMARK.test(text.slice(line + 1, end))) break;
    end = line;
  }
  return { start, end };
}

const isAround = (line: string): boolean =>
  REMARK.test(line) ? !isSpeech(line) : isHeading(line) && !NAMED.test(line);

/** Lines that contain words, without those that only draw the table. */
const wordsOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '' && !RULE.test(line));

const isHead = (cells: readonly string[]): boolean =>
  cells.every((cell) => NAME.test(cell.trim()) && cell.trim().split(/\s+/).length <= 4) &&
  new Set(cells.map((cell) => cell.trim().toLowerCase())).size === cells.length;

function hasColumn(rows: Rows, from: number): boolean {
  for (let column = 0; column < rows.width; column++)
    for (const kind of KINDS) if (isOfKind(rows, from, column, kind)) return true;
  return false;
}

function isOfKind(rows: Rows, from: number, column: number, kind: RegExp): boolean {
  for (let row = from; row < rows.length; row++) if (!kind.test(rows.at(row, column).trim())) return false;
  return true;
}

/** The rows of a table drawn with lines; undefined if a line is not a row of it, or has another width. */
function drawnRows(table: string, delimiter: string): { rows: Rows | undefined; isRuled: boolean } {
  const rows: string[][] = [];
  let isRuled = false;
  for (const line of table.split('\n')) {
    if (RULE.test(line)) {
      isRuled = true;
      continue;
    }
    if (!line.includes(delimiter)) return { rows: undefined, isRuled };
    const row = readRow(line, delimiter);
    if (rows.length > 0 && row.length !== rows[0]?.length) return { rows: undefined, isRuled };
    rows.push(row);
  }
  const width = rows[0]?.length ?? 0;
  const at = (row: number, column: number): string => rows[row]?.[column] as string;
  return { rows: { length: rows.length, width, at }, isRuled };
}

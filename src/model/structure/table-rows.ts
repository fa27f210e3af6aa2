/** More columns than anybody prints. */
export const MOST_CELLS = 100;

/** The cells of a table, all rows of one width. */
export interface Rows {
  readonly length: number;
  readonly width: number;
  at(row: number, column: number): string;
}

/**
 * Rows of separated values, by where the cells end in their text: a text for each cell and a list for each row are most of what
 * reading a table would allocate.
 */
class Separated implements Rows {
  readonly width: number;
  readonly #text: string;
  readonly #ends: readonly number[];
  /** What quoted cells say, by their number. */
  readonly #quoted: ReadonlyMap<number, string> | undefined;

  constructor(text: string, width: number, ends: readonly number[], quoted: ReadonlyMap<number, string> | undefined) {
    this.#text = text;
    this.width = width;
    this.#ends = ends;
    this.#quoted = quoted;
  }

  get length(): number {
    return this.#ends.length / this.width;
  }

  at(row: number, column: number): string {
    const cell = row * this.width + column;
    const said = this.#quoted?.get(cell);
    if (said !== undefined) return said;
    const from = cell === 0 ? 0 : (this.#ends[cell - 1] as number) + 1;
    const end = this.#ends[cell] as number;
    const hasReturn = end > from && this.#text.charCodeAt(end - 1) === RETURN;
    return this.#text.slice(from, hasReturn ? end - 1 : end);
  }
}

/** The rows of separated values (RFC 4180, with any delimiter); undefined where quotes do not fit, a line is empty, or a row has another width. */
export function readRows(text: string, delimiter: string): Rows | undefined {
  if (isCut(text, delimiter)) return undefined;
  const sign = delimiter.charCodeAt(0);
  const ends: number[] = [];
  let quoted: Map<number, string> | undefined;
  let width = 0;
  let column = 0;
  for (let at = 0; at <= text.length; ) {
    const quote = quoteAt(text, at);
    let end = at;
    if (quote < 0) end = cellEnd(text, at, sign);
    else {
      const cell = readQuoted(text, quote, delimiter);
      if (cell === undefined) return undefined;
      quoted ??= new Map();
      quoted.set(ends.length, cell.text);
      end = cell.end;
    }
    ends.push(end);
    if (++column > MOST_CELLS) return undefined;
    at = end + 1;
    if (text.charCodeAt(end) === sign) continue;
    // Another width is no table: nothing more of it need be read.
    if (column < 2 || (width > 0 && column !== width)) return undefined;
    width = column;
    column = 0;
  }
  return column === 0 ? new Separated(text, width, ends, quoted) : undefined;
}

/** Whether the last row is shorter or longer than the first, as where a tool cut its output off. Quotes may hold anything. */
function isCut(text: string, delimiter: string): boolean {
  const first = text.indexOf('\n');
  if (first < 0 || text.includes('"')) return false;
  const last = text.slice(text.lastIndexOf('\n') + 1);
  return text.slice(0, first).split(delimiter).length !== last.split(delimiter).length;
}

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;

/** Where the quote is that a cell begins with, perhaps behind space; -1 where it begins with none. */
function quoteAt(text: string, from: number): number {
  let start = from;
  while (text.charCodeAt(start) === SPACE) start++;
  return text.charCodeAt(start) === QUOTE ? start : -1;
}

/** Where a cell without quotes ends: at a delimiter, at the end of its line, or of the text. */
function cellEnd(text: string, from: number, sign: number): number {
  for (let end = from; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === sign || code === NEWLINE) return end;
  }
  return text.length;
}

/** What a cell in quotes says, and where it ends. */
function readQuoted(text: string, quote: number, delimiter: string): { text: string; end: number } | undefined {
  let said = '';
  for (let at = quote + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close < 0) return undefined;
    said += text.slice(at, close);
    if (text[close + 1] !== '"') {
      let end = close + 1;
      while (text[end] === ' ' || text[end] === '\r') end++;
      // Something follows the quote: it was not meant to quote the cell.
      if (end < text.length && text[end] !== delimiter && text[end] !== '\n') return undefined;
      return { text: said, end };
    }
    said += '"';
    at = close + 2;
  }
}

/** The cells of a row that is drawn with lines, without Markdown's emphasis. */
export function readRow(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  for (const char of line.trim()) {
    if (char !== delimiter) cell += char;
    else if (cell.endsWith('\\')) cell = `${cell.slice(0, -1)}${delimiter}`;
    else {
      cells.push(cell);
      cell = '';
    }
  }
  // Lines at the sides are not cells.
  if (cell.trim() !== '' || !line.trim().endsWith(delimiter)) cells.push(cell);
  if (cells[0]?.trim() === '' && line.trim().startsWith(delimiter)) cells.shift();
  return cells.map((one) => one.trim().replace(/^(\*\*|`)(.*)\1$/, '$2'));
}

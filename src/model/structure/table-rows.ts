/** More columns than anybody prints. */
export const MOST_CELLS = 100;

/** The rows of separated values (RFC 4180, with any delimiter); undefined where quotes do not fit, a line is empty, or a row has another width. */
export function readRows(text: string, delimiter: string): string[][] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  let width = 0;
  let at = 0;
  while (at <= text.length) {
    const cell = readCell(text, at, delimiter);
    if (cell === undefined) return undefined;
    if (row.push(cell.text) > MOST_CELLS) return undefined;
    at = cell.end + 1;
    if (text[cell.end] === delimiter) continue;
    // Another width is no table: nothing more of it need be read.
    if (row.length < 2 || (width > 0 && row.length !== width)) return undefined;
    width = row.length;
    rows.push(row);
    row = [];
  }
  return row.length === 0 ? rows : undefined;
}

const NEWLINE = 10;
const RETURN = 13;

/** A cell, and where it ends: at a delimiter, at the end of its line, or of the text. */
function readCell(text: string, from: number, delimiter: string): { text: string; end: number } | undefined {
  let start = from;
  while (text[start] === ' ') start++;
  if (text[start] !== '"') {
    const sign = delimiter.charCodeAt(0);
    let end = from;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === sign || code === NEWLINE) break;
    }
    const hasReturn = end > from && text.charCodeAt(end - 1) === RETURN;
    return { text: text.slice(from, hasReturn ? end - 1 : end), end };
  }
  let said = '';
  for (let at = start + 1; ; ) {
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

/** Something to take out of a text, and what to put there. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A text with its pieces changed. They may not overlap. */
export function changePieces(text: string, pieces: readonly Piece[]): string {
  let out = '';
  let at = 0;
  for (const { from, to, text: put } of [...pieces].sort((one, other) => one.from - other.from)) {
    out += text.slice(at, from) + put;
    at = Math.max(at, to);
  }
  return out + text.slice(at);
}

/** How the lines of a text end. */
export const lineEndOf = (text: string): '\n' | '\r\n' => (/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n');

/** Where the line of an offset begins; a byte order mark is no part of it. */
export function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** Behind the newline of an offset's line. */
export function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** What stands before an offset on its line, if that is only indentation. */
export function indentAt(text: string, at: number): string | undefined {
  const before = text.slice(lineStart(text, at), at);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

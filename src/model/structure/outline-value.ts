import { indentOf, isBlank, type Line } from './outline-line.ts';

/** The line a value ends on: its quote is closed there, or the text comes back to the left. Undefined for a quote that is never closed. */
export function lastLine(
  lines: readonly string[],
  { value, column }: Pick<Line, 'value' | 'column'>,
  line: number,
): number | undefined {
  const quote = quoteOf(value);
  if (quote !== undefined) {
    const end = closing(value, quote, 1);
    if (end < 0) return closedOn(lines, line, quote);
    if (isBlank(value.slice(end + 1))) return line;
  }
  if (column < 0 || isBlank(value)) return line;
  let last = line;
  for (let i = line + 1; i < lines.length; i++) {
    const next = lines[i] ?? '';
    const indent = indentOf(next);
    if (indent === next.length) continue;
    if (indent <= column) break;
    last = i;
  }
  return last;
}

/** What a value says that begins on one line and ends on another: without its quotes and the signs of a block. */
export function wholeValue(lines: readonly string[], value: string, line: number, last: number): string {
  const whole = last === line ? value : [value, ...lines.slice(line + 1, last + 1)].map((one) => one.trim()).join(' ');
  const said = whole.trim();
  const first = said.charCodeAt(0);
  return unquote(first === BAR || first === GREATER ? said.replace(/^[|>][-+]?\d*\s*/, '') : said);
}

const BAR = 124;
const GREATER = 62;

function quoteOf(value: string): string | undefined {
  const first = value.charCodeAt(0);
  return first === DOUBLE ? '"' : first === SINGLE ? "'" : undefined;
}
const DOUBLE = 34;
const SINGLE = 39;

/** The line that closes a quote, with nothing after it: whoever writes outlines escapes a quote that does not. */
function closedOn(lines: readonly string[], from: number, quote: string): number | undefined {
  for (let i = from + 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const end = closing(line, quote, 0);
    if (end >= 0) return isBlank(line.slice(end + 1)) ? i : undefined;
  }
  return undefined;
}

/** Where a quote ends, doubled and escaped ones passed over; -1 where it does not on this line. */
function closing(text: string, quote: string, from: number): number {
  // Most lines have no such quote, and most quotes nothing escaped before it: searching for a sign is quicker than looking at each.
  let at = text.indexOf(quote, from);
  if (quote === "'") {
    while (at >= 0 && text.charCodeAt(at + 1) === SINGLE) at = text.indexOf(quote, at + 2);
    return at;
  }
  if (at < 0) return -1;
  const escaped = text.indexOf('\\', from);
  if (escaped < 0 || escaped > at) return at;
  for (at = escaped; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === DOUBLE) return at;
  }
  return -1;
}
const BACKSLASH = 92;

/** `**open**`, `` `open` ``: all of a value set off, as Markdown does. */
const SET_OFF = /^(\*\*|__|[*_`])([^*_`\n]+)\1$/;
/** The first sign of most values tells that they are not. */
const isSetOff = (code: number): boolean => code === 42 || code === 95 || code === 96;

/** What a text says that is quoted or set off; any other as it is. */
function unquote(text: string): string {
  const quote = quoteOf(text);
  if (quote === undefined) return isSetOff(text.charCodeAt(0)) ? (SET_OFF.exec(text)?.[2] ?? text) : text;
  if (closing(text, quote, 1) !== text.length - 1) return text;
  const inner = text.slice(1, -1);
  return quote === "'" ? inner.replaceAll("''", "'") : inner.replace(/\\(.)/g, '$1');
}

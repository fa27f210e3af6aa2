import { endOf, indentOf, isBlank, type Line } from './outline-line.ts';

/** Where the line ends that a value ends on: its quote is closed there, or the text comes back to the left. Undefined for a quote that is never closed. */
export function lastEnd(
  text: string,
  { from, end, column }: Pick<Line, 'from' | 'end' | 'column'>,
): number | undefined {
  const quote = from < end ? quoteOf(text.charCodeAt(from)) : undefined;
  if (quote !== undefined) {
    const close = closing(text, quote, from + 1, end);
    if (close < 0) return closedOn(text, end, quote);
    if (isBlank(text, close + 1)) return end;
  }
  if (column < 0 || isBlank(text, from)) return end;
  let last = end;
  for (let start = end + 1; start < text.length; ) {
    const at = indentOf(text, start);
    const isEmpty = isBlank(text, at);
    if (!isEmpty && at - start <= column) break;
    const stop = endOf(text, at);
    if (!isEmpty) last = stop;
    start = stop + 1;
  }
  return last;
}

/** Whether a value says nothing, once its quotes and signs are gone. Its first letter tells of most that they do. */
export function saysNothing(text: string, { from, end }: Pick<Line, 'from' | 'end'>, last: number): boolean {
  const first = from < last ? text.charCodeAt(from) : NEWLINE;
  const isPlain = first > SPACE && first < 128 && quoteOf(first) === undefined && first !== BAR && first !== GREATER;
  return !isPlain && wholeValue(text, { from, end }, last) === '';
}
const NEWLINE = 10;
const SPACE = 32;

/** What a value says that ends where a line ends, its own or a later one: without its quotes and the signs of a block. */
export function wholeValue(text: string, { from, end }: Pick<Line, 'from' | 'end'>, last: number): string {
  const whole = text.slice(from, last);
  const said = (
    last === end
      ? whole
      : whole
          .split('\n')
          .map((one) => one.trim())
          .join(' ')
  ).trim();
  const first = said.charCodeAt(0);
  return unquote(first === BAR || first === GREATER ? said.replace(/^[|>][-+]?\d*\s*/, '') : said);
}

const BAR = 124;
const GREATER = 62;

const quoteOf = (code: number): string | undefined => (code === DOUBLE ? '"' : code === SINGLE ? "'" : undefined);
const DOUBLE = 34;
const SINGLE = 39;

/** Where the line ends that closes a quote, with nothing after it: whoever writes outlines escapes a quote that does not. */
function closedOn(text: string, before: number, quote: string): number | undefined {
  const close = closing(text, quote, before + 1, text.length);
  return close >= 0 && isBlank(text, close + 1) ? endOf(text, close) : undefined;
}

/** Where a quote ends, doubled and escaped ones passed over; -1 where it does not before an end. */
function closing(text: string, quote: string, from: number, end: number): number {
  // Most quotes have nothing escaped before their end: searching for a sign is quicker than looking at each.
  let at = text.indexOf(quote, from);
  if (quote === "'") while (at >= 0 && text.charCodeAt(at + 1) === SINGLE) at = text.indexOf(quote, at + 2);
  else if (at >= 0) {
    const escaped = text.slice(from, at).indexOf('\\');
    if (escaped >= 0)
      for (at = from + escaped; at < end && text.charCodeAt(at) !== DOUBLE; at++)
        if (text.charCodeAt(at) === BACKSLASH) at++;
  }
  return at < end ? at : -1;
}
const BACKSLASH = 92;

/** `**open**`, `` `open` ``: all of a value set off, as Markdown does. */
const SET_OFF = /^(\*\*|__|[*_`])([^*_`\n]+)\1$/;
/** The first sign of most values tells that they are not. */
const isSetOff = (code: number): boolean => code === 42 || code === 95 || code === 96;

/** What a text says that is quoted or set off; any other as it is. */
function unquote(text: string): string {
  const quote = quoteOf(text.charCodeAt(0));
  if (quote === undefined) return isSetOff(text.charCodeAt(0)) ? (SET_OFF.exec(text)?.[2] ?? text) : text;
  if (closing(text, quote, 1, text.length) !== text.length - 1) return text;
  const inner = text.slice(1, -1);
  return quote === "'" ? inner.replaceAll("''", "'") : inner.replace(/\\(.)/g, '$1');
}

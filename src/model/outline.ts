import { type Leaf, pointerKey } from './json.ts';

/** `  key: value`, `- key: value`, `- value`: the lines that an outline is made of. It matches every line, at its first try. */
const LINE = /^(?<indent>[ \t]*(?:- )*)(?:(?<key>[\p{L}_][\p{L}\p{N}_ ./-]{0,40}):(?=\s|$)\s*)?(?<value>.*)$/su;
/** Fewer lines with a name or a dash are a coincidence; each line that begins at the left has one. */
const FEWEST = 2;

/** Where a value begins that goes on over several lines. */
interface Start {
  readonly line: number;
  readonly value: string;
  /** What goes on stands to the right of it. */
  readonly column: number;
}

/**
 * Reads an outline as YAML and its kin are written: names and values by lines, longer texts over several. Undefined where
 * the text is no outline. Quoted and indented texts are one value whatever stands in them, so that nothing that was
 * written into one of them can pass for a field of its own. Each line is read at most twice.
 */
export function readOutline(text: string): readonly Leaf[] | undefined {
  const lines = text.split('\n');
  const found: Leaf[] = [];
  let named = 0;
  let inside = 0;
  let item = -1;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const { indent = '', key, value = '' } = LINE.exec(line)?.groups ?? {};
    const isItem = indent.includes('- ');
    if (/^\s/.test(line)) inside++;
    else if (key === undefined && !isItem) return undefined;
    else named++;
    if (isItem) item++;
    // What follows an item without a name is its own from the dash on; what follows a name, from the name on.
    const column = key !== undefined ? indent.length : isItem ? indent.length - 2 : -1;
    const last = lastOf(lines, { line: i, value, column });
    if (last === undefined) return undefined;
    const at = `/${Math.max(item, 0)}${key === undefined ? '' : `/${pointerKey(key.trim())}`}`;
    const whole = last === i ? value : [value, ...lines.slice(i + 1, last + 1)].map((one) => one.trim()).join(' ');
    const plain = unquote(whole.trim().replace(/^[|>][-+]?\d*\s*/, ''));
    if (plain !== '') found.push({ at, text: plain, key: false });
    i = last;
  }
  return named >= FEWEST || (named === 1 && inside > 0) ? found : undefined;
}

/** The line a value ends on: its quote is closed there, or the text comes back to the left. Undefined for a quote that is never closed. */
function lastOf(lines: readonly string[], { line, value, column }: Start): number | undefined {
  const quote = /^["']/.exec(value)?.[0];
  if (quote !== undefined) {
    const end = closing(value, quote, 1);
    if (end < 0) return closedOn(lines, line, quote);
    if (value.slice(end + 1).trim() === '') return line;
  }
  if (value.trim() === '' || column < 0) return line;
  let last = line;
  for (let i = line + 1; i < lines.length; i++) {
    const next = lines[i] ?? '';
    if (next.trim() === '') continue;
    if (next.length - next.trimStart().length <= column) break;
    last = i;
  }
  return last;
}

/** The line that closes a quote, with nothing after it: whoever writes outlines escapes a quote that does not. */
function closedOn(lines: readonly string[], from: number, quote: string): number | undefined {
  for (let i = from + 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const end = closing(line, quote, 0);
    if (end >= 0) return line.slice(end + 1).trim() === '' ? i : undefined;
  }
  return undefined;
}

/** Where a quote ends, doubled and escaped ones passed over; -1 where it does not on this line. */
function closing(text: string, quote: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++;
    else if (text[i] === quote) {
      if (quote === '"' || text[i + 1] !== quote) return i;
      i++;
    }
  }
  return -1;
}

/** What a quoted text says; any other as it is. */
function unquote(text: string): string {
  const quote = /^["']/.exec(text)?.[0];
  if (quote === undefined || closing(text, quote, 1) !== text.length - 1) return text;
  const inner = text.slice(1, -1);
  return quote === "'" ? inner.replaceAll("''", "'") : inner.replace(/\\(.)/g, '$1');
}

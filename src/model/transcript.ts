import { isClause } from './clause.ts';
import { isSpeech } from './heading.ts';
import type { Part } from './outline.ts';

/** A tool's printed conversation is shorter. UTF-16 units. */
const LONGEST_TEXT = 65_536;
const LEAST_LINES = 2;
const LONGEST_HEAD = 120;
const LONGEST_NAME = 40;
/** How many tokens all heads have in common: some have a number or a role after those, and some do not. */
const SAME = 2;
/** `[m-7] `, `(u-310)`, `<@u7>`, a date, a time, a name; then what was said. */
const TOKEN =
  /\s*(?:\[([^\][\n]{1,60})\]|\(([^()\n]{1,60})\)|<([^<>\n]{1,60})>|(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}\S{0,14})?(?=[\s\]:])|\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?:\s?[AaPp]\.?[Mm]\.?)?(?=\s))|([\p{L}\p{N}@_#][\p{L}\p{N}_.'#-]{0,39})(?=[\s:]))/uy;
const END = /\s?:(?=\s|$)|\s+[>|]\s/uy;
const MOST_WORDS = 3;

interface Head {
  /** One letter for each token: how lines of its kind begin. */
  readonly shape: string;
  readonly values: readonly string[];
}

/**
 * Reads a conversation as chat servers print it: each message on a line that begins with when, who and by what number, always
 * in the same way: `[m-7] 09:02 ann (u-3): Good morning`. The server printed how a line begins. What was said after that is
 * a text, and so are lines that begin otherwise, being the rest of what somebody said. Undefined where the text does not
 * begin like this, or a name asks for something.
 */
export function readTranscript(text: string): readonly Part[] | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const parts: Part[] = [];
  let shape: string | undefined;
  // The same people speak again and again.
  const names = new Set<string>();
  let row = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const head = headOf(line);
    if (head === undefined || (shape !== undefined && !head.shape.startsWith(shape))) {
      if (shape === undefined) return undefined;
      continue;
    }
    shape ??= head.shape.slice(0, SAME);
    for (const [i, value] of head.values.entries()) {
      if (!names.has(value) && (isSpeech(value) || isClause(value))) return undefined;
      names.add(value);
      parts.push({ at: `/${row}/${i}`, text: value, key: false });
    }
    row++;
  }
  if (row < LEAST_LINES) return undefined;
  parts.push({ at: '', text: text.trim(), key: false, isText: true });
  return parts;
}

/** How a line begins, where it says when, or in brackets by what number, and who. */
function headOf(line: string): Head | undefined {
  const values: string[] = [];
  let shape = '';
  let name = '';
  const endName = (): void => {
    if (name !== '') values.push(name);
    name = '';
  };
  for (let at = 0; at < LONGEST_HEAD; ) {
    END.lastIndex = at;
    if (at > 0 && END.test(line)) {
      endName();
      return isHead(shape) ? { shape, values } : undefined;
    }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(line);
    if (found === null) return undefined;
    at = TOKEN.lastIndex;
    const [, square, round, angle, when, word] = found;
    if (word !== undefined) {
      // The speaker was named already: these are words that were said.
      if (/[(<]$/.test(shape)) return undefined;
      name = name === '' ? word : `${name} ${word}`;
      if (name.length > LONGEST_NAME || name.split(' ').length > MOST_WORDS) return undefined;
      if (!shape.endsWith('w')) shape += 'w';
      continue;
    }
    endName();
    if (when !== undefined) shape += 't';
    else {
      shape += square !== undefined ? '[' : round !== undefined ? '(' : '<';
      values.push((square ?? round ?? angle ?? '').trim());
      if (angle !== undefined && isHead(shape)) return { shape, values };
    }
  }
  return undefined;
}

/** A name and something beside it: a mere name begins the lines of plays and word lists, too. */
const isHead = (shape: string): boolean => /[w<]/.test(shape) && /[t[]/.test(shape);

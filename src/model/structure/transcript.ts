import { isClause } from '../text/clause.ts';
import { isSpeech } from '../text/heading.ts';
import type { Part } from './outline-parts.ts';

/** A conversation printed by a tool is no longer than this, in UTF-16 units. */
const LONGEST_TEXT = 65_536;
const LEAST_LINES = 2;
const LONGEST_HEAD = 120;
const LONGEST_NAME = 40;
/** How many tokens all heads have in common: after those, only some have a number or a role. */
const SAME = 2;
/** `[m-7] `, `(u-310)`, `<@u7>`, a date, a time or a name; after these comes what was said. */
const TOKEN =
  /\s*(?:\[([^\][\n]{1,60})\]|\(([^()\n]{1,60})\)|<([^<>\n]{1,60})>|(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}\S{0,14})?(?=[\s\]:])|\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?:\s?[AaPp]\.?[Mm]\.?)?(?=\s))|([\p{L}\p{N}@_#][\p{L}\p{N}_.'#-]{0,39})(?=[\s:]))/uy;
const END = /\s?:(?=\s|$)|\s+[>|]\s/uy;
const MOST_WORDS = 3;

interface Head {
  /** One letter per token: tells how a line begins. */
  readonly shape: string;
  readonly values: readonly string[];
}

/**
 * Reads a conversation as chat servers print it: each message on a line that begins with time, speaker and number,
 * always in the same form: `[m-7] 09:02 ann (u-3): Good morning`. That beginning was printed by the server. What
 * follows it is a text, and so are lines that begin otherwise: they continue what somebody said. Undefined if the text
 * does not begin like this, or if a name asks for something.
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

/** The head of a line: if it has a time, or a number in brackets, and a speaker. */
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
      // The speaker was already named, so these words are part of what was said.
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

/** A name and something beside it: lines of plays and word lists also begin with just a name. */
const isHead = (shape: string): boolean => /[w<]/.test(shape) && /[t[]/.test(shape);

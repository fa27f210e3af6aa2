import type { JsonPointer } from '../json.ts';
import { pointerKeys } from '../json.ts';
import { afterSpace, afterString, afterValue, members, type Span } from './scan.ts';

/** What is put in the place of a span of a text. */
export interface Edit {
  readonly span: Span;
  readonly put: string;
}

/** Replaces spans of a text, all at once. Spans must not overlap. */
export function splice(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
  let out = '';
  let at = 0;
  for (const { span, put } of sorted) {
    out += text.slice(at, span.start) + put;
    at = span.end;
  }
  return out + text.slice(at);
}

/** Where the value at a pointer is in JSON text; undefined where there is none. */
export function spanAt(text: string, at: JsonPointer): Span | undefined {
  let start = afterSpace(text, 0);
  for (const key of pointerKeys(at)) {
    const here = text[start] === '[' ? itemSpan(text, start, Number(key)) : members(text, start)?.get(key);
    if (here === undefined) return undefined;
    start = here.start;
  }
  return { start, end: afterValue(text, start) };
}

/** Where the name of the member at a pointer is, quotes included. */
export function keySpanAt(text: string, at: JsonPointer): Span | undefined {
  const keys = pointerKeys(at);
  const last = keys.pop();
  if (last === undefined) return undefined;
  const parent = spanAt(text, keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  if (parent === undefined || text[parent.start] !== '{') return undefined;
  let i = afterSpace(text, parent.start + 1);
  while (text[i] === '"') {
    const end = afterString(text, i);
    if (JSON.parse(text.slice(i, end)) === last) return { start: i, end };
    i = afterSpace(text, afterValue(text, afterSpace(text, afterSpace(text, end) + 1)));
    if (text[i] !== ',') return undefined;
    i = afterSpace(text, i + 1);
  }
  return undefined;
}

function itemSpan(text: string, open: number, index: number): Span | undefined {
  let i = afterSpace(text, open + 1);
  for (let count = 0; text[i] !== ']' && i < text.length; count++) {
    const end = afterValue(text, i);
    if (count === index) return { start: i, end };
    i = afterSpace(text, end);
    if (text[i] === ',') i = afterSpace(text, i + 1);
  }
  return undefined;
}

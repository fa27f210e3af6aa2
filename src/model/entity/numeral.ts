import type { JsonPointer } from '../json.ts';
import { afterString } from '../text/scan.ts';
import { spanAt } from '../text/splice.ts';

/** Whether a number may be another one than was written: it had more digits than a number keeps. */
export const isRounded = (value: number): boolean =>
  !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));

/** A number that stands at a place of a text, with all its digits. */
export function numeralAt(text: string, at: JsonPointer, value: number): string {
  const span = isRounded(value) ? spanAt(text, at) : undefined;
  return span === undefined ? String(value) : text.slice(span.start, span.end);
}

/** Whole numbers so long that they may be rounded when they are read. */
const LONG = /-?\d{16,}(?![\d.eE])/g;

/** JSON text in which long whole numbers became strings, and so keep all their digits. Takes linear time. */
export function withQuotedNumerals(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    out += text.slice(at, end).replace(LONG, '"$&"');
    at = quote < 0 ? end : afterString(text, quote);
    out += text.slice(end, at);
  }
  return out;
}

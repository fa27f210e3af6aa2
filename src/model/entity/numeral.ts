import type { JsonPointer } from '../json.ts';
import { spanAt } from '../text/splice.ts';

/** Whether a number may be another one than was written: it had more digits than a number keeps. */
export const isRounded = (value: number): boolean =>
  !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));

/** A number that stands at a place of a text, with all its digits. */
export function numeralAt(text: string, at: JsonPointer, value: number): string {
  const span = isRounded(value) ? spanAt(text, at) : undefined;
  return span === undefined ? String(value) : text.slice(span.start, span.end);
}

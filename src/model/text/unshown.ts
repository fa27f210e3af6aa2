import { INVISIBLE } from './invisible.ts';

/**
 * What terminals, editors and code hosts obey or hide instead of showing: control characters, direction marks, invisible
 * and tag characters, halves of characters. Text of others may hold them to say something else than a person sees. Newlines
 * and tabs are not among them.
 */
export const UNSHOWN = new RegExp(
  String.raw`[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u2800${INVISIBLE}]|[\u{e0000}-\u{e0fff}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}]|[\ud800-\udfff]`,
  'gu',
);

/** No language puts more marks on one letter; heaps of them cover the lines around. */
const HEAP = /(?<=\p{M}{4})\p{M}/gu;

/** A text with all of these made visible, and what is heaped on a letter too. */
export const visible = (text: string): string => text.replace(UNSHOWN, named).replace(HEAP, named);
const named = (sign: string): string => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;

/** A text in which others stand as JSON, or in which nobody wrote any of these: they become escapes that JSON reads alike. */
export const escaped = (text: string): string =>
  text.replace(UNSHOWN, (sign) =>
    sign < ' ' || sign === '\x7f'
      ? sign
      : Array.from({ length: sign.length }, (_, i) => unitEscaped(sign.charCodeAt(i))).join(''),
  );
const unitEscaped = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;

/** A name or sentence of others within a line of ours. */
export const onOneLine = (text: string): string => visible(text.replace(/[\r\n]+/g, ' '));

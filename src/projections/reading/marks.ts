/** Tags that begin a new line or cell: what stands on both sides of one stands apart. */
const APART = String.raw`(?:br|dd|div|dl|dt|h\d|hr|li|ol|option|p|pre|t[dhr]|table|ul)\b`;

/** Such a tag. */
export const BLOCK = String.raw`<\/?${APART}[^<>]{0,200}>`;
/** A tag within a line. */
export const TAG = String.raw`<\/?(?!${APART})[a-z][\w:-]{0,30}(?: [^<>]{0,200})?\/?>`;

/** What parts letters and shows nothing, or only how they look: comments, tags within a line, signs of Markdown, parts of a program. */
export const MARK = new RegExp(
  String.raw`(?:<!--[^>]{0,200}-->|${TAG}|&[a-z]{2,16};|[*\x60~]{1,3}|\\(?=[@.])|["'] ?[+.&] ?["']|\[(?=[^[\]]{1,64}\][([])|\]\([^()\s]{0,200}\)|\]\[\w{0,20}\]|[\0-\x08\x0e-\x1f\x7f]){1,6}`,
  'g',
);

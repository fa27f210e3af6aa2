/**
 * Reads JSON text for what `JSON.parse` forgets: where each member stands, how numbers were written, whether a key
 * came twice. Everything here works on text that `JSON.parse` has already accepted, so it need not judge syntax.
 */

/** Where something stands in a text, such as a member's value: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COMMA = 44;

/** The index just after the string that starts at `at`. Jumps from quote to quote, so a megabyte of text costs a search. */
export function afterString(text: string, at: number): number {
  const end = text.indexOf('"', at + 1);
  return text.charCodeAt(end - 1) === BACKSLASH ? afterEscapes(text, end) : end < 0 ? text.length : end + 1;
}

/** The same from the first quote on that may be escaped. */
function afterEscapes(text: string, at: number): number {
  let end = at;
  for (;;) {
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
}

export function afterSpace(text: string, at: number): number {
  return isSpace(text.charCodeAt(at)) ? afterSpaces(text, at + 1) : at;
}

const isSpace = (code: number): boolean => code === SPACE || (code >= 9 && code <= 13);

function afterSpaces(text: string, at: number): number {
  let i = at;
  while (isSpace(text.charCodeAt(i))) i++;
  return i;
}

/**
 * The index after space and what parts members and items: where the next name or value begins, or their list ends. Most
 * often that is one character, and these functions are part of many others: they have loops for the rest only.
 */
export function afterJoint(text: string, at: number): number {
  const next = isJoint(text.charCodeAt(at)) ? at + 1 : at;
  return isJoint(text.charCodeAt(next)) ? afterJoints(text, next + 1) : next;
}

const isJoint = (code: number): boolean => code <= SPACE || code === COMMA || code === COLON;

function afterJoints(text: string, at: number): number {
  let i = at;
  while (isJoint(text.charCodeAt(i))) i++;
  return i;
}

/** The index just after the value that starts at `at`. */
export function afterValue(text: string, at: number): number {
  return text.charCodeAt(at) === QUOTE ? afterString(text, at) : afterPlain(text, at);
}

function afterPlain(text: string, at: number): number {
  let depth = 0;
  let i = at;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = afterString(text, i);
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      // A number ends where what it stands in does.
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (code === COMMA || code <= SPACE)) return i;
    i++;
  }
  return i;
}

/** The members of the object that starts at `at` (leading space allowed): name to span of its value. Undefined if it is no object. */
export function members(text: string, at = 0): Map<string, Span> | undefined {
  let i = afterSpace(text, at);
  if (text.charCodeAt(i) !== OPEN_BRACE) return undefined;
  const found = new Map<string, Span>();
  for (i = afterJoint(text, i + 1); text.charCodeAt(i) === QUOTE; ) {
    const keyEnd = afterString(text, i);
    const raw = text.slice(i, keyEnd);
    const key = raw.includes('\\') ? unescaped(raw) : raw.slice(1, -1);
    const start = afterJoint(text, keyEnd);
    const end = afterValue(text, start);
    found.set(key, { start, end });
    i = afterJoint(text, end);
  }
  return found;
}

/**
 * The value of one member of the object that starts at `at`; undefined where it has none, or there is no object. Reading
 * ends where it is found, and nothing is kept of what stands before.
 */
export function memberAt(text: string, at: number, wanted: string): Span | undefined {
  let i = afterSpace(text, at);
  if (text.charCodeAt(i) !== OPEN_BRACE) return undefined;
  i++;
  for (;;) {
    i = afterJoint(text, i);
    if (text.charCodeAt(i) !== QUOTE) return undefined;
    const keyEnd = afterString(text, i);
    const start = afterJoint(text, keyEnd);
    const end = afterValue(text, start);
    if (isNamed(text, i, keyEnd, wanted)) return { start, end };
    i = end;
  }
}

/** Whether the name between two indices, quotes included, is the wanted one; an escape may spell it. */
function isNamed(text: string, start: number, end: number, wanted: string): boolean {
  // What is spelled with a backslash is never what it spells.
  if (end - start === wanted.length + 2 && text.startsWith(wanted, start + 1)) return !wanted.includes('\\');
  const raw = text.slice(start, end);
  return raw.includes('\\') && unescaped(raw) === wanted;
}

/** The name that a key spells with escapes. What nests too deep is searched unparsed: an escape that JSON has not stays as it is. */
function unescaped(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    return raw;
  }
}

/** The texts of the items of an array's text. */
export const itemTexts = (text: string): string[] => items(text).map(({ start, end }) => text.slice(start, end));

/** The items of an array's text; none where it is no array. */
export function items(text: string): Span[] {
  const found: Span[] = [];
  let i = afterSpace(text, 0);
  if (text.charCodeAt(i) !== OPEN_BRACKET) return found;
  for (i = afterJoint(text, i + 1); i < text.length && text.charCodeAt(i) !== CLOSE_BRACKET; ) {
    const end = afterValue(text, i);
    found.push({ start: i, end });
    i = afterJoint(text, end);
  }
  return found;
}

/** How many members all objects of the text have together, repeated names counted each time; and how deep it nests. */
export function census(text: string): { members: number; depth: number } {
  let count = 0;
  let depth = 0;
  let deepest = 0;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = afterString(text, i);
      continue;
    }
    if (code === COLON) count++;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    i++;
  }
  return { members: count, depth: deepest };
}

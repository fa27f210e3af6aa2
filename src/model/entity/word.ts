/**
 * Most words with an entity in them are one entity, or several with signs between: a mail address, a number, a path. Those
 * are recognised here letter by letter; any other word is left to the forms of `entity.ts`, which give the same result.
 */

/** What a letter may be part of, as bits. */
const LETTER = 1;
const DIGIT = 2;
/** `_` and `-`, which may go on inside a name and never begin one. */
const JOINT = 4;
/** In the part of a mail address before the @. */
const LOCAL = 8;
const HOST = 16;
const STEP = 32;
/** What may end a sentence after an address: no entity begins in it. */
const ENDING = 64;

const KINDS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const sign = String.fromCharCode(code);
  if (/[a-z]/i.test(sign)) KINDS[code] = LETTER | LOCAL | HOST | STEP;
  else if (/\d/.test(sign)) KINDS[code] = DIGIT | LOCAL | HOST | STEP;
  else if (sign === '-') KINDS[code] = JOINT | LOCAL | HOST | STEP;
  else if (sign === '_') KINDS[code] = JOINT | LOCAL | STEP;
  else if (sign === '.') KINDS[code] = LOCAL | STEP | ENDING;
  else if (/[%+]/.test(sign)) KINDS[code] = sign === '+' ? LOCAL | STEP : LOCAL;
  else if (/[,;:!?)\]]/.test(sign)) KINDS[code] = ENDING;
}
KINDS[64] = STEP;

const AT = 64;
const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;
const COLON = 58;

const kindOf = (code: number): number => (code < 128 ? (KINDS[code] as number) : 0);
/** Whether a sign ends sentences. */
const isEnding = (code: number): boolean => (kindOf(code) & ENDING) !== 0;
const kindAt = (text: string, at: number): number => kindOf(text.charCodeAt(at));

/** Whether the rest is only signs that end sentences: no form begins with these. */
function isEnded(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (!isEnding(text.charCodeAt(at))) return false;
  return true;
}

/** Where the mail address ends that a word is, from its first letter on; -1 where it is none, or may be more. */
export function mailEnd(text: string, start: number, end: number): number {
  if ((kindAt(text, start) & (LETTER | DIGIT)) === 0) return -1;
  let at = start + 1;
  while (at < end && (kindAt(text, at) & LOCAL) !== 0) at++;
  if (text.charCodeAt(at) !== AT || at - start > LONGEST_LOCAL) return -1;
  const host = hostEnd(text, at + 1, end);
  return host > 0 && isEnded(text, host, end) ? host : -1;
}
const LONGEST_LOCAL = 64;
const LONGEST_LABEL = 63;
const LONGEST_LAST = 24;
const MOST_LABELS = 8;

/** Where a host's name ends: labels with dots between, the last of them letters. */
function hostEnd(text: string, start: number, end: number): number {
  let labels = 0;
  let label = start;
  for (let at = start; ; at++) {
    const code = at < end ? text.charCodeAt(at) : DOT;
    if (code < 128 && ((KINDS[code] as number) & HOST) !== 0) continue;
    if (at === label || at - label > LONGEST_LABEL) return -1;
    const isLast = code !== DOT || at + 1 >= end || (kindAt(text, at + 1) & HOST) === 0;
    if (!isLast) {
      if (++labels > MOST_LABELS) return -1;
      label = at + 1;
      continue;
    }
    const length = at - label;
    if (labels === 0 || length < 2 || length > LONGEST_LAST) return -1;
    for (let i = label; i < at; i++) if ((kindAt(text, i) & LETTER) === 0) return -1;
    return at;
  }
}

/** Where the absolute path ends that a word is; -1 where it is none, or may be more. */
export function pathEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) !== SLASH) return -1;
  let steps = 0;
  let at = start;
  while (at < end && text.charCodeAt(at) === SLASH) {
    const step = ++at;
    while (at < end && (kindAt(text, at) & STEP) !== 0) at++;
    if (at === step || at - step > LONGEST_STEP || ++steps > MOST_STEPS) return -1;
  }
  return steps > 1 && isEnded(text, at, end) ? at : -1;
}
const LONGEST_STEP = 255;
const MOST_STEPS = 41;

/** Whether a word, from its first letter on, is one address with a scheme. */
export function isAddress(text: string, start: number, end: number): boolean {
  if ((kindAt(text, start) & LETTER) === 0) return false;
  let at = start + 1;
  for (; at < end && text.charCodeAt(at) !== COLON; at++) {
    const code = text.charCodeAt(at);
    if (code > 127 || ((KINDS[code] as number) & (HOST | DIGIT)) === 0) if (code !== DOT && code !== PLUS) return false;
  }
  const scheme = at - start;
  const rest = end - at - 3;
  if (scheme < 2 || scheme > LONGEST_SCHEME || rest < SHORTEST_REST || rest > LONGEST_REST) return false;
  if (text.charCodeAt(at + 1) !== SLASH || text.charCodeAt(at + 2) !== SLASH) return false;
  for (at += 3; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 127 || code === BACKSLASH) return false;
  }
  return true;
}
const PLUS = 43;
const LONGEST_SCHEME = 21;
const SHORTEST_REST = 3;
const LONGEST_REST = 2_048;

const SHORTEST_ID = 6;
const LONGEST_ID = 128;
/** Where its digit is. */
const FIRST = 64;

/**
 * Whether a word without any of `@/\\+` holds only names and numbers with signs between: no host, and no account that may go
 * on over spaces.
 */
export function isOfNames(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if ((kindAt(text, at + 1) & LETTER) !== 0) return false;
    } else if ((kindOf(code) & DIGIT) !== 0 && mayBeginAccount(text, at, start)) return false;
  }
  return true;
}

/** Where the next name or number of such a word begins; -1 where there is none. */
export function nextName(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if ((kindAt(text, at) & IN_NAME) === 0) continue;
    const start = at;
    let digit = -1;
    for (; at < end; at++) {
      const kind = kindAt(text, at);
      if ((kind & IN_NAME) === 0) break;
      if (digit < 0 && (kind & DIGIT) !== 0) digit = at;
    }
    const length = at - start;
    if (length < SHORTEST_ID || length > LONGEST_ID || digit < 0 || digit - start >= FIRST) continue;
    if ((kindAt(text, start) & JOINT) === 0) return start;
  }
  return -1;
}
const IN_NAME = LETTER | DIGIT | JOINT;

/** Where a name ends that begins there. */
export function nameEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (kindAt(text, at) & IN_NAME) !== 0) at++;
  return at;
}

/** Whether a digit is the second one after two letters that begin a word: `DE89`. */
function mayBeginAccount(text: string, at: number, start: number): boolean {
  if (at - start < 3 || (kindAt(text, at - 1) & DIGIT) === 0) return false;
  if ((kindAt(text, at - 2) & LETTER) === 0 || (kindAt(text, at - 3) & LETTER) === 0) return false;
  return at - start === 3 || !isWordSign(text.charCodeAt(at - 4));
}

const isWordSign = (code: number): boolean => code === UNDERSCORE || (kindOf(code) & (LETTER | DIGIT)) !== 0;
const UNDERSCORE = 95;

/** How many digits a number has, perhaps with hyphens between; -1 where it is none. */
export function digitsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 47 && code < 58) count++;
    else if (code !== HYPHEN) return -1;
  }
  return count;
}
const HYPHEN = 45;

/** Where an address ends, without the signs that end a sentence. */
export function withoutEnding(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isEnding(text.charCodeAt(last - 1))) last--;
  return last;
}

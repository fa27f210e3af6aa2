import { entitiesOf } from '../entity.ts';
import { type JsonPointer, pointerKey } from '../json.ts';
import { isHeading, isSpeech } from '../text/heading.ts';
import { UNSPACED_STOPS } from '../text/unspaced.ts';

/** The name of a value: words that begin with a letter. */
const KEY = /^[\p{L}_][\p{L}\p{N}_ ./-]{0,40}$/u;
const LONGEST_KEY = 41;
/** A value without a name must be recognisable by itself: one word that contains a character no ordinary word has. */
const BARE = new RegExp(String.raw`^(?=\S*[^\p{L}\s])(?=\S*[\p{L}\p{N}])[^\s,;|${UNSPACED_STOPS}]{4,}$`, 'u');
const LONGEST_BARE = 64;
/**
 * Names of running texts. If the name is capitalised, as printed for people, its text is printed verbatim, over several
 * lines.
 */
const RUNNING =
  /(?:^| )(?:body|contents?|text|message|description|snippet|summary|comments?|notes?|excerpt|preview|bio|about|details?|abstract|transcript|post|reply)$/i;
/** `1. Title`, `## Title`: here something that belongs together begins. */
const TITLE = /^\s*(?:#{1,6} |\d{1,3}[.)] )/;
/** `**Due:** Friday`, `**Due**: Friday`: Markdown sets a name off from its value. */
const EMPHASISED = /^(\*\*|__|[*_])([^*_:\n]{1,41})(?::\1|\1:)(?=\s|$)/;
/** Separates what is above from what is below, as an empty line does. */
const RULE = /^\s*([-=_*~])\1{2,}\s*$/;

/** The name of values in an outline. */
export interface Name {
  readonly key: string;
  /** The step to its value from that of its record. */
  readonly step: JsonPointer;
  /** In lower case: printers are not consistent about case. */
  readonly plain: string;
  /** Whether it names a text that continues over several lines. */
  readonly isRunning: boolean;
}

/** Names by how they are written: the same few are on most lines. Undefined for what is not a name. */
export type Names = Map<string, Name | undefined>;

/** A line is `  key: value`, `- key: value`, `- value` or just a value. */
export interface Line {
  readonly name: Name | undefined;
  readonly value: string;
  readonly isItem: boolean;
  readonly isInside: boolean;
  /**
   * A continuation of its value is to the right of this column: for an item, that of the dash; for a named value, that
   * of the name.
   */
  readonly column: number;
}

export function lineOf(text: string, names: Names): Line {
  let start = 0;
  let isItem = false;
  for (;;) {
    const code = text.charCodeAt(start);
    if (code === SPACE || code === TAB) start++;
    else if (code === DASH && text.charCodeAt(start + 1) === SPACE) {
      isItem = true;
      start += 2;
    } else break;
  }
  const isInside = start > 0 && text.charCodeAt(0) !== DASH;
  const emphasised = isEmphasis(text.charCodeAt(start))
    ? EMPHASISED.exec(text.slice(start, start + LONGEST_SET))
    : null;
  if (emphasised !== null) {
    const name = nameOf(emphasised[2] ?? '', names);
    const from = indentOf(text, start + emphasised[0].length);
    if (name !== undefined) return { name, value: text.slice(from), isItem, isInside, column: start };
  }
  const colon = text.indexOf(':', start);
  if (colon > start && colon - start <= LONGEST_KEY && isSpaceAt(text, colon + 1)) {
    const name = nameOf(text.slice(start, colon), names);
    if (name !== undefined)
      return { name, value: text.slice(indentOf(text, colon + 1)), isItem, isInside, column: start };
  }
  return { name: undefined, value: text.slice(start), isItem, isInside, column: isItem ? start - 2 : -1 };
}

/** A name with what sets it off, and the space behind it. */
const LONGEST_SET = 50;
const isEmphasis = (code: number): boolean => code === 42 || code === 95;
const SPACE = 32;
const TAB = 9;
const DASH = 45;
const isSpaceAt = (text: string, at: number): boolean => at === text.length || text.charCodeAt(at) <= SPACE;

function nameOf(written: string, names: Names): Name | undefined {
  const known = names.get(written);
  if (known !== undefined || names.has(written)) return known;
  const key = written.trim();
  const isName = KEY.test(key) && !isSpeech(key);
  const isRunning = RUNNING.test(key) && /^\p{Lu}/u.test(key);
  const name = isName ? { key, step: `/${pointerKey(key)}`, plain: key.toLowerCase(), isRunning } : undefined;
  names.set(written, name);
  return name;
}

export function isBare(value: string): boolean {
  if (isBareWord(value)) return true;
  const first = value.length > LONGEST_BARE ? undefined : entitiesOf(value)[0];
  return first !== undefined && first.start === 0 && first.end === value.length;
}

/**
 * One word that contains a character no ordinary word has. Usually the first few characters decide; it may be a
 * megabyte.
 */
function isBareWord(value: string): boolean {
  if (value.length < SHORTEST_BARE || PARTED.test(value)) return false;
  let hasLetter = false;
  let hasSign = false;
  let rare = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code > 127) {
      if (isCommonLetter(code)) hasLetter = true;
      // Only the tables of Unicode tell whether it is a letter. They are asked for the first few: nearly always these are none.
      else if (rare++ < FEW && !isHalf(code) && SIGN.test(value.charAt(at))) hasSign = true;
    } else if ((code | 32) > 96 && (code | 32) < 123) hasLetter = true;
    else {
      hasSign = true;
      if (code > 47 && code < 58) hasLetter = true;
    }
    // A surrogate pair counts as one letter: for a short word, the pattern tells how long it is.
    if (hasLetter && hasSign) return value.length >= SHORTEST_BARE * 2 || BARE.test(value);
  }
  if (rare === 0) return false;
  return value.length < SHORTEST_BARE * 2 ? BARE.test(value) : SIGN.test(value) && LETTER.test(value);
}
const SHORTEST_BARE = 4;
const FEW = 8;
/** Half of a pair, which tells nothing of the letter that both make. */
const isHalf = (code: number): boolean => (code & 0xf800) === 0xd800;
/** Characters that no word contains: white space and separators of values. */
const PARTED = new RegExp(String.raw`[\s,;|${UNSPACED_STOPS}]`);
const SIGN = /[^\p{L}]/u;
const LETTER = /[\p{L}\p{N}]/u;

/** Letters of Latin, Greek, Cyrillic, Chinese, Japanese and Korean that need no combining marks. */
const isCommonLetter = (code: number): boolean =>
  (code > 0xbf && code < 0x250 && code !== 0xd7 && code !== 0xf7) ||
  (code > 0x390 && code < 0x3a2) ||
  (code > 0x3a2 && code < 0x3cf) ||
  (code > 0x3ff && code < 0x482) ||
  (code > 0x3040 && code < 0x3097) ||
  (code > 0x30a0 && code < 0x30fb) ||
  (code > 0x4dff && code < 0x9ff0) ||
  (code > 0xabff && code < 0xd7a4);

export function isApart(line: string): boolean {
  const at = indentOf(line);
  return at === line.length || (isRuleSign(line.charCodeAt(at)) && RULE.test(line));
}

/** What a rule is made of: the first sign of a line tells of most that they are none. */
const isRuleSign = (code: number): boolean =>
  code === DASH || code === 61 || code === 95 || code === 42 || code === 126;

/** Where the text of a line begins after the space at a place, by default its first: its end, where it is blank. */
export function indentOf(line: string, from = 0): number {
  for (let at = from; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === SPACE || (code > 8 && code < 14)) continue;
    return code < 128 ? at : line.length - line.slice(at).trimStart().length;
  }
  return line.length;
}

export const isBlank = (text: string): boolean => indentOf(text) === text.length;

export const isTitle = (line: string): boolean => TITLE.test(line);
/** What may come right above records: a heading, or the title of the first. */
export const isAbove = (line: string): boolean => isHeading(line) || (isTitle(line) && !isSpeech(line));

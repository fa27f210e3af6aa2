import { entitiesOf } from '../entity.ts';
import { type JsonPointer, pointerKey } from '../json.ts';
import { isHeading, isSpeech } from '../text/heading.ts';
import { UNSPACED_STOPS } from '../text/unspaced.ts';
import { mayBeForOutsiders, outsiderNamed } from '../words/outsider-words.ts';

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
  /** Which of the names of its outline it is. */
  readonly number: number;
  readonly key: string;
  /** The step to its value from that of its record. */
  readonly step: JsonPointer;
  /** In lower case: printers are not consistent about case. */
  readonly plain: string;
  /** Whether it names a text that continues over several lines. */
  readonly isRunning: boolean;
  /** Whether it says that outsiders fill in what stands below it: `visitor_fields:`. */
  readonly isForOutsiders: boolean;
}

/** Names by how they are written: the same few are on most lines. Undefined for what is not a name. */
export type Names = Map<string, Name | undefined>;

/** Where the line ends that a place is on. */
export function endOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/**
 * A line is `  key: value`, `- key: value`, `- value` or just a value: where that stands in the text. One reads line after
 * line, and nothing is cut out of a text of thousands of lines before it is wanted.
 */
export class Line {
  name: Name | undefined;
  start = 0;
  /** Where its value begins. */
  from = 0;
  /** Where it ends, without the sign that ends lines. */
  end = 0;
  isItem = false;
  isInside = false;
  /**
   * A continuation of its value is to the right of this column: for an item, that of the dash; for a named value, that
   * of the name.
   */
  column = 0;

  /** Goes on to a line of a text. */
  read(text: string, start: number, end: number, names: Names): this {
    let at = start;
    let isItem = false;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE || code === TAB) continue;
      if (code !== DASH || at + 1 === end || text.charCodeAt(at + 1) !== SPACE) break;
      isItem = true;
      at++;
    }
    this.start = start;
    this.end = end;
    this.isItem = isItem;
    this.isInside = at > start && text.charCodeAt(start) !== DASH;
    this.column = at - start;
    if (at < end && isEmphasis(text.charCodeAt(at))) {
      const emphasised = EMPHASISED.exec(text.slice(at, Math.min(end, at + LONGEST_SET)));
      if (emphasised !== null && this.#isNamed(nameOf(emphasised[2] ?? '', names), text, at + emphasised[0].length))
        return this;
    }
    const colon = colonIn(text, at, Math.min(end, at + LONGEST_KEY + 1));
    if (colon > at && (colon + 1 === end || text.charCodeAt(colon + 1) <= SPACE))
      if (this.#isNamed(nameOf(text.slice(at, colon), names), text, colon + 1)) return this;
    this.name = undefined;
    this.from = at;
    this.column = isItem ? this.column - 2 : -1;
    return this;
  }

  #isNamed(name: Name | undefined, text: string, end: number): boolean {
    if (name === undefined) return false;
    this.name = name;
    this.from = indentOf(text, end);
    return true;
  }
}

/** Where the first colon is; -1 where there is none. */
function colonIn(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) if (text.charCodeAt(at) === COLON) return at;
  return -1;
}
const COLON = 58;

/** A name with what sets it off, and the space behind it. */
const LONGEST_SET = 50;
const isEmphasis = (code: number): boolean => code === 42 || code === 95;
const SPACE = 32;
const TAB = 9;
const DASH = 45;
const NEWLINE = 10;

function nameOf(written: string, names: Names): Name | undefined {
  const known = names.get(written);
  if (known !== undefined || names.has(written)) return known;
  const key = written.trim();
  const isName = KEY.test(key) && !isSpeech(key);
  const isRunning = RUNNING.test(key) && /^\p{Lu}/u.test(key);
  const step = `/${pointerKey(key)}`;
  const isForOutsiders = mayBeForOutsiders(key) && outsiderNamed(key) !== undefined;
  const plain = key.toLowerCase();
  const name = isName ? { number: names.size, key, step, plain, isRunning, isForOutsiders } : undefined;
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
/** Characters that no word contains: white space and separators of values. In two sets, since one of both is searched slowly. */
const PARTED = new RegExp(String.raw`[\s,;|]|[${UNSPACED_STOPS}]`);
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

/** Whether a line is empty, or a rule. */
export function isApart(text: string, start: number, end: number): boolean {
  const at = indentOf(text, start);
  return at === end || (isRuleSign(text.charCodeAt(at)) && RULE.test(text.slice(start, end)));
}

/** What a rule is made of: the first sign of a line tells of most that they are none. */
const isRuleSign = (code: number): boolean =>
  code === DASH || code === 61 || code === 95 || code === 42 || code === 126;

/** Where what a line says begins, behind the space at a place: where it ends, if it says nothing more. */
export function indentOf(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE || (code > 8 && code < 14 && code !== NEWLINE)) continue;
    if (code < 128) return at;
    const rest = text.slice(at, endOf(text, at));
    return at + rest.length - rest.trimStart().length;
  }
  return text.length;
}

/** Whether a line says nothing from a place on. */
export function isBlank(text: string, from: number): boolean {
  const at = indentOf(text, from);
  return at === text.length || text.charCodeAt(at) === NEWLINE;
}

export const isTitle = (line: string): boolean => TITLE.test(line);
/** What may come right above records: a heading, or the title of the first. */
export const isAbove = (line: string): boolean => isHeading(line) || (isTitle(line) && !isSpeech(line));

import { isMailboxName, mailboxOf, withoutComment } from '../../model/entity/mailbox.ts';
import type { JsonPointer } from '../../model/json.ts';
import type { Structure } from '../../model/structure.ts';
import { isHeading, isSpeech } from '../../model/text/heading.ts';
import { RULE } from '../../model/words/plea-words.ts';

/** What a sign beside a value may be, as bits. */
const AFTER = 1;
const BEFORE = 2;
const BEFORE_LINK = 4;

const SIGNS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const sign = String.fromCharCode(code);
  if (/[\s>"'),.]/.test(sign)) SIGNS[code] = AFTER;
  if (/[\s<"'(]/.test(sign)) SIGNS[code] = (SIGNS[code] as number) | BEFORE;
  if (/[("'=:>\s]/.test(sign)) SIGNS[code] = (SIGNS[code] as number) | BEFORE_LINK;
}

const isOneOf = (code: number, signs: number): boolean =>
  code < 128 ? ((SIGNS[code] as number) & signs) !== 0 : isSpace(code);

/** Space beyond ASCII. Letters of other scripts stand beside values much more often. */
const isSpace = (code: number): boolean =>
  code < 0x2000 || code > 0x205f ? SPACES.includes(code) : /\s/.test(String.fromCharCode(code));
const SPACE = 32;
const SPACES: readonly number[] = [0xa0, 0x1680, 0x3000, 0xfeff];

/** An address that a page links to: following links is what reading the web is. */
export const isLink = (text: string, start: number): boolean =>
  start > 0 &&
  isOneOf(text.charCodeAt(start - 1), BEFORE_LINK) &&
  // Most stand behind a word and a space.
  (text.charCodeAt(start - 1) !== SPACE || isOneOf(text.charCodeAt(start - 2), BEFORE_LINK)) &&
  /(?:\]\(|\b(?:href|src|url|link|loc)\s*[=:>]\s*["']?|\s(?:data-[\w-]{1,24}|id|value)=["'])$/i.test(
    text.slice(Math.max(0, start - 34), start),
  );

/** Within a value, only a whole value is a field: whatever has other words beside it was written by somebody. */
export const isWhole = (text: string, start: number, end: number): boolean =>
  isNothingAfter(text, end) && isNothingBefore(text, start);

function isNothingAfter(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && isOneOf(text.charCodeAt(at), AFTER)) at++;
  return at === text.length || (text.endsWith(')') && text.charAt(at) === '(' && withoutComment(text).length <= at);
}

function isNothingBefore(text: string, start: number): boolean {
  let at = 0;
  while (at < start && isOneOf(text.charCodeAt(at), BEFORE)) at++;
  return at === start || (text.charCodeAt(start - 1) === OPEN && isMailboxName(text.slice(0, start - 1)));
}
const OPEN = 60;

/** A word of the name of a person, a firm or an office. */
const NAMED = /^(?:\p{Lu}[\p{L}\p{M}\p{N}.’'&-]*|&|v[ao]n|d(?:e[rnls]?|u|i|a|os)|l[ae]|zu[rm]?|und|and|of)$/u;
const LONGEST_OWNER = 70;
const MOST_WORDS = 7;

/** Whether an address stands behind whom it belongs to and nothing else, as contacts are printed: `Dr. Ann Lee, ann@…`. */
export function isContact(text: string, start: number, end: number): boolean {
  if (start > LONGEST_OWNER || !isNothingAfter(text, end)) return false;
  const before = text.slice(0, start);
  if (
    !/[\p{L}.)](?:,| [/–-]) $/u.test(before) ||
    !isMailboxName(before.slice(0, -2)) ||
    RULE.test(before.toLowerCase())
  )
    return false;
  const words = before.split(/,? (?:[/–-] )?/u).filter((word) => word !== '');
  return words.length <= MOST_WORDS && words.every((word) => NAMED.test(word));
}

/** Whether a text holds addresses and nothing else, with or without the names of whose they are: `To: ann@…, Bo <bo@…>`. */
export function isListed(text: string): boolean {
  if (text.length > LONGEST_LIST || !/[,;]/.test(text)) return false;
  const all = text.split(/[,;]\s*/).filter((one) => one !== '');
  return all.length > 1 && all.every((one) => ADDRESS.test(one) || ADDRESS.test(mailboxOf(one)?.address ?? ''));
}
const LONGEST_LIST = 1_000;
const ADDRESS = /^\s*<?[^\s<>@,;]{1,64}@[^\s<>@,;]{1,190}>?\s*$/;

/** Whether an address names a member of a record, whose value is a word: `ann@…: rw`. */
export const isMember = (text: string, start: number, end: number): boolean =>
  isNothingBefore(text, start) && text.charCodeAt(end) === COLON && MEMBER.test(text.slice(end, end + LONGEST_MEMBER));
const COLON = 58;
const MEMBER = /^: ?[\p{L}\p{N}_-]{0,24}$/u;
const LONGEST_MEMBER = 30;

/**
 * Whether a printed text holds values and headings alone. Only there an address names a member: `ann@…: rw` in what somebody
 * says is what they say.
 */
export function isWordless({ parts }: Pick<Structure, 'parts'>): boolean {
  for (const { at, text, key, isText } of parts) {
    if (key) continue;
    if (isText === true ? !isHeading(text) : isUnnamed(at) && !isValue(text)) return false;
  }
  return true;
}

/** Whether a part stands in a list, and under no name of its own. */
export const isUnnamed = (at: JsonPointer): boolean => UNNAMED.test(at);
const UNNAMED = /\/\d+$/;

/** A few words may be a value, such as a tag. What a house is called greets nobody: `ann@hello.example`. */
const isValue = (text: string): boolean => !SENTENCE.test(text) && !isSpeech(withoutAddresses(text));
const SENTENCE = /^\s*(?:\S+\s+){3}\S/;

const withoutAddresses = (text: string): string =>
  text
    .split(/\s+/)
    .filter((word) => !word.includes('@'))
    .join(' ');

/** Whether what numbers a file is all of its name but the ending: `scan0001` in `scan0001.pdf`. */
export const isStem = (text: string, start: number, end: number): boolean =>
  text.charCodeAt(end) === STOP && isNothingBefore(text, start) && ENDING.test(text.slice(end, end + LONGEST_ENDING));
const STOP = 46;
const ENDING = /^(?:\.[a-z][a-z\d]{0,4}){1,2}["']?\s*$/i;
const LONGEST_ENDING = 16;

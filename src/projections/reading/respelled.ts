import type { Steps } from '../../model/steps.ts';
import { PARTS_LETTERS } from '../../model/text/invisible.ts';
import { hasMatch } from '../../model/text/matches.ts';
import { isOne, signsOf } from '../../model/text/runs.ts';
import { HAS_HINTS, HAS_MARKS, HAS_OTHER, signsIn } from '../../model/text/text-signs.ts';
import { HAS_NUMBERED } from './escaped.ts';
import { MARK } from './marks.ts';
import { partedNumbers } from './parted-numbers.ts';

/** A sign by its number, as mails on their way write it. */
const NUMBERED = /=([2-7][\da-f])/g;
const WORD = signsOf(/[\w@.+-]/);
const NAME = signsOf(/[\w.+-]/);
/** No address is longer, and no mark. */
const LONGEST = 100;
/** How far around an `@` marks are looked for. */
const NEAR = 240;
/** What a mark ends and begins with. */
const ENDS = signsOf(/[>)\]*`~\\;\0-\x08\x0e-\x1f\x7f]/);
const BEGINS = signsOf(/[<[*`~\\&\0-\x08\x0e-\x1f\x7f]/);
const QUOTES = signsOf(/["']/);
const JOINED = /["'] ?[+.&] ?["']$/;
const ADDRESS = /[\w+-]@[\w-]+\.\w/;
/** Letters of Greek and Cyrillic that look like Latin ones, as small or as capital letters. */
const ALIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ а: 'a', в: 'b', е: 'e', і: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'y' },
    ...{ х: 'x', ѕ: 's', һ: 'h', ԁ: 'd', ԛ: 'q', ԝ: 'w', ӏ: 'l', α: 'a', β: 'b', γ: 'y', ε: 'e', ζ: 'z', η: 'n' },
    ...{ ι: 'i', κ: 'k', μ: 'm', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', ω: 'w' },
  }),
);
export const MIXED = /[\w@.+\u0370-\u052f-]{2,100}/g;
export const OTHER = /[\u0370-\u052f]/;

/**
 * Words of a plain text as whoever reads them takes them, where that is an address or a number and spelled otherwise: letters that
 * markup parts, and Latin words with letters of another script among them. `raw`: the text as it was.
 */
export function respelled(plain: string, raw?: string): string {
  return parted(plain) + partedNumbers(plain, raw) + unmixed(plain);
}

/** The same of a long text, with pauses. */
export function* respelledInSteps(plain: string, raw?: string): Steps<string> {
  const whole = parted(plain);
  yield;
  const numbers = partedNumbers(plain, raw);
  yield;
  return whole + numbers + unmixed(plain);
}

/** Whether a text that is short, or has no space, may spell an address otherwise, or holds one among other signs. */
export function mayRespell(text: string): boolean {
  const signs = signsIn(text);
  if ((signs & (HAS_MARKS | HAS_HINTS | HAS_OTHER)) === 0) return false;
  return (
    ((signs & HAS_MARKS) !== 0 && (NAMED.test(text) || (text.includes('@') && AROUND.test(text)))) ||
    ((signs & HAS_OTHER) !== 0 && UNSEEN.test(text)) ||
    (text.includes('40') && BY_NUMBER.test(text)) ||
    (text.includes('\\') && HAS_NUMBERED.test(text)) ||
    (text.includes(' ') && (text.includes('://') || PHONE.test(text)))
  );
}
/** The same of a long text, with pauses; without reading first which signs it has. */
export function* mayRespellInSteps(text: string): Steps<boolean> {
  return (
    (MARKS_OF_NAMES.some((mark) => text.includes(mark)) && (yield* hasMatch(text, NAMED))) ||
    (text.includes('@') && (yield* hasMatch(text, AROUND))) ||
    (yield* hasMatch(text, UNSEEN)) ||
    (text.includes('40') && (yield* hasMatch(text, BY_NUMBER))) ||
    (text.includes('\\') && (yield* hasMatch(text, HAS_NUMBERED))) ||
    (text.includes(' ') && (text.includes('://') || (yield* hasMatch(text, PHONE))))
  );
}
const MARKS_OF_NAMES = ['&', '(', '[', '{', '<'];
const NAMED = /&#|&commat;|[[({<] ?at ?[\])}>]/i;
const AROUND = /\s|[*`~>\\'"&;]@|@[*`~<\\'"&]|[\u0370-\u052f]|[=:/][\w.+-]{1,64}@/;
const UNSEEN = new RegExp(`[${PARTS_LETTERS}]`);
const BY_NUMBER = /(?:%(?:25){0,8}|=)40/i;
const PHONE = /\+\d/;

function parted(text: string): string {
  const isNumbered = text.includes(NUMBERED_AT);
  const words = partedAround(text, '@', isNumbered);
  return isNumbered ? words + partedAround(text, NUMBERED_AT, isNumbered) : words;
}
const NUMBERED_AT = '=40';

/** `isNumbered`: any sign may be written by its number, and then takes the room of three. */
function partedAround(text: string, what: string, isNumbered: boolean): string {
  const reach = isNumbered ? NEAR * 3 : NEAR;
  let out = '';
  for (let at = text.indexOf(what); at >= 0; ) {
    const isWhole = what === '@' && !isParted(text, at, isNumbered);
    if (!isWhole) {
      const near = text.slice(Math.max(0, at - reach), at + reach);
      const read = isNumbered ? near.replace(NUMBERED, sign) : near;
      out += wordsAround(read, read.matchAll(MARK));
      // Where only its number stood in the way, the word is whole again.
      if (isNumbered) out += wordsAround(read, read.matchAll(/@/g));
    }
    at = text.indexOf(what, at + (isWhole ? 1 : reach / 2));
  }
  return out;
}

const sign = (_: string, number: string): string => String.fromCharCode(Number.parseInt(number, 16));

/** Whether what stands around an address, or around its `@`, may part it: most stand in space, quotes or brackets. */
function isParted(text: string, at: number, isNumbered: boolean): boolean {
  const from = wordStart(text, at, 0, NAME);
  const to = wordEnd(text, at + 1, NAME);
  if (from === at || to === at + 1) return true;
  const before = text.charCodeAt(from - 1);
  // Addresses of pages have numbers behind such signs too: only those beside an address are of the mail's way.
  if (isNumbered && (before === EQUALS || text.charCodeAt(to) === EQUALS)) return true;
  return isOne(before, ENDS) || isOne(text.charCodeAt(to), BEGINS) || (isOne(before, QUOTES) && isJoined(text, from));
}
const EQUALS = 61;

const isJoined = (text: string, from: number): boolean => JOINED.test(text.slice(Math.max(0, from - 5), from));

function wordStart(text: string, end: number, least: number, signs = WORD): number {
  let from = end;
  while (from > least && end - from < LONGEST && isOne(text.charCodeAt(from - 1), signs)) from--;
  return from;
}

function wordEnd(text: string, from: number, signs = WORD): number {
  let end = from;
  while (end - from < LONGEST && isOne(text.charCodeAt(end), signs)) end++;
  return end;
}

/** The words in which something stands, each without what parts its letters, where they are addresses. */
function wordsAround(text: string, found: Iterable<RegExpExecArray>): string {
  let out = '';
  let word = '';
  let end = -1;
  const tell = (): void => {
    if (ADDRESS.test(word)) out += ` ${word} `;
  };
  for (const { 0: mark, index } of found) {
    // One word may be parted several times.
    if (index !== end) {
      tell();
      word = text.slice(wordStart(text, index, Math.max(0, end)), index);
    }
    const start = index + (mark === '@' ? 0 : mark.length);
    end = wordEnd(text, start);
    word = word.length > LONGEST ? '' : word + text.slice(start, end);
  }
  tell();
  return out;
}

function unmixed(plain: string): string {
  if (!OTHER.test(plain)) return '';
  let out = '';
  for (const [word] of plain.matchAll(MIXED)) {
    const latin = unmixedWord(word);
    if (latin !== undefined) out += ` ${latin} `;
  }
  return out;
}

/** A word in Latin letters, where some of it are none and look like them: `а-7103` as well, which has no other letter. */
export function unmixedWord(word: string): string | undefined {
  if (!OTHER.test(word) || !/[a-z\d]/.test(word)) return undefined;
  const latin = word.replace(/[\u0370-\u052f]/g, (letter) => ALIKE.get(letter) ?? letter);
  return OTHER.test(latin) ? undefined : latin;
}

import { entitiesOf } from '../../model/entity.ts';
import { isOne, signsOf } from '../../model/text/runs.ts';
import { BLOCK, MARK, TAG } from './marks.ts';

/** What may part a number: markup of a page, and of Markdown. */
const MARKS = ['<', '**', '`'];
/** How far before a mark, and behind it, a number may be. */
const BEFORE = 100;
const BEHIND = 360;
/** Where one place was looked at, the next is so far behind. */
const NEXT = 180;
const PARTS = new RegExp(`(${BLOCK})|${MARK.source}`, 'g');
/** Markup beside a digit, or beside a letter, with the rest of a number behind it; spaces only where groups of digits end. */
const MARKUP = String.raw`(?:${TAG}|\*\*|\x60)`;
const AFTER_DIGIT = new RegExp(String.raw`(?:${MARKUP} ?){1,6}\d|${MARKUP}{1,6}[a-z]`, 'y');
const AFTER_SPACE = new RegExp(String.raw`(?:${MARKUP} ?){1,6}\d`, 'y');
const AFTER_LETTER = new RegExp(String.raw`${MARKUP}{1,6}[a-z]?\d`, 'y');
const AFTER_ACCOUNT = new RegExp(String.raw`(?:${BLOCK} ?){1,6}[a-z\d]{4}`, 'y');
/** How the number of an account begins. */
const FIRST_GROUP = /(?<![a-z\d])[a-z]{2}\d\d$/;
/** How many digits a telephone number has. */
const FEWEST = 8;
const MOST = 15;

const DIGITS = signsOf(/\d/);
const LETTERS = signsOf(/[a-z+]/);
/** What stands between groups of digits, at most two in a row. */
const GAPS = signsOf(/[ ()./-]/);
const SPACE = 32;

/**
 * Numbers of accounts and telephones in a plain text, each in one piece, where markup or space parts their digits otherwise than
 * usual. `raw`: the text as it was.
 */
export const partedNumbers = (plain: string, raw = ''): string => numbersInMarkup(plain) + phones(plain, raw);

function numbersInMarkup(plain: string): string {
  let out = '';
  for (const mark of MARKS)
    for (let at = plain.indexOf(mark); at >= 0; ) {
      const isParting = mayPart(plain, at);
      if (isParting) out += numbersAround(plain.slice(Math.max(0, at - BEFORE), at + BEHIND));
      at = plain.indexOf(mark, at + (isParting ? NEXT : 1));
    }
  return out;
}

/** Whether a number may go on behind a mark: most stand beside words. */
function mayPart(plain: string, at: number): boolean {
  const last = plain.charCodeAt(at - 1);
  if (isOne(last, LETTERS)) return goesOn(AFTER_LETTER, plain, at);
  if (last === SPACE) return isOne(plain.charCodeAt(at - 2), DIGITS) && goesOn(AFTER_SPACE, plain, at);
  if (!isOne(last, DIGITS)) return false;
  if (goesOn(AFTER_DIGIT, plain, at)) return true;
  // Of tables, most have a number beside a number.
  return (
    isOne(plain.charCodeAt(at - 4), LETTERS) &&
    goesOn(AFTER_ACCOUNT, plain, at) &&
    FIRST_GROUP.test(plain.slice(Math.max(0, at - 5), at))
  );
}

function goesOn(form: RegExp, plain: string, at: number): boolean {
  form.lastIndex = at;
  return form.test(plain);
}

/** The numbers that stand around a mark, without any. */
function numbersAround(text: string): string {
  const seams: number[] = [];
  let read = '';
  let last = 0;
  for (const { 0: mark, 1: block, index } of text.matchAll(PARTS)) {
    read += text.slice(last, index);
    seams.push(read.length);
    if (block !== undefined && !read.endsWith(' ')) read += ' ';
    last = index + mark.length;
    // A space that stood on both sides of a mark is one.
    if (read.endsWith(' ') && text.charCodeAt(last) === SPACE) last++;
  }
  read += text.slice(last);
  let out = '';
  for (const { kind, start, end } of entitiesOf(read))
    if ((kind === 'account' || kind === 'phone') && seams.some((seam) => seam > start && seam < end))
      out += ` ${inOnePiece(read.slice(start, end))} `;
  return out;
}

/** Telephone numbers in groups, but those that stand so in the text as it was: these are known by their digits. */
function phones(plain: string, raw: string): string {
  let out = '';
  for (let at = plain.indexOf('+'); at >= 0; at = plain.indexOf('+', at + 1)) {
    if (!isOne(plain.charCodeAt(at + 1), DIGITS)) continue;
    const end = phoneEnd(plain, at);
    if (end < 0) continue;
    const phone = plain.slice(at, end);
    if ((raw.startsWith(phone, at) && !phone.includes('/')) || !/\D/.test(phone.slice(1))) continue;
    out += ` ${inOnePiece(phone)} `;
  }
  return out;
}

/** Where the telephone number ends that begins at a place; -1 where none does. */
function phoneEnd(plain: string, start: number): number {
  let digits = 0;
  let end = start + 1;
  for (let at = end; digits <= MOST; at++) {
    const code = plain.charCodeAt(at);
    if (isOne(code, DIGITS)) {
      digits++;
      end = at + 1;
    } else if (at - end > 1 || !isOne(code, GAPS)) break;
  }
  return digits < FEWEST || digits > MOST ? -1 : end;
}

const inOnePiece = (number: string): string => number.replace(/[^a-z\d+]/g, '');

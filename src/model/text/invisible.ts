import { finish, PIECE, type Steps } from '../steps.ts';
import { lettersOf, textOf } from './letters.ts';

/**
 * Characters that show nothing: soft hyphens, joiners, marks of direction, fillers, variation selectors. As they stand in a
 * set of a regular expression, since each reader looks for them in another way.
 */
export const INVISIBLE = String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb`;

/** Any of them, tags and more variation selectors too: those by the halves that each of them is written with. */
export const ANY_INVISIBLE = String.raw`[${INVISIBLE}]|\udb40[\udc00-\udfff]`;

/** Those of them that stand between letters without changing any, as the inside of a set likewise. */
export const PARTS_LETTERS = String.raw`\u00ad\u200b-\u200d\u2060-\u2064`;

/** 1 at each unit that such a set has: asking a row costs a tenth of asking an expression. */
export function unitsOf(set: string): Uint8Array {
  const units = new Uint8Array(0x1_0000);
  for (const [, first = '', last = first] of set.matchAll(/\\u([\da-f]{4})(?:-\\u([\da-f]{4}))?/g))
    units.fill(1, Number.parseInt(first, 16), Number.parseInt(last, 16) + 1);
  return units;
}
const UNITS = unitsOf(INVISIBLE);
const FIRST_HALF = 0xdb40;

/** How many units a character has that shows nothing, by its first and the one behind that; 0 where it shows something. */
function invisibleLength(unit: number, next: number): number {
  if (unit === FIRST_HALF) return (next & 0xfc00) === 0xdc00 ? 2 : 0;
  return UNITS[unit] as number;
}

/** Reports where each run of these begins and ends, with pauses where the text is long. `take` asks for no text's letters. */
export function* eachInvisible(text: string, take: (start: number, end: number) => void): Steps<void> {
  for (let from = 0; from < text.length; ) {
    // The unit behind a part may be the second half of what begins in it.
    const part = text.length <= PART ? text : text.slice(from, from + PART + 1);
    const until = Math.min(text.length - from, PART);
    const letters = lettersOf(part);
    let at = 0;
    while (at < until) {
      if (invisibleLength(letters[at] as number, letters[at + 1] as number) === 0) at++;
      else {
        const end = endOfInvisible(text, from + at);
        take(from + at, end);
        at = end - from;
      }
    }
    from += at;
    if (from < text.length) yield;
  }
}
/** So much may be all runs, each of which is judged. */
const PART = PIECE / 4;

function endOfInvisible(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const length = invisibleLength(text.charCodeAt(end), text.charCodeAt(end + 1));
    if (length === 0) break;
    end += length;
  }
  return end;
}

const ANY = new RegExp(ANY_INVISIBLE);
const EACH = new RegExp(ANY_INVISIBLE, 'g');
/** Of a shorter text an expression tells sooner that there are none. */
const SHORT = 128;
const shown = new Uint16Array(PIECE);

/** A text without any of these. */
export const withoutInvisible = (text: string): string =>
  text.length <= SHORT ? text.replace(EACH, '') : finish(withoutInvisibleInSteps(text));

/** The same with a pause after each part of a long text. */
export function* withoutInvisibleInSteps(text: string): Steps<string> {
  if (text.length <= PIECE) return partWithout(text);
  const parts: string[] = [];
  for (let from = 0; from < text.length; yield) {
    const end = from + PIECE;
    // A pair stays together, whatever stands before it.
    const to = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
    parts.push(partWithout(text.slice(from, to)));
    from = to;
  }
  return parts.join('');
}

function partWithout(text: string): string {
  if (!ANY.test(text)) return text;
  const letters = lettersOf(text);
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = letters[at] as number;
    // What shows nothing is written too, and the next takes its place.
    shown[end] = unit;
    if (unit === FIRST_HALF && invisibleLength(unit, letters[at + 1] as number) === 2) at++;
    else end += 1 - (UNITS[unit] as number);
  }
  return textOf(shown, end);
}

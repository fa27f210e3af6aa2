import { lettersOf, MOST_LETTERS } from './letters.ts';

/** Signs of one kind: 1 at the code of each. */
export type Signs = Uint8Array;

/** The ASCII signs that a class of a regular expression has, such as `[A-Za-z0-9]`. */
export function signsOf(kind: RegExp): Signs {
  const signs = new Uint8Array(128);
  for (let code = 0; code < 128; code++) if (kind.test(String.fromCharCode(code))) signs[code] = 1;
  return signs;
}

const NO_RUNS: readonly number[] = Object.freeze([]);
/** A shorter text is asked for the few letters that are looked at. */
const SHORT = 64;

/**
 * Where runs of at least so many signs of one kind stand: start and end of each, one after the other. Looks from the end
 * of what could be a run to its beginning, and so at a few signs of most texts. Linear: a sign is looked at twice at most.
 */
export function runsOf(text: string, signs: Signs, least: number): readonly number[] {
  if (text.length < least) return NO_RUNS;
  const isInRow = text.length >= SHORT && text.length <= MOST_LETTERS;
  return isInRow ? runsInRow(lettersOf(text), text.length, signs, least) : runsInText(text, signs, least);
}

function runsInText(text: string, signs: Signs, least: number): readonly number[] {
  let found: number[] | undefined;
  const length = text.length;
  let from = 0;
  while (from + least <= length) {
    let at = from + least - 1;
    while (at >= from && isOne(text.charCodeAt(at), signs)) at--;
    if (at >= from) {
      from = at + 1;
      continue;
    }
    let end = from + least;
    while (end < length && isOne(text.charCodeAt(end), signs)) end++;
    found ??= [];
    found.push(from, end);
    from = end + 1;
  }
  return found ?? NO_RUNS;
}

/** The same in a row of letters: twice as fast. */
function runsInRow(letters: Uint16Array, length: number, signs: Signs, least: number): readonly number[] {
  let found: number[] | undefined;
  let from = 0;
  while (from + least <= length) {
    let at = from + least - 1;
    while (at >= from && isOne(letters[at] as number, signs)) at--;
    if (at >= from) {
      from = at + 1;
      continue;
    }
    let end = from + least;
    while (end < length && isOne(letters[end] as number, signs)) end++;
    found ??= [];
    found.push(from, end);
    from = end + 1;
  }
  return found ?? NO_RUNS;
}

const isOne = (code: number, signs: Signs): boolean => code < 128 && signs[code] === 1;

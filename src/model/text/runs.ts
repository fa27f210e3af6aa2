import { PIECE, type Steps } from '../steps.ts';
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
  return isInRow ? runsInRow(lettersOf(text), 0, text.length, signs, least) : runsInText(text, signs, least);
}

/** The same with pauses where the text is long, whose letters are put in a row part by part. */
export function* runsInSteps(text: string, signs: Signs, least: number): Steps<readonly number[]> {
  if (text.length <= MOST_LETTERS) return runsOf(text, signs, least);
  const found: number[] = [];
  /** Where a run begins that goes on at the end of what was read; -1 if none does. */
  let begun = -1;
  for (let from = 0; from < text.length; from += PART) {
    yield;
    const size = Math.min(PART, text.length - from);
    const letters = lettersOf(text.slice(from, from + size));
    let first = 0;
    if (begun >= 0) {
      while (first < size && isOne(letters[first] as number, signs)) first++;
      if (first === size) continue;
      if (from + first - begun >= least) found.push(begun, from + first);
    }
    let last = size;
    while (last > first && isOne(letters[last - 1] as number, signs)) last--;
    begun = last < size ? from + last : -1;
    const runs = runsInRow(letters, first, last, signs, least);
    for (let i = 0; i < runs.length; i++) found.push(from + (runs[i] as number));
  }
  if (begun >= 0 && text.length - begun >= least) found.push(begun, text.length);
  return found;
}
const PART = PIECE * 8;

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
function runsInRow(
  letters: Uint16Array,
  first: number,
  length: number,
  signs: Signs,
  least: number,
): readonly number[] {
  let found: number[] | undefined;
  let from = first;
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

/** Whether a sign is one of a kind. */
export const isOne = (code: number, signs: Signs): boolean => code < 128 && signs[code] === 1;

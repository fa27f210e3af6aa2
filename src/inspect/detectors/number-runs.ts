import { PIECE, type Steps } from '../../model/steps.ts';
import { eachMatch } from '../../model/text/matches.ts';
import { runsInSteps, runsOf, signsOf } from '../../model/text/runs.ts';

/** Characters of numbers that people write in groups: cards, telephone numbers, addresses of machines. */
const SIGNS = signsOf(/[\d ().+/-]/);
const SHORTEST = 7;
/** Characters before and after a number that decide whether it stands on its own. */
const AROUND = 2;

/** A part of a text that contains a number, and its start. */
export interface NumberRun {
  readonly from: number;
  readonly text: string;
  readonly digits: number;
  readonly dots: number;
  readonly hasPlus: boolean;
}

const NONE: readonly NumberRun[] = Object.freeze([]);

let last = '';
let lastRuns = NONE;

/**
 * The parts of a text that can contain a number of seven digits or more, or one of four digits with three dots. Few
 * texts have any, and number patterns need only be tried there. The last result is kept, since two detectors ask for
 * the same text in turn.
 */
export function numberRuns(text: string): readonly NumberRun[] {
  if (text.length < SHORTEST) return NONE;
  if (text === last) return lastRuns;
  const runs = runsOf(text, SIGNS, SHORTEST);
  lastRuns = runs.length === 0 ? NONE : addNumbers([], text, runs, 0, runs.length);
  last = text;
  return lastRuns;
}

/** The same with pauses. */
export function* numberRunsInSteps(text: string): Steps<readonly NumberRun[]> {
  if (text === last) return lastRuns;
  const runs = yield* runsInSteps(text, SIGNS, SHORTEST);
  const found: NumberRun[] = [];
  for (let from = 0; from < runs.length; from += MANY) {
    yield;
    addNumbers(found, text, runs, from, Math.min(from + MANY, runs.length));
  }
  lastRuns = found;
  last = text;
  return found;
}

/** Adds those among the runs of its signs from one place in their list to another. */
function addNumbers(
  found: NumberRun[],
  text: string,
  runs: readonly number[],
  first: number,
  until: number,
): readonly NumberRun[] {
  for (let i = first; i < until; i += 2) {
    const start = runs[i] as number;
    const end = runs[i + 1] as number;
    let digits = 0;
    let dots = 0;
    let hasPlus = false;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > SLASH) digits++;
      else if (code === DOT) dots++;
      else if (code === PLUS) hasPlus = true;
    }
    if (digits < SHORTEST && (digits < 4 || dots < 3)) continue;
    const from = Math.max(start - AROUND, 0);
    found.push({ from, text: text.slice(from, end + AROUND), digits, dots, hasPlus });
  }
  return found;
}

/** Where the first digit of such a part stands. */
export const firstDigit = ({ from, text }: NumberRun): number => from + text.search(DIGIT);
const DIGIT = /\d/;
const DOT = 46;
const PLUS = 43;
const SLASH = 47;

/** A form of numbers: which parts may contain one, and what takes a match and its start; returns whether more are wanted. */
export interface NumberForm<To> {
  readonly form: RegExp;
  readonly fits: (run: NumberRun, to: To) => boolean;
  readonly take: (to: To, hit: string, start: number) => boolean;
}

/**
 * Takes each match of a form in those parts that may contain one. What takes them is handed on, as closures would be made
 * for each text, of which most have no match.
 */
export function eachIn<To>(to: To, runs: readonly NumberRun[], { form, fits, take }: NumberForm<To>): void {
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i] as NumberRun;
    if (!fits(run, to)) continue;
    const { from, text } = run;
    form.lastIndex = 0;
    for (let hit = form.exec(text); hit !== null; hit = form.exec(text))
      if (!take(to, hit[0], from + hit.index)) return;
  }
}

/** Matches tried, or starts and ends of runs looked at, before a pause is offered. */
const MANY = 4_096;

/** The same with pauses. */
export function* eachInSteps<To>(to: To, runs: readonly NumberRun[], one: NumberForm<To>): Steps<void> {
  const { form, fits, take } = one;
  let tries = 0;
  for (const run of runs) {
    if (!fits(run, to)) continue;
    const { from, text } = run;
    if (text.length > PIECE) {
      let isWanted = true;
      yield* eachMatch(text, form, (hit, at) => {
        isWanted = take(to, hit[0], from + at);
        return isWanted;
      });
      if (!isWanted) return;
      continue;
    }
    form.lastIndex = 0;
    for (let hit = form.exec(text); hit !== null; hit = form.exec(text)) {
      if (!take(to, hit[0], from + hit.index)) return;
      if (++tries % MANY !== 0) continue;
      // The regular expression is shared: during the pause others may change its `lastIndex`.
      const at = form.lastIndex;
      yield;
      form.lastIndex = at;
    }
    if (++tries % MANY === 0) yield;
  }
}

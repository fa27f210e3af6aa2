import { runsOf, signsOf } from '../../model/runs.ts';
import type { Steps } from '../../model/steps.ts';

/** What numbers are made of that people write in groups: cards, telephones, machines. */
const SIGNS = signsOf(/[\d ().+/-]/);
const SHORTEST = 7;
/** Signs before and after it that decide whether a number is one of its own. */
const AROUND = 2;

/** A part of a text with a number in it, and where it begins. */
export interface NumberRun {
  readonly from: number;
  readonly text: string;
  readonly digits: number;
  readonly dots: number;
}

const NONE: readonly NumberRun[] = Object.freeze([]);

let last = '';
let lastRuns = NONE;

/**
 * The parts of a text in which a number of seven digits or more can stand, or one of four with three dots: few texts have
 * any, and nowhere else need its forms be looked for. Two detectors ask this of one text after the other.
 */
export function numberRuns(text: string): readonly NumberRun[] {
  if (text.length < SHORTEST) return NONE;
  if (text === last) return lastRuns;
  lastRuns = findRuns(text);
  last = text;
  return lastRuns;
}

function findRuns(text: string): readonly NumberRun[] {
  const runs = runsOf(text, SIGNS, SHORTEST);
  let found: NumberRun[] | undefined;
  for (let i = 0; i < runs.length; i += 2) {
    const [start, end] = [runs[i] as number, runs[i + 1] as number];
    let digits = 0;
    let dots = 0;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > SLASH) digits++;
      else if (code === DOT) dots++;
    }
    if (digits < SHORTEST && (digits < 4 || dots < 3)) continue;
    const from = Math.max(start - AROUND, 0);
    found ??= [];
    found.push({ from, text: text.slice(from, end + AROUND), digits, dots });
  }
  return found ?? NONE;
}
const DOT = 46;
const SLASH = 47;

/** What is tried before a pause is offered. */
const MANY = 4_096;

/** Hands on whatever fits a form in the parts of a text, and where it begins there, until nothing more is taken; with pauses. */
export function* eachIn(
  runs: readonly NumberRun[],
  form: RegExp,
  take: (hit: string, start: number) => boolean,
): Steps<void> {
  let tries = 0;
  for (const { from, text } of runs) {
    form.lastIndex = 0;
    for (let hit = form.exec(text); hit !== null; hit = form.exec(text)) {
      if (!take(hit[0], from + hit.index)) return;
      if (++tries % MANY !== 0) continue;
      // The form is everybody's: whoever has it in between leaves it elsewhere.
      const at = form.lastIndex;
      yield;
      form.lastIndex = at;
    }
    if (++tries % MANY === 0) yield;
  }
}

import { finish, PIECE, type Steps } from '../../model/steps.ts';
import { type Decoded, toldApart } from '../../model/text/decode.ts';
import { runsOf, signsOf } from '../../model/text/runs.ts';

/** Pairs of digits, possibly separated. Hashes are shorter than text worth hiding, or decode to nothing readable. */
const HEX = /(?<![0-9A-Za-z])[0-9a-f]{2}(?:[-: ]?[0-9a-f]{2}){15,4000}(?![0-9A-Za-z])/gi;
const SIGNS = signsOf(/[0-9a-f: -]/i);
const SHORTEST = 32;
const READABLE = /^[\t\n\r\x20-\x7e]+$/;
const NO_RUNS: readonly Decoded[] = Object.freeze([]);

/** Hexadecimal runs that spell printable text of sixteen characters or more. */
export function hexRuns(text: string): readonly Decoded[] {
  const runs = runsOf(text, SIGNS, SHORTEST);
  return runs.length === 0 ? NO_RUNS : finish(decodedIn(text, runs));
}

/** The same for a long text, with pauses. */
export function* hexRunsInSteps(text: string): Steps<readonly Decoded[]> {
  const runs = runsOf(text, SIGNS, SHORTEST);
  yield;
  return runs.length === 0 ? NO_RUNS : yield* decodedIn(text, runs);
}

function* decodedIn(text: string, runs: readonly number[]): Steps<readonly Decoded[]> {
  const found: Decoded[] = [];
  let read = 0;
  for (let i = 0; i < runs.length; i += 2) {
    // The characters on both sides decide whether it is a run of its own.
    const from = Math.max((runs[i] as number) - 1, 0);
    for (const hit of text.slice(from, (runs[i + 1] as number) + 1).matchAll(HEX)) {
      const plain = Buffer.from(hit[0].replace(/[-: ]/g, ''), 'hex').toString('latin1');
      const start = from + hit.index;
      if (READABLE.test(plain)) found.push({ start, end: start + hit[0].length, text: plain });
      read += hit[0].length;
      if (read < PIECE) continue;
      read = 0;
      yield;
    }
  }
  return toldApart(found);
}

import { finish, PIECE, type Steps } from '../../model/steps.ts';
import { type Decoded, toldApart } from '../../model/text/decode.ts';
import { eachMatch } from '../../model/text/matches.ts';
import { runsInSteps, runsOf, signsOf } from '../../model/text/runs.ts';

/** Pairs of digits, possibly separated. Hashes are shorter than text worth hiding, or decode to nothing readable. */
const HEX = /(?<![0-9A-Za-z])[0-9a-f]{2}(?:[-: ]?[0-9a-f]{2}){15,4000}(?![0-9A-Za-z])/gi;
/** What is read of one run at most, in UTF-16 units. */
const LONGEST = 12_100;
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
  const runs = yield* runsInSteps(text, SIGNS, SHORTEST);
  yield;
  return runs.length === 0 ? NO_RUNS : yield* decodedIn(text, runs);
}

function* decodedIn(text: string, runs: readonly number[]): Steps<readonly Decoded[]> {
  const found: Decoded[] = [];
  let read = 0;
  for (let i = 0; i < runs.length; i += 2) {
    // The characters on both sides decide whether it is a run of its own.
    const from = Math.max((runs[i] as number) - 1, 0);
    const part = text.slice(from, (runs[i + 1] as number) + 1);
    const take = ({ 0: hit }: RegExpExecArray, at: number): boolean => {
      const plain = Buffer.from(hit.replace(/[-: ]/g, ''), 'hex').toString('latin1');
      const start = from + at;
      if (READABLE.test(plain)) found.push({ start, end: start + hit.length, text: plain });
      return true;
    };
    yield* eachMatch(part, HEX, take, LONGEST);
    read += part.length;
    if (read < PIECE) continue;
    read = 0;
    yield;
  }
  return toldApart(found);
}

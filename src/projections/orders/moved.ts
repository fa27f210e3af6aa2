import type { Change } from './changed.ts';
import type { Sentence } from './sentence.ts';
import type { Sentences } from './sentences.ts';
import { MOST_SENTENCES } from './utterances.ts';

/** How many letters and words what a line is called has at most, and how many such are passed over in one direction. */
const LONGEST = 40;
const MOST_WORDS = 4;
const MOST = 2;

/**
 * Whether a file that is written over asks for something around a value, beyond what the lines there are called, and the value does
 * not stay where it stood, or the order does not: `Desk: a@…, please use the last line for the first, Desk: b@…`. `number`: of a
 * sentence there that holds the value.
 */
export function isMovedAsAsked(sentences: Sentences, number: number, value: string, change: Change): boolean {
  const asking = beyondNames(sentences, number).filter((one) => one.asks && one.tells && !one.reaches);
  if (asking.length === 0) return false;
  const file = sentences.near(number, -MOST_SENTENCES, MOST_SENTENCES);
  return asking.some((one) => !change.keeps(one)) || change.moves(file, value);
}

function beyondNames(sentences: Sentences, number: number): Sentence[] {
  const found = [sentences.at(number)];
  for (const step of [-1, 1])
    for (let by = step; Math.abs(by) <= MOST + 1; by += step) {
      const [one] = sentences.near(number, by, by);
      if (one === undefined) break;
      found.push(one);
      if (!isName(one)) break;
    }
  return found;
}

const isName = ({ text, asks }: Sentence): boolean =>
  !asks && text.length <= LONGEST && (text.match(WORD) ?? []).length <= MOST_WORDS;
const WORD = /[^\s.!?;:,]+/g;

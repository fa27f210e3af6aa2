import { fold, GRAM, gramAt } from './grams.ts';
import { TRIES } from './holding.ts';

const PAIRS = 4_096;
const GRAMS = 16_384;
/** A counter for each sort of beginnings in the text at hand. One that overflows goes on from `TRIES`. */
const counts = new Uint16Array(PAIRS + GRAMS);

const pairSort = (gram: number): number => Math.imul(gram << 16, 0x9e3779b1) >>> 20;
const gramSort = (gram: number): number => PAIRS + (Math.imul(gram, 0x9e3779b1) >>> 18);

/** Sorts of the beginnings of two and of four letters. */
export type Crowds = ReadonlySet<number>;

/**
 * Beginnings so frequent in a text that a search would give up, so that it is taken to hold whatever begins with them;
 * undefined where there are none, as in every short text. A few of them may only be of the same sort.
 */
export function crowdsIn(text: string): Crowds | undefined {
  if (text.length < TRIES) return undefined;
  counts.fill(0);
  let found: Set<number> | undefined;
  const count = (sort: number): void => {
    const times = (counts[sort] as number) + 1;
    counts[sort] = times;
    if (times !== TRIES) return;
    found ??= new Set();
    found.add(sort);
  };
  let gram = 0;
  for (let at = 0; at < text.length; at++) {
    gram = (gram << 8) | fold(text.charCodeAt(at));
    if (at > 0) count(pairSort(gram));
    if (at >= GRAM - 1) count(gramSort(gram));
  }
  return found;
}

/** Whether a text may be crowded with a spelling of a value. */
export const isCrowded = (crowds: Crowds, spellings: readonly string[]): boolean =>
  spellings.some((spelling) =>
    crowds.has(spelling.length < GRAM ? pairSort(gramAt(spelling, 0) >>> 16) : gramSort(gramAt(spelling, 0))),
  );

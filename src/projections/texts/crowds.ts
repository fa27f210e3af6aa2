import { fold, GRAM, gramAt } from './grams.ts';
import { TRIES } from './holding.ts';

const PAIRS = 4_096;
const GRAMS = 16_384;
/** A counter for each sort of beginning in the current text. One that overflows passes `TRIES` again, which does no harm. */
const counts = new Uint16Array(PAIRS + GRAMS);

const pairSort = (gram: number): number => Math.imul(gram << 16, 0x9e3779b1) >>> 20;
const gramSort = (gram: number): number => PAIRS + (Math.imul(gram, 0x9e3779b1) >>> 18);

/** The sorts of frequent beginnings, of two and of four letters. */
export type Crowds = ReadonlySet<number>;

/**
 * Finds beginnings so frequent in a text that a search would give up, so that the text counts as holding whatever
 * begins with them. Undefined if there are none, as in every short text. A few of them may merely share a sort with a
 * frequent one.
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

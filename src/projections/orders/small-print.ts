import { goesOn, smallPrintIn } from '../../model/words/small-print.ts';
import { Sentence } from './sentence.ts';
import type { Sentences } from './sentences.ts';

/** How many sentences of small print are read in one direction; what goes on longer counts as what it says. */
const MOST = 8;

/**
 * A sentence without what it asks, at its end, of whoever a mail went to by mistake: that is neither for us nor about any value.
 * Undefined where it says nothing else.
 */
export function beforeSmallPrint(sentences: Sentences, number: number): Sentence | undefined {
  const sentence = sentences.at(number);
  const at = smallPrintIn(sentence.text) ?? (isMoreOfIt(sentences, number) ? 0 : undefined);
  if (at === undefined) return sentence;
  return at === 0 ? undefined : new Sentence(sentence.text.slice(0, at), sentence.source);
}

/** What stands just before a sentence and just behind it, but for small print: an order beyond that counts as one beside it. */
export function besideSmallPrint(sentences: Sentences, number: number): Sentence[] {
  const found: Sentence[] = [];
  for (const step of [-1, 1]) {
    let last: Sentence | undefined;
    for (let by = step; Math.abs(by) <= MOST; by += step) {
      [last] = sentences.near(number, by, by);
      const rest = last && beforeSmallPrint(sentences, number + by);
      if (rest) last = rest;
      if (rest || !last) break;
    }
    if (last) found.push(last);
  }
  return found;
}

/** Whether a sentence goes on with the small print before it: `Delete it, and all copies.` */
function isMoreOfIt(sentences: Sentences, number: number): boolean {
  if (!goesOn(sentences.at(number).text)) return false;
  for (let by = -1; by >= -MOST; by--) {
    const [one] = sentences.near(number, by, by);
    if (one === undefined) return false;
    if (smallPrintIn(one.text) !== undefined) return true;
    if (!goesOn(one.text)) return false;
  }
  return false;
}

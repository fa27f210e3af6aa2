import { recordAt } from '../../model/result/record.ts';
import { actBits } from '../../model/words/deed-words.ts';
import type { Deed } from '../../model/words/name-words.ts';
import type { Sentence } from './sentence.ts';

/**
 * The calls whose results ask for anything, or may, by their sentences, each with the records that do. Undefined where one asks for
 * an act, as who says `pay what the other letter says` does: then no other can be trusted to state only what the user wants. What
 * the user says does not count.
 */
export function askingCalls(
  sentences: readonly Sentence[],
  deed: Deed,
): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const acts = actBits([...deed.acts]);
  const calls = new Map<string, Set<string>>();
  for (const sentence of sentences) {
    const { said, source } = sentence;
    if (source.shape === 'field') continue;
    if ((said.ordered & acts) !== 0 || (said.acts !== 0 && sentence.pleads)) return undefined;
    if (!sentence.asks && !UNHEARD.test(sentence.text)) continue;
    const records = calls.get(source.call);
    if (records === undefined) calls.set(source.call, new Set([recordAt(source.at)]));
    else records.add(recordAt(source.at));
  }
  return calls;
}

/** Letters of scripts in which nobody hears most orders. */
const UNHEARD = /(?!\p{Script=Latin})\p{L}/u;

import { actBits } from '../model/words/deed-words.ts';
import type { Deed } from '../model/words/name-words.ts';
import type { Sentence } from './sentence.ts';

/**
 * The calls whose results ask for anything, or may, by their sentences. Undefined where one asks for an act, as who says `pay what
 * the other letter says` does: then no other can be trusted to state only what the user wants. What the user says does not count.
 */
export function askingCalls(sentences: readonly Sentence[], deed: Deed): ReadonlySet<string> | undefined {
  const acts = actBits([...deed.acts]);
  const calls = new Set<string>();
  for (const sentence of sentences) {
    const { said, source } = sentence;
    if (source.shape === 'field') continue;
    if ((said.ordered & acts) !== 0 || (said.acts !== 0 && sentence.pleads)) return undefined;
    if (sentence.asks || UNHEARD.test(sentence.text)) calls.add(source.call);
  }
  return calls;
}

/** Letters of scripts in which nobody hears most orders. */
const UNHEARD = /(?!\p{Script=Latin})\p{L}/u;

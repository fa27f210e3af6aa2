import type { Sighted } from '../model/view.ts';
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

/**
 * The calls whose results may ask for something beside the deed: they plead for another act, say what holds from now on, or name a
 * program that reads. Undefined where a result other than `own` asks for the deed: which of two is what the user came for,
 * nobody knows.
 */
export function strayCalls(
  sentences: readonly Sentence[],
  deed: Deed,
  own: Iterable<Sighted>,
): ReadonlySet<string> | undefined {
  const acts = actBits([...deed.acts]);
  const owned = new Set([...own].map(({ call }) => call));
  const calls = new Set<string>();
  for (const sentence of sentences) {
    const { said, source, text } = sentence;
    if (source.shape === 'field') continue;
    const pleaded = sentence.pleads ? said.acts : 0;
    if (((said.ordered | pleaded) & acts) !== 0 && !owned.has(source.call)) return undefined;
    if ((pleaded & ~acts) !== 0 || sentence.rules || sentence.addresses || UNHEARD.test(text)) calls.add(source.call);
  }
  return calls;
}

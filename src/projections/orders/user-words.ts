import type { Sighted } from '../../model/view.ts';
import { wordStem } from '../../model/words/word-stem.ts';
import { unstopped } from '../reading/sentence-parts.ts';
import { stands } from '../texts/holding.ts';
import { spellingsOf } from './hearing.ts';
import type { Sentences } from './sentences.ts';

/** Whether the user's own words have a value, in just these letters; an amount with all its zeros, or without the last. */
export const isUsers = (sentences: Sentences, value: string): boolean =>
  spellingsOf(unstopped(value)).some((plain) => {
    for (const i of sentences.mayHold(plain)) {
      const { text, source } = sentences.at(i);
      if (source.shape === 'field' && stands(text, plain)) return true;
    }
    return false;
  });

/**
 * Where the user's own words have a value, if no other text asks for anything beside it: who names a thing has not asked for all
 * that others want done to it. What the user orders by this very word is the user's all the same.
 */
export function userSaid(sentences: Sentences, value: string): Sighted | undefined {
  const plain = unstopped(value);
  const stem = wordStem(plain);
  let found: Sighted | undefined;
  let isAsked = false;
  for (const i of sentences.mayHold(plain)) {
    const { text, source, said } = sentences.at(i);
    if (!stands(text, plain)) continue;
    if (source.shape !== 'field') isAsked ||= sentences.near(i, -1, 1).some(({ asks }) => asks);
    else if (said.orders.has(stem)) return source;
    else found ??= source;
  }
  return isAsked ? undefined : found;
}

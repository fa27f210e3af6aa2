import type { Deed } from './name-words.ts';
import { wordStem } from './word-stem.ts';

/** Whether a tool says something about a thing, and does nothing else to it. */
export const isAnswer = ({ acts, words }: Pick<Deed, 'acts' | 'words'>): boolean =>
  ANSWERS.some((word) => words.has(word)) &&
  [...acts].every((act) => act === 'send' || act === 'post' || act === 'add');
const ANSWERS = ['answer', 'comment', 'note', 'remark', 'reply', 'respond'].map(wordStem);

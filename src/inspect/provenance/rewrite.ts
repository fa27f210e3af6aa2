import type { Call } from '../../model/call.ts';
import type { Rewrite } from '../../model/rewrite.ts';
import { deedWords } from '../../model/words/name-words.ts';
import { wordStem } from '../../model/words/word-stem.ts';
import type { Argument } from './arguments.ts';

/** A longer value is a text. */
const LONGEST_VALUE = 80;
const WRITES: readonly string[] = ['write', 'save', 'append', 'insert'].map(wordStem);

/** What a call writes over, if all it does is to write to a file: it moves, gives and runs nothing. */
export function rewriteOf({ target, tool }: Call, given: readonly Argument[]): Rewrite | undefined {
  if (tool.powers.includes('execute')) return undefined;
  const { acts, words } = deedWords(target.name);
  if (![...acts].every((act) => act === 'change' || act === 'add')) return undefined;
  if (!acts.has('change') && !WRITES.some((word) => words.has(word))) return undefined;
  const places = given.filter(({ role }) => role === 'path' || role === 'destination' || role === 'credential');
  if (!places.some(({ role }) => role === 'path')) return undefined;
  const values = given.map(({ text }) => text).filter(({ length }) => length <= LONGEST_VALUE);
  return { upstream: target.upstream, places: places.map(({ text }) => text), values };
}

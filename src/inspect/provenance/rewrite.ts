import type { Call } from '../../model/call.ts';
import type { Rewrite } from '../../model/rewrite.ts';
import { deedWords } from '../../model/words/name-words.ts';
import { wordStem } from '../../model/words/word-stem.ts';
import type { Argument } from './arguments.ts';

const WRITES: readonly string[] = ['write', 'save', 'append', 'insert'].map(wordStem);
const ADDS: readonly string[] = ['append', 'insert', 'add', 'prepend'].map(wordStem);
/** An argument that says what is replaced: `oldText`, `old_string`, `search`. */
const OLD = /\/(?:old|search|find|original|before|replaced)(?:[_-]?(?:text|str|string|content|code|lines?))?$/i;

/** What a call writes over, if all it does is to write to one file: it moves, gives and runs nothing. */
export function rewriteOf({ target, tool }: Call, given: readonly Argument[]): Rewrite | undefined {
  if (tool.powers.includes('execute')) return undefined;
  const { acts, words } = deedWords(target.name);
  if (![...acts].every((act) => act === 'change' || act === 'add')) return undefined;
  if (!acts.has('change') && !WRITES.some((word) => words.has(word))) return undefined;
  const places = given.filter(({ role }) => role === 'path' || role === 'destination' || role === 'credential');
  // Of several files, one may say what is to stand in another.
  if (new Set(places.filter(({ role }) => role === 'path').map(({ text }) => text)).size !== 1) return undefined;
  const values = given.filter(({ role }) => role !== 'content').map(({ text }) => text);
  const replaced = given.filter(({ at }) => OLD.test(at)).map(({ text }) => text);
  return {
    upstream: target.upstream,
    places: places.map(({ text }) => text),
    values,
    ...(replaced.length > 0 || ADDS.some((word) => words.has(word)) ? { replaced } : {}),
  };
}

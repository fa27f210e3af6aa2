import type { Call } from '../../model/call.ts';
import type { Rewrite } from '../../model/evidence/rewrite.ts';
import { deedWords, wordsOf } from '../../model/words/name-words.ts';
import { wordSet } from '../../model/words/word-set.ts';
import { wordStem } from '../../model/words/word-stem.ts';
import type { Argument } from './arguments.ts';

/** Files that grow by what others send: one line says nothing of who wrote the next. */
const GROWING = /\.(?:csv|tsv|xlsx?|ods|parquet|log|jsonl|ndjson|eml|mbox|msg|ics|vcf|ldif)(?:\.\d{1,3})?$/i;
const PROSE = /(?:^|[/\\])[^./\\]*(?:\.(?:md|markdown|txt|html?|org|rst|adoc))?$/i;
const OF_MANY: ReadonlySet<string> = wordSet(
  'inbox mail mails mailbox email emails message messages chat chats conversation conversations transcript transcripts thread threads comment comments reply replies feedback review reviews submission submissions guestbook issue issues ticket tickets log logs',
);

/** Where things are written about, or begun: `docs/logs.md` says what is logged. */
const ABOUT = /(?:^|[/\\])(?:docs?|documentation|guides?|wiki|manual|[\w-]{0,20}templates?)[/\\]/i;

/** A name of more words is a subject that is written about: `how-reviews-are-done.md`. */
const FEW = 2;

/** Whether many write to a file, by its name and that of its folder: whoever gave one line could not have put another there. */
const isOfMany = (path: string): boolean =>
  GROWING.test(path) || (PROSE.test(path) && !ABOUT.test(path) && path.split(/[/\\]/).slice(-2).some(isNamedAfterMany));

function isNamedAfterMany(part: string): boolean {
  const words = wordsOf(part.replace(/\.\w+$/, '')).filter((word) => /\p{L}/u.test(word));
  return words.length <= FEW && words.some((word) => OF_MANY.has(word));
}

const WRITES: readonly string[] = ['write', 'save', 'append', 'insert'].map(wordStem);
const ADDS: readonly string[] = ['append', 'insert', 'add', 'prepend'].map(wordStem);
/** An argument that says what is replaced: `oldText`, `old_string`, `search`. */
export const OLD = /\/(?:old|search|find|original|before|replaced)(?:[_-]?(?:text|str|string|content|code|lines?))?$/i;

/**
 * What a call writes over, if all it does is to write to one file of one hand: it moves, gives and runs nothing.
 */
export function rewriteOf({ target, tool }: Call, given: readonly Argument[]): Rewrite | undefined {
  if (tool.powers.includes('execute')) return undefined;
  const { acts, words } = deedWords(target.name);
  if (![...acts].every((act) => act === 'change' || act === 'add')) return undefined;
  if (!acts.has('change') && !WRITES.some((word) => words.has(word))) return undefined;
  const places = given.filter(({ role }) => role === 'path' || role === 'destination' || role === 'credential');
  // Of several files, one may say what is to stand in another.
  if (new Set(places.filter(({ role }) => role === 'path').map(({ text }) => text)).size !== 1) return undefined;
  if (places.some(({ text, role }) => role === 'path' && isOfMany(text))) return undefined;
  const values = given.filter(({ role }) => role !== 'content').map(({ text }) => text);
  const replaced = given.filter(({ at }) => OLD.test(at)).map(({ text }) => text);
  return {
    upstream: target.upstream,
    places: places.map(({ text }) => text),
    values,
    written: given.filter(({ at, role }) => role === 'content' && !OLD.test(at)).map(({ text }) => text),
    ...(replaced.length > 0 || ADDS.some((word) => words.has(word)) ? { replaced } : {}),
  };
}

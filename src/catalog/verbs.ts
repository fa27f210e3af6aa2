import type { Power } from '../model/tool.ts';
import { actsOf } from '../model/words/deed-words.ts';
import { opening, stem, wordsOf } from '../model/words/name-words.ts';
import { wordSet } from '../model/words/word-set.ts';
import {
  DESTRUCTIVE,
  EXECUTE,
  EXTERNAL,
  FILLERS,
  JOINS,
  NOUNS,
  PAYMENTS,
  READ,
  READ_ABROAD,
  READ_LAST,
  WRITE,
} from './verb-words.ts';

const reads = (word: string): boolean => READ.has(word) || READ_ABROAD.has(word);
const isListed = (word: string): boolean =>
  reads(word) || WRITE.has(word) || DESTRUCTIVE.has(word) || EXTERNAL.has(word) || EXECUTE.has(word);

/** `unpublish` takes back and `resend` repeats what the verb after the prefix does; `reread` and `unread` do nothing. */
const PREFIXED = /^(?:un|re|de|dis)(?=\p{L}{4})(?!mark|duplicate)/u;
function rootOf(word: string): string | undefined {
  const [prefix] = PREFIXED.exec(word) ?? [];
  const root = prefix === undefined ? word : word.slice(prefix.length);
  return prefix === undefined || !isListed(root) || reads(root) || NOUNS.has(root) ? undefined : root;
}
const isVerb = (word: string): boolean => isListed(word) || rootOf(word) !== undefined;

/** What writes files where it is extracted; text is extracted by reading. */
const ARCHIVES = wordSet('archive archives zip tar tarball gzip gz rar 7z');
const meant = (verb: string, words: readonly string[]): string =>
  verb === 'extract' && words.some((word) => ARCHIVES.has(word)) ? 'unpack' : verb;

const formOf = (word: string): string => stem(word, isVerb);
/** Whether a word is a verb for an act, and never a noun. */
export const isActing = (word: string): boolean => {
  const verb = formOf(word);
  return isVerb(verb) && !reads(verb) && !NOUNS.has(verb);
};
/** Whether a word is a verb for reading, or one that is as often a noun. */
export const isReading = (word: string): boolean => reads(formOf(word));
export const isThing = (word: string): boolean => NOUNS.has(formOf(word));

/**
 * What acts do that are told in other words than those above, and in other languages. Those that are not here write, as does
 * whatever nothing is known of.
 */
const POWERS_OF_ACTS: ReadonlyMap<string, readonly Power[]> = new Map<string, readonly Power[]>([
  ['send', ['external', 'write']],
  ['share', ['external', 'write']],
  ['post', ['external', 'write']],
  ['call', ['external', 'write']],
  ['buy', ['external', 'write']],
  ['pay', ['external', 'write', 'destructive']],
  ['withdraw', ['write', 'destructive']],
  ['delete', ['write', 'destructive']],
  ['cancel', ['write', 'destructive']],
]);

/** What a description says of an act that nobody can take back, in the languages that definitions are written in. */
const IRREVOCABLE =
  /\b(?:(?:can ?not|can't|can’t|never) (?:then |later |ever )?be (?:undone|reversed|reverted|recovered|restored|retracted|withdrawn|reopened|taken back)|irrevocabl[ey]|irreversibl[ey]|not reversible|unwiderruflich|nicht rückgängig|irréversible|irrévocable|no se puede (?:deshacer|revertir)|não pode ser desfeit[oa])(?!\p{L})/iu;

export interface Reading {
  readonly power: Power;
  readonly reason: string;
}

/** The powers that the verb of a name gives its tool. */
function powersOfVerb(word: string): Power[] {
  const powers: Power[] = [];
  const root = isListed(word) ? undefined : rootOf(word);
  // What others had is taken from them: `unpublish`.
  if (root !== undefined && !word.startsWith('re')) return EXTERNAL.has(root) ? ['write', 'destructive'] : ['write'];
  const verb = root ?? word;
  if (EXECUTE.has(verb)) powers.push('execute');
  if (DESTRUCTIVE.has(verb)) powers.push('write', 'destructive');
  if (EXTERNAL.has(verb)) powers.push('external');
  // `browse` reaches outside in order to read there.
  if (EXTERNAL.has(verb) && READ.has(verb)) powers.push('read');
  if (powers.length === 0 && (reads(verb) || READ_LAST.has(verb))) powers.push('read');
  else if (WRITE.has(verb) && !powers.includes('write')) powers.push('write');
  else if (EXTERNAL.has(verb) && !READ.has(verb) && !powers.includes('write')) powers.push('write');
  return powers;
}

/** What is begun is only looked for: `start_search`. */
const isBegun = ([lead, next, ...rest]: readonly string[]): boolean =>
  (lead === 'start' || lead === 'begin') && (next === 'search' || next === 'lookup') && rest.length === 0;

const WRITING = wordSet('add create write put make insert update edit leave');
const isUnsent = (word: string): boolean => word === 'draft' || word === 'template';

/** The verbs of a name, the main one first: one, unless `and`, `or` or `then` joins a second. */
export function verbsOfName(name: string): string[] {
  const words = wordsOf(name).map((word) => {
    const verb = stem(word, isVerb);
    // `messages` are things; `deletes` deletes.
    return NOUNS.has(verb) ? word : verb;
  });
  const lead = words[0];
  const main =
    (isBegun(words) ? 1 : undefined) ??
    (lead !== undefined && isVerb(lead) ? 0 : undefined) ??
    indexWhere(words, (word) => isVerb(word) && !NOUNS.has(word)) ??
    indexWhere(words, isVerb);
  const end = words.at(-1) ?? '';
  if (main === undefined) return words.length > 1 && READ_LAST.has(end) ? [end] : [];
  const verbs = [meant(words[main] as string, words)];
  // The thing comes first, then the act: `message_send`, `label_create`.
  // In its plain form: `list_commits` lists.
  const isPlain = isVerb(wordsOf(name).at(-1) ?? '');
  if (NOUNS.has(verbs[0] as string) && isPlain && isVerb(end) && !NOUNS.has(end)) verbs[0] = end;
  // What is written there goes to whoever reads it: `add_issue_comment`.
  if (WRITING.has(verbs[0] as string) && EXTERNAL.has(end) && NOUNS.has(end) && !words.some(isUnsent)) verbs.push(end);
  words.forEach((word, i) => {
    if (i > main && JOINS.has(words[i - 1] ?? '') && isVerb(word)) verbs.push(word);
  });
  const isHarm = (word: string): boolean =>
    DESTRUCTIVE.has(word) && !NOUNS.has(word) && !(PAYMENTS.has(word) && READ.has(words[main] ?? ''));
  // A word for harm is meant wherever it is: `file_force_delete`, `bulk_user_purge`.
  for (const word of words) if (isHarm(word) && !verbs.includes(word)) verbs.push(word);
  return verbs;
}

/**
 * The verbs that a description opens with. Participles ("recently deleted") describe things, not acts; a word that is as
 * often a noun counts only where there must be a verb.
 */
export function verbsOfDescription(description: string): string[] {
  const words = opening(description);
  let at = 0;
  while (FILLERS.has(words[at] ?? '') && !(at === 0 && isVerb(words[at] ?? ''))) at++;
  const verbs: string[] = [];
  words.forEach((word, i) => {
    const before = words[i - 1] ?? '';
    if (i !== at && !(i > at && JOINS.has(before))) return;
    const verb = stem(word, isVerb);
    if (!isVerb(verb) || (verb !== word && /(ed|ing)$/.test(word))) return;
    // `Messages of a thread` are things, `messages a customer` is done.
    if (verb !== word && NOUNS.has(verb) && isOfThings(words[i + 1] ?? 'of', words[i + 2])) return;
    if (i === 0 || LEADS.has(before) || !NOUNS.has(verb)) verbs.push(meant(verb, words));
  });
  return verbs;
}

/** Words that follow a thing and never a verb. */
const OF_THINGS = wordSet('of from in for between and or');
/** Nor what was done with it, and where: `mails filed to a case`. */
const isOfThings = (next: string, second = ''): boolean =>
  OF_THINGS.has(next) || (/ed$|^(?:sent|held|kept|left)$/.test(next) && /^(?:to|by|in|from|under|on|at)$/.test(second));
/** Words that are followed by a verb. */
const LEADS = wordSet('to can will');

/** What a tool can do by its name and description, with the word that says so. Empty where they do not tell. */
export function powersOfWords(name: string, description: string): Reading[] {
  const readings: Reading[] = [];
  const take = (verbs: readonly string[], where: string): void => {
    for (const verb of verbs) {
      for (const power of powersOfVerb(verb)) readings.push({ power, reason: `${where} says "${verb}"` });
    }
  };
  const verbs = verbsOfName(name);
  take(verbs, 'its name');
  // "Run a search" runs nothing of the caller's: where the name has its verb, the description may only add harm. Nor does
  // "Start a search" where that is the name.
  const begun = isBegun(wordsOf(name)) && /\b(?:search|look)/i.test(description) ? wordsOf(name)[0] : undefined;
  const said = verbsOfDescription(description);
  const isRunning = (verb: string): boolean => verb === 'run' || verb === 'execute' || verb === begun;
  take(verbs.length === 0 ? said : said.filter((verb) => !isRunning(verb)), 'its description');
  if (readings.length === 0) takeActs(readings, name, description);
  else if (verbs.some(isAbroad)) takeMoreActs(readings, name, description);
  if (readings.some(({ power }) => power !== 'read') && IRREVOCABLE.test(description.slice(0, 600)))
    readings.push({ power: 'destructive', reason: 'its description says that it cannot be undone' });
  return readings;
}

/** Acts in any language: of infinitives in the name, else of the word that the description begins with. */
function takeActs(readings: Reading[], name: string, description: string): void {
  const take = (word: string, where: string): void => {
    for (const act of actsOf(word))
      for (const power of POWERS_OF_ACTS.get(act) ?? []) readings.push({ power, reason: `${where} says "${word}"` });
  };
  for (const word of wordsOf(name)) if (INFINITIVE.test(word)) take(word, 'its name');
  const [first] = opening(description);
  if (readings.length === 0 && first !== undefined && !LOOSE.test(first)) take(first, 'its description');
}

/** The acts that stand beside a verb for reading of another language: `suchen_und_loeschen`. */
function takeMoreActs(readings: Reading[], name: string, description: string): void {
  const [first = ''] = opening(description);
  const words = wordsOf(name).filter((word) => INFINITIVE.test(word));
  for (const [where, word] of [
    ...words.map((word) => ['its name', word] as const),
    ['its description', first] as const,
  ])
    if (!isListed(word) && !OF_SEVERAL.test(word))
      for (const act of actsOf(word))
        for (const power of POWERS_OF_ACTS.get(act) ?? (['write'] as const))
          readings.push({ power, reason: `${where} says "${word}"` });
}
const isAbroad = (verb: string): boolean => READ_ABROAD.has(verb) || READ_LAST.has(verb);
/** `Bestellungen`: things. */
const OF_SEVERAL = /(?:ungen|ionen|s)$/;
/** As in German, French, Spanish, Italian and Portuguese. */
const INFINITIVE = /^\p{L}{3,}(?:[aei]r|re|en|e[lr]n)$/u;
/** English verbs that have an act among many other meanings: `Gives an overview`, `Releases a batch`. */
const LOOSE = /^(?:giv|releas|hand|tell|answer|quot|past)/;

function indexWhere(words: readonly string[], test: (word: string) => boolean): number | undefined {
  const at = words.findIndex(test);
  return at < 0 ? undefined : at;
}

import { opening, stem, wordsOf } from '../model/name-words.ts';
import type { Power } from '../model/tool.ts';

const table = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

const READ =
  table(`get list search read find fetch show describe view lookup check count browse inspect preview retrieve
  summarize summarise analyze analyse explain compare validate verify whoami status ls cat head tail grep stat tree diff
  resolve extract scan monitor watch wait help detect calculate compute convert translate estimate recommend suggest think
  return obtain display identify determine query ask available provide take hover measure download discover audit poll
  screenshot snapshot capture geocode ping predict classify rank rerank research browse logs cat history preview docs`);
const WRITE = table(`create add insert update set edit modify write save append put patch rename move copy upload change
  assign unassign tag archive unarchive toggle enable disable configure register schedule reschedule book reserve rate
  approve reject merge commit close reopen start stop restart pause import duplicate clone fork complete resolve pin
  unpin mark make mkdir touch upsert replace link unlink attach submit fill click type press drag select scale generate
  cancel order login signup apply restore lock unlock follow unfollow transition log record store import react resize
  navigate handle sync publish push post send delete remove drop destroy unpack unzip untar decompress`);
const DESTRUCTIVE = table(`delete remove drop destroy purge erase wipe truncate clear reset revoke cancel uninstall
  terminate kill trash prune overwrite discard deactivate ban evict rm rmdir del unshare refund shutdown delist`);
const EXTERNAL = table(`send post publish email mail reply forward share invite tweet notify transfer pay purchase buy
  dial broadcast comment message upload push transmit export charge donate wire subscribe webhook request crawl scrape
  navigate browse checkout remit sms submit grant`);
const EXECUTE = table(
  'execute exec run eval evaluate invoke spawn shell bash terminal deploy compile install launch repl interpreter trigger',
);

/** Verbs only at the beginning, or where nothing clearer is there: `post` in `get_post` is a thing. */
const NOUNS = table(`post message comment order email mail request status log record link list tag type help head tail
  tree diff status terminal shell bash query view webhook label set update check rate stat book pin copy copies search
  address selected available take resolve sms export import upload wire run start charge share monitor watch file repl interpreter trigger`);

const isVerb = (word: string): boolean =>
  READ.has(word) || WRITE.has(word) || DESTRUCTIVE.has(word) || EXTERNAL.has(word) || EXECUTE.has(word);

/** What writes files where it is extracted; text is extracted by reading. */
const ARCHIVES = table('archive archives zip tar tarball gzip gz rar 7z');
const meant = (verb: string, words: readonly string[]): string =>
  verb === 'extract' && words.some((word) => ARCHIVES.has(word)) ? 'unpack' : verb;

const formOf = (word: string): string => stem(word, isVerb);
/** Whether a word is a verb for an act, and never a noun. */
export const isActing = (word: string): boolean => {
  const verb = formOf(word);
  return isVerb(verb) && !READ.has(verb) && !NOUNS.has(verb);
};
/** Whether a word is a verb for reading, or one that is as often a noun. */
export const isReading = (word: string): boolean => READ.has(formOf(word));
export const isThing = (word: string): boolean => NOUNS.has(formOf(word));

/** After one of these a second verb follows: `get_or_create`, `read_and_delete`. */
const JOINS = table('and or then also');
/** What may come before the verb of a description: "This tool permanently deletes …", "Use this to send …". */
const FILLERS =
  table(`this tool function method api endpoint the a an it can will be used use to for allows you let lets
  enables and permanently immediately safely quickly efficiently securely recursively simply optionally directly
  please call when need`);

export interface Reading {
  readonly power: Power;
  readonly reason: string;
}

/** The powers that the verb of a name gives its tool. */
function powersOfVerb(verb: string): Power[] {
  const powers: Power[] = [];
  if (EXECUTE.has(verb)) powers.push('execute');
  if (DESTRUCTIVE.has(verb)) powers.push('write', 'destructive');
  if (EXTERNAL.has(verb)) powers.push('external');
  // `browse` reaches outside in order to read there.
  if (EXTERNAL.has(verb) && READ.has(verb)) powers.push('read');
  if (powers.length === 0 && READ.has(verb)) powers.push('read');
  else if (WRITE.has(verb) && !powers.includes('write')) powers.push('write');
  else if (EXTERNAL.has(verb) && !READ.has(verb) && !powers.includes('write')) powers.push('write');
  return powers;
}

/** The verbs of a name, the main one first: one, unless `and`, `or` or `then` joins a second. */
export function verbsOfName(name: string): string[] {
  const words = wordsOf(name).map((word) => {
    const verb = stem(word, isVerb);
    // `messages` are things; `deletes` deletes.
    return NOUNS.has(verb) ? word : verb;
  });
  const lead = words[0];
  const main =
    (lead !== undefined && isVerb(lead) ? 0 : undefined) ??
    indexWhere(words, (word) => isVerb(word) && !NOUNS.has(word)) ??
    indexWhere(words, isVerb);
  if (main === undefined) return [];
  const verbs = [meant(words[main] as string, words)];
  // The thing comes first, then the act: `message_send`, `label_create`.
  const last = words.at(-1) as string;
  // In its plain form: `list_commits` lists.
  const isPlain = isVerb(wordsOf(name).at(-1) ?? '');
  if (NOUNS.has(verbs[0] as string) && isPlain && isVerb(last) && !NOUNS.has(last)) verbs[0] = last;
  words.forEach((word, i) => {
    if (i > main && JOINS.has(words[i - 1] ?? '') && isVerb(word)) verbs.push(word);
  });
  // A word for harm is meant wherever it is: `file_force_delete`, `bulk_user_purge`.
  for (const word of words) if (DESTRUCTIVE.has(word) && !NOUNS.has(word) && !verbs.includes(word)) verbs.push(word);
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
    if (verb !== word && NOUNS.has(verb) && OF_THINGS.has(words[i + 1] ?? 'of')) return;
    if (i === 0 || LEADS.has(before) || !NOUNS.has(verb)) verbs.push(meant(verb, words));
  });
  return verbs;
}

/** Words that follow a thing and never a verb. */
const OF_THINGS = table('of from in for between and or');
/** Words that are followed by a verb. */
const LEADS = table('to can will');

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
  // "Run a search" runs nothing of the caller's: where the name has its verb, the description may only add harm.
  const said = verbsOfDescription(description);
  take(verbs.length === 0 ? said : said.filter((verb) => verb !== 'run' && verb !== 'execute'), 'its description');
  return readings;
}

function indexWhere(words: readonly string[], test: (word: string) => boolean): number | undefined {
  const at = words.findIndex(test);
  return at < 0 ? undefined : at;
}

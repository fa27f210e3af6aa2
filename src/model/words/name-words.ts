import { actsOf } from './deed-words.ts';
import { wordStem } from './word-stem.ts';

/** Servers choose names; no more than this is read of one. */
const LONGEST_TEXT = 600;

/** The words of a name in any spelling, in lower case: `getUserID`, `get-user_id` and `get.user.id` have the same. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, LONGEST_TEXT)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The words of a description's first sentence, at most 30: what a thing is for comes first. */
export function opening(description: string): string[] {
  const sentence =
    description
      .slice(0, LONGEST_TEXT)
      .trimStart()
      .split(/[.!?\n](?:\s|$)/, 1)[0] ?? '';
  return wordsOf(sentence.replaceAll(/[’']s\b/g, '')).slice(0, 30);
}

/** `deletes`, `deleting` and `deleted` as forms of a verb that `known` has; the word itself where there is none. */
export function stem(word: string, known: (verb: string) => boolean): string {
  if (known(word)) return word;
  for (const [ending, puts] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const root = word.slice(0, -ending.length);
    for (const put of puts) if (known(root + put)) return root + put;
    // `dropping` → `drop`
    if (root.at(-1) === root.at(-2) && known(root.slice(0, -1))) return root.slice(0, -1);
  }
  return word;
}

const ENDINGS: readonly (readonly [ending: string, puts: readonly string[]])[] = [
  ['ies', ['y']],
  ['es', ['', 'e']],
  ['s', ['']],
  ['ing', ['', 'e']],
  ['ed', ['', 'e']],
];

/** What a tool does, as texts would ask for it: its acts, and the other words of its name as they are compared. */
export interface Deed {
  readonly acts: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  /** Its own name, in the spellings of a plain text; none where it is one word, which any text may have. */
  readonly names: readonly string[];
  /** The word of its name that says what is done, where that is no known act: `place` of `place_order`, `scale` of `pods_scale`. */
  readonly verb?: string;
}

/**
 * The words by which a text would ask for a tool: those of its name, and of what is selected for it, such as `sell`. What
 * its description says beyond that is advertising, and names everything nearby.
 */
export function deedWords(name: string, chosen: readonly string[] = []): Deed {
  let deed = known.get(name);
  if (deed === undefined) {
    deed = tellDeed(name);
    if (known.size >= MOST_KNOWN) known.clear();
    if (name.length <= LONGEST_TEXT) known.set(name, deed);
  }
  if (chosen.length === 0) return deed;
  const more = chosen.flatMap((choice) => actsOf(choice.toLowerCase()));
  return more.length === 0 ? deed : { ...deed, acts: new Set([...deed.acts, ...more]) };
}

/** Kept by name: every call asks for its tool's, and few sessions use more than a thousand. */
const known = new Map<string, Deed>();
const MOST_KNOWN = 1_000;

function tellDeed(name: string): Deed {
  const acts = new Set<string>();
  const words = new Set<string>();
  // What precedes a slash says whose tool it is.
  const own = name.slice(name.lastIndexOf('/') + 1);
  const spelled = wordsOf(own);
  const said = spelled.filter((word) => !EMPTY.has(word));
  for (const word of said) words.add(wordStem(word));
  // An `order` is a thing where something else is done to it, and an act where nothing is.
  const verbs = said.filter((word) => !THINGS.has(word) && actsOf(word).length > 0);
  // Who writes a file writes to nobody.
  const isKept = said.length > 1 && !said.some((word) => TELLS.has(word));
  const isFiled = FILES.test(said.join(' '));
  for (const word of verbs.length > 0 || isFiled ? verbs : said)
    if (word !== 'write' || !isKept) for (const act of actsOf(word)) acts.add(act);
  // `share` and `grant` are used for each other: who may read a thing was given it.
  if (acts.has('share') || acts.has('give')) for (const act of ['share', 'give']) acts.add(act);
  // Who adds a comment tells somebody something.
  if (TELLS.has(said.at(-1) ?? '') && !acts.has('delete') && !isFiled)
    for (const act of ['send', 'post']) acts.add(act);
  // Whoever names tools by requests calls it `post` where something is made, or looked up: `post_page`, `post_search`.
  if (said.includes('post') && !said.some((word) => (TELLS.has(word) ? word !== 'post' : LOOKS_UP.has(word))))
    acts.add('add');
  if (said.some((word) => REMOVES.has(word))) acts.add('delete');
  // What a manifest describes is made where it is not there.
  if (said.some((word) => APPLIES.has(word))) acts.add('add');
  // Who contacts somebody tells them something.
  if (verbs.length === 0 && said[0] === 'contact') for (const act of ['send', 'post']) acts.add(act);
  const names = spelled.length < 2 ? [] : [own.toLowerCase(), spelled.join(' ')];
  const verb =
    said.length > 1 ? (workIn(said) ?? (verbs.length === 0 ? unknownVerb(own, said) : undefined)) : undefined;
  return { acts, words, names, ...(verb === undefined ? {} : { verb }) };
}

/** The word of a name that is a verb and seldom a thing, wherever it stands: behind whose tool it is, behind what it is done to. */
function workIn(said: readonly string[]): string | undefined {
  const word = said.find((one) => WORKS.has(one));
  return word === undefined ? undefined : wordStem(word);
}

/** The verb of a name that has no known act: the word behind its last dot, or else the first. */
function unknownVerb(own: string, said: readonly string[]): string | undefined {
  const last = own.includes('.') ? wordsOf(own.slice(own.lastIndexOf('.') + 1)) : said;
  const word = last[0];
  return word === undefined || THINGS.has(word) ? undefined : wordStem(word);
}

/** Verbs for what is no known act. Of those that are as often things, only a name that begins with one means what is done. */
const WORKS: ReadonlySet<string> = new Set(
  `scale place submit transition toggle push sync drain cordon uncordon reboot resize rotate escalate fulfill fulfil provision deploy
  install configure unassign unlink apply evict expunge forfeit liquidate decommission disburse waive
  disband dissolve delist unshare quarantine redeem settle finalize finalise rename reassign`
    .trim()
    .split(/\s+/),
);

/** Tools that are called like commands; in a text these are no words for anything. */
const REMOVES: ReadonlySet<string> = new Set(['rm', 'rmdir']);
const APPLIES: ReadonlySet<string> = new Set(['apply', 'upsert']);
/** Last words of names of tools that put a text before somebody. */
const TELLS: ReadonlySet<string> = new Set('comment message reply answer note post mail email sms review'.split(' '));
const LOOKS_UP: ReadonlySet<string> = new Set(['search', 'query', 'find', 'list', 'lookup', 'filter']);
/** What is done with a message that is there: who files one tells nobody anything. */
const FILES = /(?:^| )(?:move|archive)(?: e?mail)? (?:message|e?mail)$/;
/** Words for acts that are as often things. */
const THINGS: ReadonlySet<string> = new Set(
  'order message email mail text post share comment call book schedule plan copy record note request access ban block lock set sale payment transfer purchase download upload export import backup view file notification reply start process group access registration address'.split(
    ' ',
  ),
);

/** Words that every text has. */
const EMPTY: ReadonlySet<string> = new Set(
  'a an the of to for in on at by with from and or is are be this that it its as your my all any new if not can will you user s using use via tool api manager system'.split(
    ' ',
  ),
);

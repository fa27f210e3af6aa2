import type { Call } from '../../model/call.ts';
import { ENTITY_TEXT, exactKey } from '../../model/entity/key.ts';
import { type Entity, type EntityKind, entitiesOf, MOST_ENTITIES } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import type { Steps } from '../../model/steps.ts';
import type { Setting } from '../../model/structure/settings.ts';
import { decides } from '../../model/tool/decisive-role.ts';
import type { Role } from '../../model/tool.ts';
import type { Figure, View } from '../../model/view.ts';
import { nameAt } from '../reading/place.ts';
import { type Argument, toOf } from './arguments.ts';
import { isTelling, LONGEST_VALUE, type Spoken } from './asked-act.ts';
import { isHome } from './customary-run.ts';
import type { FlowList } from './flow-list.ts';
import { namedIn, setIn } from './named.ts';
import { OPENING, openedTo } from './opened.ts';
import { rewriteOf } from './rewrite.ts';
import { foundIn, sourcesOf } from './sources.ts';
import { statementsIn } from './statement.ts';
import { turnedBy } from './turned.ts';

/** Up to this length, a word such as `sell` or `unlock` can choose what is done. */
const LONGEST_CHOICE = 12;
/** What says which thing, or whom: a repository called `booking` books nothing. */
const NAMING: ReadonlySet<Role | undefined> = new Set<Role>(['target', 'destination', 'path']);
/** What happens, or is done: a task called `unlock` unlocks. */
const OF_ACTS = /(?:task|job|event)$/i;
/** `cd x && `: where a command runs, which whoever wrote the command seldom knows. */
const MOVE =
  /^\s*(?:(?:cd|chdir|pushd|set-location)(?: +(?:--|\/d|-(?:literal)?path))? +(?:"[^"\n]{1,300}"|'[^'\n]{1,300}'|\\ |[^\s"'&;|]){1,300}\s*?(?:&&|;|\n)\s*)+/i;
/** The name of an argument, or of a part of one, where it is of several words: no text says `required_reviews` by chance. */
const MEMBER = /\/([a-z\d]{1,40}(?:[_-][a-z\d]{1,40}|[A-Z][a-z\d]{1,40}){1,8})(?:\/\d+)?$/;
/** How much of something; fewer digits stand in any text. What picks a thing out is no amount of it. */
const FIGURE = /^\d{3,12}(?:\.\d{1,4})?$|^\d{1,2}\.\d{1,4}$/;
/** One word: of several see `MEMBER`. */
const NAME = /^[a-z]{3,20}$/;
const namesThing = ({ tool }: Call, { at, role }: Argument): boolean =>
  NAMING.has(role) && !tool.powers.includes('execute') && !OF_ACTS.test(at);

/** Traces the values of a call that stood in words that nobody vouches for, in any spelling; returns by what a text can ask for it. */
export function* traceWritten(list: FlowList, call: Call, view: View, given: readonly Argument[]): Steps<Spoken> {
  const { flows } = list;
  const values: string[] = [];
  const chosen: string[] = [];
  const deciding: string[] = [];
  const members = new Set<string>();
  const figures: Figure[] = [];
  let isNamed = false;
  for (let i = 0; i < given.length; i++) {
    const argument = given[i] as Argument;
    const { at, text, role } = argument;
    const from = role === 'command' ? (MOVE.exec(text)?.[0].length ?? 0) : 0;
    const done = text.slice(from);
    // A word that says how may be all that is asked for: `order_type: Sell`.
    if (done.length <= LONGEST_VALUE && (role !== 'plumbing' || WORD.test(done))) values.push(done);
    if (text.length <= LONGEST_CHOICE && !/\s/.test(text) && !namesThing(call, argument)) chosen.push(text);
    const member = decides(role) || role === 'path' ? undefined : MEMBER.exec(at)?.[1];
    if (member !== undefined) members.add(member.toLowerCase());
    if (FIGURE.test(text) && role !== 'plumbing') figures.push([nameAt(at).toLowerCase(), text]);
    if (!decides(role) || isHome(argument)) continue;
    deciding.push(done);
    const known = list.of(at);
    // If a text repeats the value that a field gave, it may have been written to get that value used.
    if (
      known.some(({ shape, labels }) => shape === 'field' && !labels.includes('instructed')) &&
      !known.some(({ shape, labels }) => shape === 'prose' && labels.includes('untrusted'))
    )
      isNamed = true;
    // What a tool showed again of a value that it was given says nothing of where that value came from.
    if (known.every((flow) => flow.from.echo === true)) searchFor(list, view, argument, done, from);
    else yield* searchForOthers(list, view, argument, known);
    yield;
  }
  const set = setIn(given);
  const laid = yield* laidOf(view, set);
  for (const { name, value } of set) {
    if (MEMBER.test(`/${name}`)) members.add(name.toLowerCase());
    if (FIGURE.test(`${value}`)) figures.push([name.toLowerCase(), `${value}`]);
  }
  values.push(...laid.filter((value) => !values.includes(value)));
  const named = [...namedIn(call), ...set];
  // A fraction picks nothing out, and is an amount all the same.
  for (const { name, value } of named) {
    if (typeof value !== 'number' || Number.isInteger(value) || !FIGURE.test(`${value}`)) continue;
    figures.push([name.toLowerCase(), `${value}`]);
    values.push(`${value}`);
  }
  const turned = turnedBy(named);
  chosen.push(...turned.acts);
  values.push(...turned.values);
  // What opens a thing to all decides, however few other values it might have had.
  const opened = openedTo(named);
  if (opened.length > 0) {
    chosen.push(...OPENING);
    values.push(...opened.filter((word) => !values.includes(word)));
  }
  const stated = statementsIn(call, given);
  const { names } = stated;
  chosen.push(...stated.acts);
  values.push(...names, ...stated.values.filter(({ length }) => length <= LONGEST_VALUE));
  figures.push(...stated.figures.filter(([, text]) => FIGURE.test(text)));
  // What only a text gave it asked for as well, whichever thing it is done to.
  const told = (): string[] =>
    [...given, ...laid.map((text) => ({ at: '', text, role: undefined }))]
      .filter((argument) => isNews(view, argument))
      .flatMap(({ text }) => spelled(text));
  const among = isNamed ? [...deciding, ...opened, ...names, ...stated.values, ...told()] : undefined;
  return {
    values,
    chosen,
    members: [...members],
    figures: figures.filter(([name]) => NAME.test(name)),
    beside: [...figures.map(([, text]) => text), ...opened],
    picked: deciding,
    among,
    flows: [...flows],
    isStatement: stated.acts.length > 0,
    rewrite: rewriteOf(call, given),
  };
}

/** One plain word is anybody's, and says what is meant only in quotes. */
const spelled = (value: string): readonly string[] => (isTelling(value) ? [value] : [`'${value}'`, `"${value}"`]);
const WORD = /^\p{L}{4,30}$/u;

/** Whether a value that decides nothing can be known again, and only texts that nobody vouches for gave it. */
function isNews(view: View, { text, role }: Argument): boolean {
  if (decides(role) || role === 'plumbing') return false;
  if (!isTelling(text) && !WORD.test(text)) return false;
  const key = exactKey(text);
  if (key === undefined) return false;
  const used = view.memory.used(key);
  // Who opened a file because a text named it did not name it themselves.
  if (used !== undefined && view.memory.search(text, used).length === 0) return false;
  const found = foundIn(view, text);
  return (
    found.length > 0 &&
    [...found, ...view.memory.find(key)].every(({ shape, labels }) => shape === 'prose' && labels.includes('untrusted'))
  );
}

/** For a deciding value of unknown origin: finds where it was written into a text, in whatever spelling. */
function searchFor(flows: FlowList, view: View, argument: Argument, text: string, part: number): void {
  const found = foundIn(view, text);
  if (found.length === 0) return;
  const key = exactKey(text);
  flows.add(toOf(argument, part), 'overlap', key === undefined ? found : sourcesOf(view, argument, key, text, found));
}

/**
 * The values of a document that stand in texts that were read, first those that only such texts gave: no other asks for it, and of
 * many values no more than the first are searched for.
 */
function* laidOf(view: View, set: readonly Setting[]): Steps<string[]> {
  const [news, others]: [string[], string[]] = [[], []];
  for (let i = 0; i < set.length; i++) {
    const value = `${(set[i] as Setting).value}`;
    if (value.length < SHORTEST_SET || value.length > LONGEST_VALUE) continue;
    if (isNews(view, { at: '', text: value, role: undefined })) news.push(value);
    else if (foundIn(view, value).length > 0) others.push(value);
    yield;
  }
  return [...new Set([...news, ...others])];
}
const SHORTEST_SET = 3;

/** Searches for the rest: of several addresses in one value, some may be known and others not. */
function* searchForOthers(flows: FlowList, view: View, argument: Argument, known: readonly Flow[]): Steps<void> {
  const { text } = argument;
  // A value that is known as a whole was chosen as a whole.
  if (known.some(({ via }) => via === 'exact')) return;
  const entities = addressesIn(text);
  if (entities.length < 2) return;
  const parts = new Set(known.map(({ to }) => to.part ?? 0));
  for (const { start, end } of entities) {
    if (parts.has(start)) continue;
    parts.add(start);
    searchFor(flows, view, argument, text.slice(start, end), start);
    yield;
  }
}

const ADDRESS: ReadonlySet<EntityKind> = new Set(['email', 'url', 'account', 'phone']);
/** Nobody has a legitimate reason to put more addresses into one value. */
const MOST_ADDRESSES = 2_000;

/** The addresses in a text, however many other entities come before them. */
function addressesIn(text: string): Pick<Entity, 'start' | 'end'>[] {
  const found: Pick<Entity, 'start' | 'end'>[] = [];
  for (let from = 0; from < text.length; ) {
    const entities = entitiesOf(text.slice(from));
    for (const { kind, start, end } of entities)
      if (ADDRESS.has(kind)) found.push({ start: from + start, end: from + end });
    if (found.length > MOST_ADDRESSES) throw new Error('a value holds more addresses than can be told apart');
    from += entities.length < MOST_ENTITIES ? ENTITY_TEXT : (entities.at(-1)?.end ?? ENTITY_TEXT);
  }
  return found;
}

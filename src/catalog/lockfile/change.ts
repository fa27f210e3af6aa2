import { type Json, leaves } from '../../model/json.ts';
import type { Role } from '../../model/tool.ts';

export const GRADES = ['none', 'low', 'medium', 'high'] as const;
/** How much a change could matter: `none` is another spelling of the same, `high` is for a person to read twice. */
export type Grade = (typeof GRADES)[number];

/** One thing that is different, in words that follow the thing's name: "gained an optional `bcc`". */
export interface Change {
  readonly grade: Grade;
  readonly says: string;
}

/** Something that a text does to its reader, as whoever looks for that sees it: "Speaks to the model", and the words. */
export interface Seen {
  readonly what: string;
  readonly words: string;
}
export type Look = (text: string) => readonly Seen[];

export const worst = (grades: Iterable<Grade>): Grade => {
  let most = 0;
  for (const grade of grades) most = Math.max(most, GRADES.indexOf(grade));
  return GRADES[most] ?? 'high';
};

/** A text as a person is shown it: on one line, cut, with what cannot be seen spelled out. */
export function quoted(text: string, most = 120): string {
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return `'${line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line}'`;
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u115f\u1160\u3164\uffa0\u034f\ufe00-\ufe0f]/gu;

/** What an argument of this role can do with a value of somebody else's. */
export const gradeOfRole = (role: Role | undefined): Grade => {
  if (role === 'destination' || role === 'credential' || role === 'command') return 'high';
  return role === 'target' || role === 'path' || role === 'query' || role === 'amount' ? 'medium' : 'low';
};

/** What is to be seen in texts that were not there before, names of arguments included. */
export function newlySeen(before: Json, after: Json, look: Look): Change[] {
  const there = leaves(before);
  const old = new Set(there.map(({ text }) => text));
  const values = new Map(there.flatMap(({ at, text, key }) => (key ? [] : [[at, text] as const])));
  const said = new Set<string>();
  return leaves(after).flatMap(({ at, text }) => {
    if (old.has(text)) return [];
    const known = seenIn(values.get(at), look);
    return look(text).flatMap(({ what, words }): Change[] => {
      const says = `${placeOf(at)} ${lower(what)}: ${quoted(words)}`;
      if (known.has(`${what}\n${words}`) || said.has(says)) return [];
      said.add(says);
      return [{ grade: 'high', says }];
    });
  });
}

const seenIn = (text: string | undefined, look: Look): ReadonlySet<string> =>
  new Set(text === undefined ? [] : look(text).map(({ what, words }) => `${what}\n${words}`));

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');

/** `the description`, or the argument that a text of a schema is about. */
function placeOf(at: string): string {
  const hit = /^\/(?:inputSchema|outputSchema)\/properties\/(.+?)(?:\/(?:description|title))?$/.exec(at);
  if (hit?.[1] !== undefined) return `what it says of \`${hit[1].replaceAll('/properties/', '.')}\``;
  const [, member = ''] = at.split('/');
  if (member === 'instructions') return 'what it says of its use';
  return member === '' ? 'it' : `its ${member}`;
}

export const canonical = (value: Json | undefined): string =>
  value === undefined ? '' : JSON.stringify(sortedDeep(value));

function sortedDeep(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortedDeep);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortedDeep(item)]),
  );
}

import type { Json, JsonObject, JsonPointer } from '../../model/json.ts';
import type { Role } from '../../model/tool.ts';
import { sorted } from './spelling.ts';

export const GRADES = ['none', 'low', 'medium', 'high'] as const;
/** How much a change could matter: `none` is only another spelling, `high` is for a person to read twice. */
export type Grade = (typeof GRADES)[number];

/** One difference, in words that follow the thing's name: "gained an optional `bcc`". */
export interface Change {
  readonly grade: Grade;
  readonly says: string;
}

/** Something in a definition that works on its reader, as the scan reports it. */
export interface Seen {
  readonly at: JsonPointer;
  /** "Speaks to the model." */
  readonly what: string;
  /** The words themselves; '' where it is the whole text. */
  readonly words: string;
  /** With some context after them, for a person. */
  readonly shown: string;
  readonly grade: Grade;
}
/** New definitions may come by the thousand: `isFresh` asks for a glance only. */
export type Look = (definition: JsonObject, isFresh?: boolean) => readonly Seen[];

export const worst = (grades: Iterable<Grade>): Grade => {
  let most = 0;
  for (const grade of grades) most = Math.max(most, GRADES.indexOf(grade));
  return GRADES[most] ?? 'high';
};

/** A text as a person is shown it: on one line, cut short, with invisible characters escaped. */
export function quoted(text: string, most = 120): string {
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return `'${line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line}'`;
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u115f\u1160\u3164\uffa0\u034f\ufe00-\ufe0f]/gu;

/** What an argument of this role can do with somebody else's value. */
export const gradeOfRole = (role: Role | undefined): Grade => {
  if (role === 'destination' || role === 'credential' || role === 'command') return 'high';
  return role === 'target' || role === 'path' || role === 'query' || role === 'amount' ? 'medium' : 'low';
};

/** What is seen in a definition and was not seen in it before, wherever it was; `before` is undefined for a new one. */
export function newlySeen(before: JsonObject | undefined, after: JsonObject, look: Look): Change[] {
  const now = look(after, before === undefined);
  if (now.length === 0) return [];
  const known = new Set(before === undefined ? [] : look(before).map(sayKey));
  const said = new Set<string>();
  return now.flatMap((seen): Change[] => {
    const { at, what, shown, grade } = seen;
    const says = `${placeOf(at)} ${lower(what)}${shown === '' ? '' : `: ${quoted(shown)}`}`;
    if (known.has(sayKey(seen)) || said.has(says)) return [];
    said.add(says);
    return [{ grade, says }];
  });
}

const sayKey = ({ what, words }: Seen): string => `${what}\n${words}`;

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
  value === undefined ? '' : JSON.stringify(sorted(value));

export const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

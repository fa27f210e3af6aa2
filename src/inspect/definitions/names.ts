import type { Finding } from '../../model/evidence.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject, type JsonObject, leaves } from '../../model/json.ts';
import { wordsOf } from '../../model/words/name-words.ts';
import { sentencesOf } from '../reading/sentences.ts';

/** One server's definitions of one kind, as sent. */
export interface Offering {
  readonly server: string;
  /** What it runs, where that is known: two servers of one program have the same tools. */
  readonly program?: string;
  readonly definitions: readonly JsonObject[];
}

interface Named {
  readonly server: string;
  readonly name: string;
  readonly description: string;
}

/** All names of a set of servers, collected once and looked up for each of their definitions. */
export interface NameBook {
  readonly named: readonly Named[];
  readonly byName: ReadonlyMap<string, readonly Named[]>;
  readonly byPicture: ReadonlyMap<string, readonly Named[]>;
  /** By the name with one character left out: two names that differ by one slip share such a form. */
  readonly bySlip: ReadonlyMap<string, readonly Named[]>;
  readonly servers: readonly string[];
  /** What each server runs, as far as that is known. */
  readonly programs: ReadonlyMap<string, string>;
}

const MOST_NAMES = 20_000;
const MOST_TEXT = 65_536;
const MOST_FOUND = 20;

export function bookOf(offerings: readonly Offering[]): NameBook {
  const named = offerings
    .flatMap(({ server, definitions }) =>
      definitions.flatMap(({ name, description }): Named[] =>
        typeof name === 'string' && name !== '' && name.length <= 200
          ? [{ server, name, description: typeof description === 'string' ? description : '' }]
          : [],
      ),
    )
    .slice(0, MOST_NAMES);
  return {
    named,
    byName: group(named, ({ name }) => [name]),
    byPicture: group(named, ({ name }) => [pictureOf(name)]),
    bySlip: group(named, ({ name }) => slipsOf(name)),
    servers: offerings.map(({ server }) => server),
    programs: new Map(offerings.flatMap(({ server, program }) => (program === undefined ? [] : [[server, program]]))),
  };
}

function group(
  named: readonly Named[],
  keysOf: (one: Named) => readonly string[],
): ReadonlyMap<string, readonly Named[]> {
  const groups = new Map<string, Named[]>();
  for (const one of named) {
    for (const key of new Set(keysOf(one))) {
      const list = groups.get(key);
      if (list === undefined) groups.set(key, [one]);
      else list.push(one);
    }
  }
  return groups;
}

/** Letters of other scripts that look like Latin ones, and digits that people mistake for letters in a name. */
const TWINS: readonly (readonly [from: string, to: string])[] = [
  ['аеорсухіјѕԁһԛԝкмтнвг', 'aeopcyxijsdhqwkmthbr'],
  ['ονρυικατεμ', 'ovpuikatem'],
  ['0135', 'oles'],
];
const TWIN = new Map(TWINS.flatMap(([from, to]) => [...from].map((letter, i) => [letter, to[i] ?? letter] as const)));

/** A name as it looks: names that look alike have the same picture. */
function pictureOf(name: string): string {
  const folded = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '');
  const seen = Array.from(folded, (letter) => TWIN.get(letter) ?? letter).join('');
  return seen
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('i', 'l')
    .replaceAll(/[\s_.-]+/g, '_');
}

/** Shorter names, in UTF-16 units, naturally differ by a single letter. */
const SHORTEST_SLIP = 8;
const LONGEST_SLIP = 40;
function slipsOf(name: string): readonly string[] {
  const plain = name.toLowerCase();
  if (plain.length < SHORTEST_SLIP || plain.length > LONGEST_SLIP) return [];
  return [plain, ...Array.from(plain, (_letter, i) => plain.slice(0, i) + plain.slice(i + 1))];
}

/** Words added to another tool's name to make it seem the better version of it. */
const BETTER =
  /^(?:secure|safe|new|v\d|\d|pro|plus|fast|faster|enhanced|improved|official|trusted|verified|fixed|better|best|real|original|premium|updated|latest|certified|extended|ex|advanced|ultra|super)$/;

/** Findings in a definition that only show up beside those of other servers. */
export function scanAmong(server: string, definition: JsonObject, book: NameBook): readonly Finding[] {
  const { name } = definition;
  const own = typeof name === 'string' ? name : '';
  return [
    ...(own === '' ? [] : nameFindings(server, own, definition, book)),
    ...mentions(server, own, definition, book),
  ];
}

function nameFindings(server: string, name: string, { description }: JsonObject, book: NameBook): Finding[] {
  const at = (severity: Finding['severity'], kind: string, message: string): Finding[] => [
    { kind, severity, at: '/name', message },
  ];
  const elsewhere = (list: readonly Named[] | undefined): Named | undefined =>
    list?.find((one) => one.server !== server);
  const mixed = /[\u0370-\u052f]/.test(name) && /[a-z]/i.test(name);
  const same = elsewhere(book.byName.get(name));
  if (same !== undefined) {
    const program = book.programs.get(server);
    const isKin = program !== undefined && program === book.programs.get(same.server);
    if (isKin) return at('low', 'definition.name-clash', `Is that of ${same.server} too, which runs the same program.`);
    const copies = isCopy(description, same.description);
    return copies
      ? at('high', 'definition.impersonation', `Has the name and the description of a tool of ${same.server}.`)
      : at(
          'low',
          'definition.name-clash',
          `Has the same name as one of ${same.server}: whoever hears it alone cannot tell them apart.`,
        );
  }
  const alike = elsewhere(book.byPicture.get(pictureOf(name)));
  if (alike !== undefined && squeeze(alike.name) !== squeeze(name))
    return at('high', 'definition.lookalike', `Looks like a name of ${alike.server} and is another: ${written(name)}.`);
  if (mixed)
    return at('high', 'definition.lookalike', `Mixes letters of two scripts that look alike: ${written(name)}.`);
  const words = wordsOf(name);
  const plain = words.filter((word) => !BETTER.test(word));
  if (plain.length > 0 && plain.length < words.length) {
    const bare = book.named.find((one) => one.server !== server && wordsOf(one.name).join(' ') === plain.join(' '));
    if (bare !== undefined)
      return at(
        plain.length > 1 ? 'medium' : 'low',
        'definition.impersonation',
        `Is the name of one of ${bare.server} with a word that makes it sound better.`,
      );
  }
  const near = slipsOf(name)
    .flatMap((form) => book.bySlip.get(form) ?? [])
    .find((one) => isSlip(one, server, name, book));
  if (near !== undefined)
    return at('medium', 'definition.lookalike', `Is one letter from "${near.name}" of ${near.server}.`);
  return [];
}

/**
 * Whether two names differ by a slip, rather than by a plural, a number or an ending with a meaning of its own. A
 * server that has both names means both.
 */
function isSlip({ server, name: other }: Named, here: string, name: string, { byName }: NameBook): boolean {
  if (server === here || byName.get(other)?.some((one) => one.server === here) === true) return false;
  const [a, b] = [squeeze(name), squeeze(other)];
  if (a === b || a.replace(/\d/g, '') === b.replace(/\d/g, '')) return false;
  const [mine, theirs] = [wordsOf(name), wordsOf(other)];
  const singular = (word: string): string => word.replace(/(?:es|s|ed|d)$/, '');
  return mine.length !== theirs.length || mine.some((word, i) => singular(word) !== singular(theirs[i] ?? ''));
}
const squeeze = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, '');
const written = (name: string): string =>
  name.replace(/[^\x20-\x7e]/gu, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`).slice(0, 80);

function isCopy(description: unknown, other: string): boolean {
  const plain = (text: string): string => wordsOf(text).join(' ');
  return typeof description === 'string' && other.length > 10 && plain(description) === plain(other);
}

/** Words that tell somebody to act, rather than describe something. */
const ORDERS =
  /\b(?:must|always|never|should|shall|have to|need to|first|before|after|instead|when(?:ever)?|every time|call|invoke|run|use|execute|do not|don[’']t|prefer|replace[sd]?|supersedes?|rather than|required?)\b/i;
const IDENTIFIER = /[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)+|\b[a-z]+(?:[A-Z][a-z0-9]+)+\b/g;

/** Orders about tools of other servers. Everyday words are left out: `search` is used without meaning anybody's tool. */
function mentions(server: string, own: string, definition: JsonObject, book: NameBook): Finding[] {
  const found: Finding[] = [];
  let read = 0;
  for (const leaf of leaves(definition)) {
    read += leaf.text.length;
    if (read > MOST_TEXT || found.length >= MOST_FOUND) break;
    if (leaf.key || leaf.at === '/name' || leaf.at.includes('/_meta/')) continue;
    for (const sentence of sentencesOf(leaf.text)) {
      if (!ORDERS.test(sentence.text)) continue;
      for (const hit of sentence.text.matchAll(IDENTIFIER)) {
        const owners = book.byName.get(hit[0]);
        if (owners === undefined || hit[0] === own || owners.some((one) => one.server === server)) continue;
        const start = sentence.start + hit.index;
        const message = `Gives orders about a tool of another server (${owners[0]?.server ?? ''}).`;
        found.push({
          kind: 'definition.shadowing',
          severity: 'high',
          at: leaf.at,
          message,
          span: [start, start + hit[0].length],
        });
        break;
      }
    }
  }
  return found;
}

/** The definitions among a listing's texts; anything that is not an object is not a definition. */
export const definitionsOf = (texts: readonly string[]): JsonObject[] => texts.map(jsonOf).filter(isObject);

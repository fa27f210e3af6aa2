import { ENTITY_TEXT, hostOf } from '../entity/key.ts';
import { type Entity, entitiesOf, MOST_ENTITIES } from '../entity.ts';
import type { Flow } from '../evidence.ts';
import { type Json, type JsonPointer, pointerKeys, valueAt } from '../json.ts';
import { shownName } from '../text/shown-name.ts';
import { onOneLine } from '../text/unshown.ts';

/** A value of a list, as a person is shown it. */
export interface ListRow {
  readonly key: string;
  readonly value: string;
  /** The line it stands in, where that is short and says more. */
  readonly row?: string;
  /** It is of another domain or country than most of them. */
  readonly isOdd?: true;
}

/** Values that stand in an earlier result beside the one that a call is held for: a person may say yes to all of them. */
export interface ValueList {
  /** The argument that they would go to, whichever item of it. */
  readonly at: JsonPointer;
  readonly from: Pick<Flow['from'], 'call' | 'upstream' | 'tool'>;
  /** All that a yes is for. */
  readonly rows: readonly ListRow[];
  /** How many more stand there. */
  readonly more: number;
}

/** What is recorded of a yes to a list. */
export interface ListYes {
  readonly at: JsonPointer;
  /** The call whose result gave it. */
  readonly from: string;
  /** The names of tokens that stand for its values: a record cannot be erased, and whose they are must not be read in it. */
  readonly values: readonly string[];
}

/** A place in arguments or a result, whichever items of lists it is in. An argument may have a number for a name. */
export const anyItem = (at: JsonPointer): JsonPointer => at.replace(ITEM, '/*');
const ITEM = /(?<!^\/arguments)\/\d+(?=\/|$)/g;

/** Whoever is shown more reads none of them. */
const MOST = 50;

/**
 * Of all that stands in a result, in its order, what a person is shown together with one value: what is unlike most comes first,
 * since that is what somebody may have put there.
 */
export function shownWith(key: string, all: readonly ListRow[]): Pick<ValueList, 'rows' | 'more'> {
  const groups = all.map((row) => groupOf(row.key));
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  const usual = groups.find((group) => (counts.get(group) ?? 0) * 2 > all.length);
  const marked = all.map(
    (row, i): ListRow => (usual === undefined || groups[i] === usual ? row : { ...row, isOdd: true }),
  );
  const own = marked.findIndex((row) => row.key === key);
  const from = Math.max(0, Math.min(own, all.length - MOST));
  const rows = marked.slice(from, from + MOST);
  return {
    rows: [...rows.filter(({ isOdd }) => isOdd), ...rows.filter(({ isOdd }) => !isOdd)],
    more: all.length - rows.length,
  };
}

/** What most values of a list have in common: the domain of an address, the country of an account or number. */
function groupOf(key: string): string {
  const colon = key.indexOf(':');
  const name = key.slice(colon + 1);
  switch (key.slice(0, colon)) {
    case 'account':
      return name.slice(0, 2);
    case 'phone':
      return name.slice(0, 3);
    case 'id':
      return '';
    case 'url':
      return hostOf(name);
    default:
      return name.replace(/^.*@/, '');
  }
}

/**
 * Whether a value has an end on both sides: `ann@ours.example` in `аnn@ours.example.evil` or `-evil.example` is another one. So is
 * each link with a fragment, which its key leaves out.
 */
export const standsAlone = (text: string, { start, end }: Pick<Entity, 'start' | 'end'>): boolean =>
  !BEFORE.test(text.slice(Math.max(0, start - 2), start)) &&
  !BEHIND.test(text.slice(end, end + 3)) &&
  !text.slice(start, end).includes('#');
const BEFORE = /[\p{L}\p{N}\p{M}\p{Cf}_@/\\+%.-]$/u;
const BEHIND = /^(?:[\p{L}\p{N}\p{M}\p{Cf}_@/\\+%-]|[.:?#][\p{L}\p{N}\p{M}\p{Cf}_])/u;

/** A value, and how it is spelled. */
export type SoleValue = Pick<Entity, 'key' | 'kind'> & { readonly text: string };

/** The value that a flow leads to, where that is all that its argument says; undefined where it is more. */
export function soleValue({ to, via, labels }: Flow, params: Json): SoleValue | undefined {
  const role = to.role ?? 'content';
  // What a reader is told to pass on is one question each, and a command does more than its values say.
  if (via === 'decoded' || labels.includes('instructed') || role === 'command' || role === 'credential')
    return undefined;
  const text = valueAt(params, to.at);
  if (typeof text !== 'string') return undefined;
  const entities = entitiesOf(text);
  // Nobody has looked for what comes after those.
  if (entities.length >= MOST_ENTITIES || text.length > ENTITY_TEXT) return undefined;
  const entity = entities.find(({ start }) => start === (to.part ?? 0));
  if (entity === undefined || !standsAlone(text, entity)) return undefined;
  if (via !== 'entity' && text.trim().length !== entity.end - entity.start) return undefined;
  if (role !== 'content' && !isBare(text, entities)) return undefined;
  return { key: entity.key, kind: entity.kind, text: text.slice(entity.start, entity.end) };
}

/** Whether nothing stands beside values but names and what parts them: no second address in a spelling that is none of ours. */
function isBare(text: string, entities: readonly Entity[]): boolean {
  let rest = text;
  for (const { start, end } of entities) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  return /^[\p{L}\p{M}\s,;.'"<>()-]*$/u.test(rest);
}

/** The call whose result gave the list on which a person let a value pass in an argument; undefined where they did not. */
export type ListedFrom = (at: JsonPointer, value: SoleValue) => string | undefined;

/** The flows of a call, those marked whose value a person let pass with a list. What another text asks for with it they have not seen. */
export const withListed = (flows: readonly Flow[], params: Json, listedFrom: ListedFrom): readonly Flow[] =>
  flows.map((flow) => {
    const value = soleValue(flow, params);
    const source = value === undefined ? undefined : listedFrom(anyItem(flow.to.at), value);
    const isListed = source !== undefined && (flow.from.asks !== true || flow.from.call === source);
    return isListed ? { ...flow, from: { ...flow.from, listed: true } } : flow;
  });

/** A list as lines for people: what a yes to it is for, and every value. */
export function listLines({ at, from, rows, more }: ValueList): string[] {
  const [, ...names] = pointerKeys(at);
  const argument = shownName(names.filter((name) => name !== '*').join('.'));
  const rest = more === 0 ? '' : `; ${more} more stand there, and are asked about`;
  return [
    `${rows.length} values for \`${argument}\` that ${from.upstream}.${shownName(from.tool)} returned together${rest}:`,
    ...rows.map(({ value, row, isOdd }) => {
      const said = row === undefined ? '' : `, in: ${onOneLine(row)}`;
      return `${isOdd === true ? '! unlike most: ' : '- '}${onOneLine(value)}${said}`;
    }),
  ];
}

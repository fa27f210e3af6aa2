import { type JsonPointer, pointerKeys } from '../json.ts';
import { items, members, type Span } from '../text/scan.ts';

/** How much of each member is shown at least. */
const LEAST = 50;
/** Of more members the rest is counted. */
const MOST_MEMBERS = 30;

/**
 * The JSON text of arguments in about so many characters. Each member is cut by itself: one that is long must not take away the
 * sight of the one that decides. Values at the places in `decisive` come first, items of a list with their number, and are
 * shown however little room there is. All else that has room for less than two members is cut as a whole, however deep it goes.
 */
export const shortened = (text: string, most: number, decisive: readonly JsonPointer[] = []): string =>
  shorten(text, most, decisive.map(pointerKeys));

/** Steps from a value to one that decides. */
type Way = readonly string[];

function shorten(text: string, most: number, ways: readonly Way[]): string {
  if (text.length <= most) return text;
  const isWayIn = ways.some((way) => way.length > 0);
  if (text.startsWith('"')) return isWayIn ? cutAround(text, most, Number(ways.flat()[0])) : cut(text, most);
  const isList = text.startsWith('[');
  const all = isWayIn || (!isList && most >= 2 * LEAST) ? inOrder(partsOf(text, isList), ways) : [];
  if (all.length === 0) return cut(text, most);
  const room = Math.max(1, Math.min(MOST_MEMBERS, Math.floor(most / LEAST)));
  const shown = all.slice(0, room).map(({ key, name, span }) => ({
    key,
    name,
    value: text.slice(span.start, span.end),
  }));
  const rest = all.length - shown.length;
  const values = new Map<Part, string>();
  let left = most;
  // The shortest first: what they leave is for the others.
  const bySize = shown.toSorted((one, other) => sizeOf(one) - sizeOf(other));
  for (const [i, part] of bySize.entries()) {
    const share = Math.floor(left / (bySize.length - i));
    const below = ways.filter(([first]) => first === part.key).map((way) => way.slice(1));
    values.set(part, shorten(part.value, Math.max(LEAST, share - part.name.length), below));
    left -= Math.min(share, sizeOf(part));
  }
  const said = shown.map((part) => `${part.name}:${isList ? ' ' : ''}${values.get(part)}`).join(', ');
  const counted = rest === 0 ? '' : `, … (${rest} more ${isList ? 'items' : 'members'})`;
  return isList ? `[${said}${counted}]` : `{${said}${counted}}`;
}

interface Part {
  readonly key: string;
  /** As it is shown. */
  readonly name: string;
  /** JSON text. */
  readonly value: string;
}

type Place = Omit<Part, 'value'> & { readonly span: Span };

function partsOf(text: string, isList: boolean): Place[] {
  if (isList) return items(text).map((span, i) => ({ key: String(i), name: `#${i + 1}`, span }));
  const all = [...(members(text) ?? [])];
  return all.map(([key, span]) => ({ key, name: cut(JSON.stringify(key), LEAST), span }));
}

/** Those that decide first, as they are named; else in the order they came in. */
function inOrder(all: Place[], ways: readonly Way[]): Place[] {
  if (ways.length === 0) return all;
  const ranks = new Map(ways.map(([first], i) => [first, i - ways.length] as const).reverse());
  return all.toSorted((one, other) => (ranks.get(one.key) ?? 0) - (ranks.get(other.key) ?? 0));
}

const sizeOf = ({ name, value }: Part): number => name.length + value.length;

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)} … (${text.length - most} more characters)`;

/** The text of a string, cut so that what stands at one of its letters is seen, and a little of what stands before. */
function cutAround(text: string, most: number, letter: number): string {
  const string = JSON.parse(text) as string;
  const before = Math.floor(most / 4);
  if (!(letter > most - before && letter < string.length)) return cut(text, most);
  const from = letter - Math.min(before, LEAST);
  const seen = string.slice(from, from + most - before);
  const after = string.length - from - seen.length;
  const rest = after === 0 ? '' : ` … (${after} more characters)`;
  return `${JSON.stringify(string.slice(0, before))} … (${from - before} more characters) … ${JSON.stringify(seen)}${rest}`;
}

import { members, type Span } from '../text/scan.ts';

/** How much of each member is shown at least. */
const LEAST = 50;
/** Of more members the rest is counted. */
const MOST_MEMBERS = 30;

/**
 * The JSON text of arguments in about so many characters. Each member is cut by itself: one that is long must not take away the
 * sight of the one that decides, and those that are `decisive` come first. What has room for less than two members is cut as a
 * whole, however deep it goes.
 */
export function shortened(text: string, most: number, decisive: readonly string[] = []): string {
  if (text.length <= most) return text;
  const all = most < 2 * LEAST ? [] : inOrder([...(members(text) ?? [])], decisive);
  if (all.length === 0) return cut(text, most);
  const shown = all.slice(0, Math.min(MOST_MEMBERS, Math.floor(most / LEAST))).map(([name, { start, end }]) => ({
    name: cut(JSON.stringify(name), LEAST),
    value: text.slice(start, end),
  }));
  const rest = all.length - shown.length;
  const values = new Map<Member, string>();
  let left = most;
  // The shortest first: what they leave is for the others.
  const bySize = shown.toSorted((one, other) => sizeOf(one) - sizeOf(other));
  for (const [i, member] of bySize.entries()) {
    const share = Math.floor(left / (bySize.length - i));
    values.set(member, shortened(member.value, Math.max(LEAST, share - member.name.length), decisive));
    left -= Math.min(share, sizeOf(member));
  }
  const said = shown.map((member) => `${member.name}:${values.get(member)}`);
  return `{${said.join(', ')}${rest === 0 ? '' : `, … (${rest} more members)`}}`;
}

/** Those that decide first, as they are named; else in the order they came in. */
function inOrder(all: [name: string, span: Span][], decisive: readonly string[]): [name: string, span: Span][] {
  if (decisive.length === 0) return all;
  const rank = (name: string): number => (decisive.includes(name) ? decisive.indexOf(name) : decisive.length);
  return all.toSorted(([one], [other]) => rank(one) - rank(other));
}

interface Member {
  readonly name: string;
  /** Both as JSON text. */
  readonly value: string;
}

const sizeOf = ({ name, value }: Member): number => name.length + value.length;

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)} … (${text.length - most} more characters)`;

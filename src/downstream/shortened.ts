import { members } from '../model/scan.ts';

/** How much of each member is shown at least. */
const LEAST = 60;
/** Of more members the rest is counted. */
const MOST_MEMBERS = 30;

/**
 * The JSON text of arguments in about so many characters. Each member is cut by itself: one that is long must not take away
 * the sight of the one that decides.
 */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const all = [...(members(text) ?? [])];
  if (all.length === 0) return cut(text, most);
  const shown = all.slice(0, MOST_MEMBERS);
  const rest = all.length - shown.length;
  let left = most;
  // The shortest first: what they leave is for the others.
  const sizes = new Map<string, number>();
  const bySize = shown.toSorted(([, one], [, other]) => one.end - one.start - (other.end - other.start));
  for (const [i, [name, { start, end }]] of bySize.entries()) {
    const share = Math.max(LEAST, Math.floor(left / (bySize.length - i)));
    sizes.set(name, share);
    left -= Math.min(share, end - start);
  }
  const said = shown.map(
    ([name, { start, end }]) =>
      `${cut(JSON.stringify(name), LEAST)}:${shortened(text.slice(start, end), sizes.get(name) ?? LEAST)}`,
  );
  return `{${said.join(', ')}${rest === 0 ? '' : `, … (${rest} more members)`}}`;
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)} … (${text.length - most} more characters)`;

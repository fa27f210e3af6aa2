import { editsBetween } from '../../model/words/nearest.ts';

const MOST = 3;

/** The names most like the one that was meant, nearest first, at most three; none where nothing is near. */
export function nearNames(meant: string, names: readonly string[]): string[] {
  const wanted = plain(meant);
  return names
    .map((name) => ({ name, away: strangeness(wanted, plain(name)) }))
    .filter(({ away }) => away <= 0.5)
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 100);

/** 0 for the same name, 1 for nothing in common. Models drop prefixes and mix up endings, so a name that contains the other is near. */
function strangeness(a: string, b: string): number {
  if (a === '' || b === '') return 1;
  if (a === b) return 0;
  if (a.includes(b) || b.includes(a)) return Math.min(0.4, Math.abs(a.length - b.length) / 100);
  const longer = Math.max(a.length, b.length);
  return editsBetween(a, b, longer) / longer;
}

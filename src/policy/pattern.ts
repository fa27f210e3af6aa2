import { nearest } from '../model/words/nearest.ts';

/** Why a tool pattern can match nothing here, and what to write; undefined where it can. */
export function refusePattern(
  pattern: string,
  servers: readonly string[],
): { what: string; instead: string } | undefined {
  if (servers.some((server) => reaches(pattern, `${server}.`))) return undefined;
  const dot = pattern.indexOf('.');
  const named = dot < 0 ? pattern : pattern.slice(0, dot);
  if (dot < 0 && !pattern.includes('*')) {
    const instead = servers.includes(pattern) ? `"${pattern}.*" is every tool of that server.` : 'Write server.tool.';
    return { what: `"${pattern}" names no tool`, instead };
  }
  const meant = named.includes('*') ? undefined : nearest(named, servers);
  const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
  const known = servers.length === 0 ? 'No server is configured.' : `Configured: ${servers.join(', ')}.`;
  return { what: `"${pattern}" can match nothing: there is no server "${named}"${hint}`, instead: known };
}

/** Whether a pattern can match some name that starts with `prefix` and goes on. */
export function reaches(pattern: string, prefix: string): boolean {
  // Positions in the pattern that the prefix may have led to; a `*` may go on matching or end.
  let places = new Set([0]);
  const closed = (from: Set<number>): Set<number> => {
    for (const place of from) if (pattern[place] === '*') from.add(place + 1);
    return from;
  };
  for (const letter of prefix) {
    const next = new Set<number>();
    for (const place of closed(places)) {
      if (pattern[place] === '*') next.add(place);
      else if (pattern[place] === letter) next.add(place + 1);
    }
    places = next;
  }
  return [...places].some((place) => place < pattern.length);
}

/** Whether two patterns with `*` have a name in common. */
export function overlap(a: string, b: string): boolean {
  const known = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    if (i === a.length && j === b.length) return true;
    const key = i * (b.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const found =
      (a[i] === '*' && (meet(i + 1, j) || (j < b.length && meet(i, j + 1)))) ||
      (b[j] === '*' && (meet(i, j + 1) || (i < a.length && meet(i + 1, j)))) ||
      (i < a.length && j < b.length && a[i] === b[j] && meet(i + 1, j + 1));
    known.set(key, found);
    return found;
  };
  return meet(0, 0);
}

import { matches } from './matches.ts';

/** The pieces in which texts are compared: whole lines; or words and signs, where one line has both changes. */
export const GRAINS: readonly RegExp[] = [/(?<=\n)/, /(?<=[\s{}[\],:=])|(?=[\s{}[\],:=])/];

/**
 * A three-way merge: undoes the first change of a text and keeps what somebody else changed since, byte for byte. Undefined
 * where both changed the same pieces.
 */
export function undoChange(
  before: string,
  after: string,
  current: string,
  grain = GRAINS[0] as RegExp,
): string | undefined {
  const [old, base, now] = [before.split(grain), after.split(grain), current.split(grain)];
  const [toOld, toNow] = [matches(base, old), matches(base, now)];
  if (!toOld.isAll || !toNow.isAll) return undefined;
  let out = '';
  let [b, o, n] = [0, 0, 0];
  for (;;) {
    // The next piece that all three have: what is before it changed on one side, or on both.
    let next = b;
    while (next < base.length && !((toOld.found[next] ?? -1) >= o && (toNow.found[next] ?? -1) >= n)) next++;
    const isEnd = next === base.length;
    const [endOld, endNow] = isEnd ? [old.length, now.length] : [toOld.found[next] ?? 0, toNow.found[next] ?? 0];
    const was = base.slice(b, next).join('');
    const [mine, theirs] = [old.slice(o, endOld).join(''), now.slice(n, endNow).join('')];
    const both = joined(was, mine, theirs);
    if (both === undefined) return undefined;
    out += both;
    if (isEnd) return out;
    out += base[next] ?? '';
    [b, o, n] = [next + 1, endOld + 1, endNow + 1];
  }
}

/** Two changes of one piece can be merged where one is none, or something was only added before or after it. */
function joined(was: string, mine: string, theirs: string): string | undefined {
  if (mine === was || mine === theirs) return theirs;
  if (theirs === was) return mine;
  if (was === '') return undefined;
  if (theirs.endsWith(was)) return theirs.slice(0, -was.length) + mine;
  return theirs.startsWith(was) ? mine + theirs.slice(was.length) : undefined;
}

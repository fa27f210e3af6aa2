/** With more differing pieces than this, no common ones are looked for. */
const MOST = 2_000;

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
  const toOld = matches(base, old);
  const toNow = matches(base, now);
  if (toOld === undefined || toNow === undefined) return undefined;
  let out = '';
  let [b, o, n] = [0, 0, 0];
  for (;;) {
    // The next piece that all three have: what is before it changed on one side, or on both.
    let next = b;
    while (next < base.length && !((toOld[next] ?? -1) >= o && (toNow[next] ?? -1) >= n)) next++;
    const isEnd = next === base.length;
    const [endOld, endNow] = isEnd ? [old.length, now.length] : [toOld[next] ?? 0, toNow[next] ?? 0];
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

/** For each piece of one text the index of its match in the other, in order; -1 where there is none. */
function matches(from: readonly string[], to: readonly string[]): Int32Array | undefined {
  const found = new Int32Array(from.length).fill(-1);
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) found[head] = head++;
  let tail = 0;
  while (tail < Math.min(from.length, to.length) - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  for (let i = 1; i <= tail; i++) found[from.length - i] = to.length - i;
  const [old, now] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  if (old.length > MOST || now.length > MOST) return undefined;
  // The lengths of the longest common subsequences from each pair of pieces on.
  const width = now.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--)
      table[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) found[head + i++] = head + j++;
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return found;
}

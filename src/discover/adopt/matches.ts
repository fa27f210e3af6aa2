/** With more differing pieces than this, no common ones are looked for among them. */
const MOST = 2_000;

/** What two texts have in common, in pieces. */
export interface Matches {
  /** For each piece of the first the index of its match in the second, in order; -1 where there is none. */
  readonly found: Int32Array;
  /** Whether there are no more of them. */
  readonly isAll: boolean;
}

/** As many matches as there can be, or those at the beginning and the end. */
export function matches(from: readonly string[], to: readonly string[]): Matches {
  const found = new Int32Array(from.length).fill(-1);
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) found[head] = head++;
  let tail = 0;
  while (tail < Math.min(from.length, to.length) - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  for (let i = 1; i <= tail; i++) found[from.length - i] = to.length - i;
  const [old, now] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  if (old.length > MOST || now.length > MOST) return { found, isAll: false };
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
  return { found, isAll: true };
}

/** Something of which only so many are kept. */
export interface Evictable {
  /** Whose it is; '' where that is not known. */
  readonly owner: string;
  /** When it was last used, in milliseconds since 1970. */
  readonly last: number;
}

/**
 * Chooses which goes when there is no room: of those whose owner has most, the one that was silent for longest. So whoever invents
 * session after session cannot have anybody else's forgotten.
 */
export function leastMissed(all: ReadonlyMap<string, Evictable>): string | undefined {
  const counts = new Map<string, number>();
  for (const { owner } of all.values()) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  // One by one: a function takes no more arguments than the stack holds.
  let most = 0;
  for (const count of counts.values()) if (count > most) most = count;
  let oldest: string | undefined;
  let last = Number.POSITIVE_INFINITY;
  for (const [name, one] of all) {
    if (one.last >= last || counts.get(one.owner) !== most) continue;
    oldest = name;
    last = one.last;
  }
  return oldest;
}

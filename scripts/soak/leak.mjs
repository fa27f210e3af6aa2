/**
 * Whether what is held looks like a leak: `sizes` are those at rest, after a warm-up and after each round of the same traffic.
 * A process that is still growing into its caches grows less and less; what leaks grows as much in each round.
 */
export function isLeak(sizes, limit) {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (last / first - 1 <= limit) return false;
  if (sizes.length < 3) return true;
  const [before, between] = sizes.slice(-3);
  return last - between > (between - before) / 2;
}

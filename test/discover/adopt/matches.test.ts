import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matches } from '../../../src/discover/adopt/matches.ts';

const pieces = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 8 });

/** How long the longest pieces are that both have in the same order. */
const most = ([a, ...rest]: readonly string[], to: readonly string[]): number => {
  if (a === undefined || to.length === 0) return 0;
  const at = to.indexOf(a);
  return Math.max(most(rest, to), at < 0 ? 0 : 1 + most(rest, to.slice(at + 1)));
};

it('are the same in both, in order, and as many as there can be', () => {
  fc.assert(
    fc.property(pieces, pieces, (from, to) => {
      const { found, isAll } = matches(from, to);
      expect(isAll).toBe(true);
      const pairs = [...found].flatMap((at, i) => (at < 0 ? [] : [[from[i], at] as const]));
      for (const [piece, at] of pairs) expect(to[at]).toBe(piece);
      expect(pairs.map(([, at]) => at)).toEqual(pairs.map(([, at]) => at).sort((a, b) => a - b));
      expect(pairs).toHaveLength(most(from, to));
    }),
  );
});

it('are looked for at both ends alone where too much lies between', () => {
  const many = Array.from({ length: 2_001 }, (_, i) => `${i}`);
  const { found, isAll } = matches(['a', ...many, 'z'], ['a', 'x', ...many, 'y', 'z']);
  expect(isAll).toBe(false);
  expect([found[0], found.at(-1), found.filter((at) => at >= 0).length]).toEqual([0, 2_004, 2]);
});

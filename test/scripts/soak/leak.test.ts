import { describe, expect, it } from 'vitest';
import { isLeak } from '../../../scripts/soak/leak.mjs';

describe('what is held after a short run', () => {
  it.each<[string, number[]]>([
    ['as much in each round', [20, 26, 32]],
    ['more and more', [20, 22, 32]],
    ['in the only round', [20, 31]],
  ])('is a leak where it grows %s', (_, sizes) => {
    expect(isLeak(sizes, 0.5)).toBe(true);
  });

  it.each<[string, number[]]>([
    ['no more than is allowed', [20, 25, 30]],
    ['less and less', [20, 29, 31]],
    ['once', [20, 40, 40]],
    ['and shrinks again', [20, 35, 31]],
  ])('is none where it grows %s', (_, sizes) => {
    expect(isLeak(sizes, 0.5)).toBe(false);
  });

  it('is one however little it leaks, where the traffic goes on: each round counts, and not the first alone', () => {
    const sizes = [20, 24, 26];
    for (let round = 0; round < 9; round++) {
      expect(isLeak(sizes, 0.5)).toBe((sizes.at(-1) ?? 0) > 30);
      sizes.push((sizes.at(-1) ?? 0) + 2);
    }
  });
});

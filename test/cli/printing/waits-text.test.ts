import { expect, it } from 'vitest';
import { waitsText } from '../../../src/cli/printing/waits-text.ts';

it('says how many have answered, and for which one it waits', () => {
  const said: string[] = [];
  const waits = waitsText({ say: () => {}, wait: (text) => said.push(text(7)), end: () => {} });
  waits(['a', 'b', 'c'], 5);
  waits(['c'], 5);
  waits(['x'.repeat(300)], 5);
  waits([], 5);
  expect(said.slice(0, 2)).toEqual([
    '7 s: 2 of 5 servers; waiting for a and 2 more',
    '7 s: 4 of 5 servers; waiting for c',
  ]);
  expect(said).toHaveLength(3);
  expect(said[2]?.length).toBeLessThan(80);
});

import { expect, test } from 'vitest';
import { hexRuns } from '../../src/inspect/hex.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');

test('reads text out of hexadecimal digits, plain or parted, and says where they stand', () => {
  const plain = 'meet at the old mill';
  const run = hex(plain);
  expect(hexRuns(`x ${run} y`)).toEqual([{ start: 2, end: 2 + run.length, text: plain }]);
  expect(hexRuns(run.replace(/..(?=.)/g, '$&-'))[0]?.text).toBe(plain);
});

test('lets hashes and short runs be', () => {
  expect(hexRuns('da39a3ee5e6b4b0d3255bfef95601890afd80709')).toEqual([]);
  expect(hexRuns(hex('short'))).toEqual([]);
});

import { expect, test } from 'vitest';
import { hexRuns, hexRunsInSteps } from '../../../src/inspect/reading/hex.ts';
import { finish } from '../../../src/model/steps.ts';

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

test('reads the same with pauses, and pauses where there is much', () => {
  const text = `${hex('meet at the old mill')}; ${'a1:'.repeat(500_000)}; ${hex('bring the other letter')}`;
  expect(finish(hexRunsInSteps(text))).toEqual(hexRuns(text));
  expect(hexRuns(text)).toHaveLength(2);
  const steps = hexRunsInSteps(text);
  let pauses = 0;
  while (steps.next().done !== true) pauses++;
  expect(pauses).toBeGreaterThan(5);
});

test('reads what stands behind any number of decoys', () => {
  const decoys = Array.from({ length: 60 }, (_, i) => hex(`nothing is said in ${i}`));
  const runs = hexRuns([...decoys, hex('meet at the old mill')].join('; '));
  expect(runs).toHaveLength(50);
  expect(runs.at(-1)?.text).toContain('meet at the old mill');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectors } from '../../src/inspect/index.ts';
import { NO_FACTS } from '../../src/model/tool.ts';
import { gatherOnResult } from '../../src/pipeline/gather.ts';
import { expectLinear } from '../growth.ts';
import { complete, EMPTY_VIEW, sampleCall } from '../pipeline/sample.ts';

const context = {
  home: '/home/ada',
  platform: 'linux' as const,
  ownFiles: [],
  stateDirectories: [],
  clientConfigs: [],
  roots: [],
};
const mounted = inspectors(context).map((inspector) => ({ inspector, mode: 'enforce' as const }));

/** Pieces of what inspectors look for, so that texts made of them begin many things and end few. */
const PIECES = [
  ...[
    'a',
    '1',
    ' ',
    '\n',
    '.',
    '@',
    '-',
    '_',
    ':',
    '/',
    '\\',
    '+',
    '(',
    '=',
    '%',
    '&',
    '<',
    '"',
    "'",
    '{',
    '[',
    '\u200b',
  ],
  ...[
    'a@',
    'a.a',
    '://',
    'x://a:',
    '4 1-',
    '41-',
    'GB82',
    '+1 ',
    'phone ',
    'ssn ',
    'a1:',
    'eyJ',
    'sk-',
    'AKIA',
    'token=',
  ],
  ...[
    'password: "',
    'ignore all ',
    'do not tell ',
    'before you use ',
    'please ',
    '&amp;',
    'p\u0430',
    '\u{e0041}',
    '![](',
    '%41',
  ],
];

/** Milliseconds of the processor's time, at its best of two. */
async function work(text: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  const result = complete({ content: [{ type: 'text', text }] });
  for (let i = 0; i < 2; i++) {
    const start = process.cpuUsage();
    const { faults } = await gatherOnResult(mounted, { ...sampleCall(), tool: NO_FACTS }, result, EMPTY_VIEW, 60_000);
    expect(faults).toEqual([]);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

test('all inspectors together do linear work on whatever text comes', { timeout: 120_000 }, async () => {
  const seed = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(seed, async (piece) => {
      const sized = (size: number): string => piece.repeat(Math.ceil(size / piece.length));
      const before = Math.max(await work(sized(16_000)), 1);
      // Eight times the text: linear work grows eightfold, quadratic work sixty-four-fold.
      expect(await work(sized(128_000))).toBeLessThan(Math.max(before * 30, 150));
    }),
    { numRuns: 40 },
  );
});

/** As much work as `text` has pairs of letters, or as it has letters. */
function count(text: string, isSquare: boolean): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    if (!isSquare) sum += text.charCodeAt(i);
    else for (let j = i; j < text.length; j++) sum += j;
  }
  return sum;
}

test('the measure: linear work passes, however little it is, and quadratic work does not', () => {
  expectLinear(['a'], (text) => count(text, false));
  expectLinear(['a'], () => undefined);
  expect(() => expectLinear(['a'], (text) => count(text, true), { size: 4_000 })).toThrow(/work on "a" grows/);
});

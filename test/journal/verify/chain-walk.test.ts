import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeGroup } from '../../../src/journal/chain/group.ts';
import { segmentFile } from '../../../src/journal/chain/segment.ts';
import { makeFolder } from '../../../src/journal/disk/files.ts';
import { ChainWalk } from '../../../src/journal/verify/chain-walk.ts';
import type { Problem } from '../../../src/journal/verify/report.ts';
import { journalDir } from '../passing.ts';

const COUNT = 12;
const NOTES = Array.from({ length: COUNT }, (_, i) => ({
  entry: { kind: 'note', about: 'n', message: `${i}` } as const,
  at: i,
  payload: undefined,
  tool: undefined,
  done: undefined,
}));
const LINES = writeGroup(NOTES, { seq: -1, hash: '', writer: 'w', facts: new Set() })
  .bytes.toString()
  .trimEnd()
  .split('\n');

async function walk(lines: readonly string[]): Promise<{ problems: Problem[]; visited: number[] }> {
  const dir = await journalDir();
  await makeFolder(dir);
  await writeFile(path.join(dir, segmentFile({ writer: 'w', n: 0 })), lines.map((line) => `${line}\n`).join(''));
  const problems: Problem[] = [];
  const visited: number[] = [];
  const found = {
    problem: (problem: Problem) => problems.push(problem),
    notice: () => undefined,
    isTouched: () => false,
  };
  const walking = new ChainWalk(dir, 'w', found, ({ seq }, _n, _line, intact) => {
    if (intact) visited.push(seq);
  });
  await walking.segment(0, Number.POSITIVE_INFINITY);
  walking.end();
  return { problems, visited };
}

it('visits an untouched chain and finds nothing', async () => {
  expect(await walk(LINES)).toEqual({ problems: [], visited: LINES.map((_, i) => i) });
});

it('names each of several edited lines, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(COUNT - 1), { minLength: 1, maxLength: 5 }), async (edited) => {
      const { problems, visited } = await walk(
        LINES.map((line, i) => (edited.includes(i) ? line.replace('"message":"', '"message":"!') : line)),
      );
      const sorted = edited.sort((a, b) => a - b);
      expect(problems.map(({ what, line, seq }) => [what, line, seq])).toEqual(sorted.map((i) => ['edit', i + 1, i]));
      expect(visited).toEqual(LINES.map((_, i) => i).filter((i) => !edited.includes(i)));
    }),
    { numRuns: 40 },
  );
});

it('names every gap once, with the first record that is missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(COUNT - 3), fc.integer({ min: 1, max: 2 }), async (from, count) => {
      const { problems } = await walk(LINES.filter((_, i) => i < from || i >= from + count));
      expect(problems.map(({ what, line, seq }) => [what, line, seq])).toEqual([['deletion', from + 1, from]]);
    }),
    { numRuns: 30 },
  );
});

it('tells a moved record from a removed one', async () => {
  const lines = [...LINES];
  const [moved = ''] = lines.splice(4, 1);
  lines.splice(8, 0, moved);
  const { problems } = await walk(lines);
  expect(problems.map(({ what, line, seq }) => [what, line, seq])).toEqual([['reordering', 9, 4]]);
});

it('tells lines that were put in from lines that were changed', async () => {
  for (const junk of [LINES[2] ?? '', '{}', 'junk']) {
    const { problems } = await walk([...LINES.slice(0, 5), junk, ...LINES.slice(5)]);
    expect(problems.map(({ what, line }) => [what, line])).toEqual([['insertion', 6]]);
  }
});

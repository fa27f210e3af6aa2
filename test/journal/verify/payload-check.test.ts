import { appendFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeFolder } from '../../../src/journal/disk/files.ts';
import { encodePayload, makePayload } from '../../../src/journal/payload/payload.ts';
import { PayloadStore } from '../../../src/journal/payload/store.ts';
import { PayloadCheck } from '../../../src/journal/verify/payload-check.ts';
import type { Problem } from '../../../src/journal/verify/report.ts';
import { journalDir } from '../passing.ts';

const SEGMENT = { writer: 'w', n: 0 };

/** Checks a store of three payloads of which records name the first two. */
async function check(
  end: { isGrowing: boolean; isTorn: boolean },
  erased: (digests: string[]) => string[] = () => [],
  moved = 0,
) {
  const dir = await journalDir();
  await makeFolder(dir);
  const payloads = ['one', 'two', 'three'].map((text) => makePayload(text));
  const { path } = new PayloadStore(dir, SEGMENT);
  for (const { ref, salt, text } of payloads) await appendFile(path, encodePayload(ref.digest, salt, text));
  const problems: Problem[] = [];
  const notices: string[] = [];
  const found = {
    problem: (one: Problem) => problems.push(one),
    notice: (one: string) => notices.push(one),
    isTouched: () => problems.length > 0,
  };
  const digests = payloads.map(({ ref }) => ref.digest);
  const checking = new PayloadCheck(dir, new Set(erased(digests)), found);
  await checking.segment(
    SEGMENT,
    digests.slice(0, 2).map((digest, seq) => ({ seq, digest, line: seq + 2 - moved })),
    end,
  );
  return { problems, notices, counted: checking.counted };
}

it('takes a payload that no record names for put in, where nothing else explains it', async () => {
  const closed = await check({ isGrowing: false, isTorn: false });
  expect(closed.problems).toMatchObject([{ what: 'insertion', line: 3 }]);
  expect(closed.counted).toEqual({ whole: 2, erased: 0 });
});

it('expects one whose record is still to come, and explains one whose record never came', async () => {
  expect(await check({ isGrowing: true, isTorn: true })).toMatchObject({ problems: [], notices: [] });
  const torn = await check({ isGrowing: false, isTorn: true });
  expect(torn.problems).toEqual([]);
  expect(torn.notices).toEqual([expect.stringContaining('never finished')]);
});

it('tells of an erasure that was recorded and not done', async () => {
  const half = await check({ isGrowing: true, isTorn: false }, ([first = '']) => [first]);
  expect(half.problems).toEqual([]);
  expect(half.notices).toEqual([expect.stringContaining('erase it again')]);
});

it('finds one that does not stand before its record, where nothing else explains it', async () => {
  const { problems } = await check({ isGrowing: true, isTorn: false }, () => [], 1);
  expect(problems).toMatchObject([{ what: 'reordering', line: 1, seq: 0 }]);
});

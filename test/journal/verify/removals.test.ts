import { generateKeyPairSync } from 'node:crypto';
import { cp, readdir, readFile, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Checkpoint, checkpoint } from '../../../src/journal/chain/checkpoint.ts';
import { digestOf, lineBody, lineEnd } from '../../../src/journal/chain/line.ts';
import { prune } from '../../../src/journal/chain/retention.ts';
import { parseSegmentFile } from '../../../src/journal/chain/segment.ts';
import { signWith } from '../../../src/journal/chain/signature.ts';
import { lastRecord } from '../../../src/journal/chain/tail.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import type { Entry, RetentionEntry } from '../../../src/model/record.ts';
import { journalDir, open, pass } from '../passing.ts';

const SMALL = { payload: 1_000, segment: 3_000, keep: 1e12, most: 1e12 };
/** The chain of whoever can write the journal and has no key: whole by itself. */
const THEIRS = 'zzzzzzzzz000000';
const AT = Date.UTC(2026, 0, 2);

let dir: string;
/** Segments by file name, with their bytes and their last records. */
const segments = new Map<string, { bytes: Buffer; writer: string; name: string; head: string }>();
/** Kept elsewhere: before the first removal, and after the last record. */
let kept: Checkpoint[];
/** The removal that was ours. */
let own: RetentionEntry;
let first: string;

beforeAll(async () => {
  dir = await journalDir();
  const one = await open(dir, { limits: SMALL });
  first = one.writer;
  for (let i = 0; i < 6; i++) await pass(one);
  await one.close();
  const two = await open(dir, { limits: SMALL });
  for (let i = 0; i < 6; i++) await pass(two);
  const before = await checkpoint(dir);
  await two.write(before);
  await utimes(path.join(dir, `${first}-0.jsonl`), 1, 1);
  await prune(dir, { keep: 1e11, most: 1e12 }, two);
  for (let i = 0; i < 3; i++) await pass(two);
  await two.close();
  kept = [before, await checkpoint(dir)];
  for await (const { record } of readRecords(dir)) if (record.entry.kind === 'retention') own = record.entry;
  for (const file of await readdir(dir)) {
    const name = parseSegmentFile(file);
    const last = await lastRecord(path.join(dir, file));
    if (name === undefined || last === undefined) continue;
    const bytes = await readFile(path.join(dir, file));
    const head = `${last.seq}:${last.hash}`;
    segments.set(file, { bytes, writer: name.writer, name: `${name.writer}-${name.n}`, head });
  }
});

function chainOf(entries: readonly Entry[]): string {
  let prev = '';
  const lines = [...entries, { kind: 'note', about: 'end', message: 'the chain ends here' }].map((entry, seq) => {
    const body = lineBody(THEIRS, seq, AT, prev, JSON.stringify(entry));
    prev = digestOf(body);
    return body + lineEnd(prev);
  });
  return lines.join('');
}

/** Verifies the journal as it is after files were removed and records of that were written. */
async function attacked(
  removed: Iterable<string>,
  entries: readonly Entry[],
  checkpoints: readonly Checkpoint[] = kept,
) {
  const theirs = path.join(dir, `${THEIRS}-0.jsonl`);
  const gone = [...removed];
  for (const file of gone) await unlink(path.join(dir, file));
  await writeFile(theirs, chainOf(entries));
  try {
    return await verifyJournal(dir, { checkpoints });
  } finally {
    await rm(theirs);
    for (const file of gone) await writeFile(path.join(dir, file), segments.get(file)?.bytes ?? '');
  }
}

const filesOf = (writer: string): string[] =>
  [...segments].flatMap(([file, one]) => (one.writer === writer ? file : []));
const unsigned = (file: string): RetentionEntry => {
  const { name, head } = segments.get(file) ?? { name: '', head: '' };
  return { kind: 'retention', removed: name, head, reason: 'older than record.keep' };
};
const stranger = generateKeyPairSync('ed25519').privateKey;
const FORGERIES: readonly ((entry: RetentionEntry) => RetentionEntry)[] = [
  (entry) => entry,
  (entry) => ({ ...entry, head: '99999:x' }),
  (entry) => ({ ...own, removed: entry.removed, head: entry.head }),
  (entry) => ({ ...entry, ...signWith(stranger, { ...entry }) }),
  (entry) => ({ ...entry, signature: kept[0]?.signature ?? '', key: kept[0]?.key ?? '' }),
  () => own,
];

describe('a removal', () => {
  it('of our own is proven by its signature: nothing is to be told', async () => {
    expect(await attacked([], [])).toMatchObject({ ok: true, notices: [] });
  });

  it('of a whole chain is found though it was recorded, since that is not signed and a checkpoint names what is gone', async () => {
    const files = filesOf(first);
    const report = await attacked(files, files.map(unsigned));
    expect(report.problems).toMatchObject([{ what: 'deletion', file: `${first}-0.jsonl` }]);
    expect(report.problems[0]?.message).toContain('not signed');
  });

  it('that is recorded unsigned is told where nothing names what is gone: which chain, how far, from when to when', async () => {
    const files = filesOf(first).slice(0, 1);
    const report = await attacked(files, files.map(unsigned), []);
    expect(report.problems).toEqual([]);
    const began = new Date(Number.parseInt(first.slice(0, 9), 36)).toISOString();
    expect(report.notices).toEqual([
      expect.stringContaining(
        `the beginning of chain ${first} was removed up to ${files[0]} (record ${segments.get(files[0] ?? '')?.head.split(':')[0]}), from ${began} to no later than 2026-01-02T00:00:00.000Z`,
      ),
      expect.stringContaining('a removal that is not signed proves nothing'),
    ]);
  });

  it('is proven by the key of what was kept elsewhere where no key lies beside the journal, and by none without', async () => {
    const copy = await journalDir();
    await cp(dir, copy, { recursive: true });
    expect((await verifyJournal(copy, { checkpoints: kept })).problems).toEqual([]);
    expect(
      (await verifyJournal(copy)).notices.filter((text) => text.includes(`chain ${first} was removed`)),
    ).toHaveLength(1);
  });

  it('that names no segment, or a time that is none, is no reason to stop', async () => {
    const odd: RetentionEntry = { kind: 'retention', removed: '../x', head: 'y', reason: '' };
    const report = await attacked(
      [],
      [odd, { ...odd, removed: '-----0-1', head: '1:h' }, { ...odd, removed: '0-7', head: '1:h' }],
    );
    expect(report.problems).toEqual([]);
    expect(report.notices[0]).toContain('chain 0 was removed up to 0-7.jsonl (record 1)');
  });

  it('of any segments or chains without the key is an error or told, whatever is written of it', async () => {
    const files = [...segments.keys()];
    const forgery = fc.record({ file: fc.constantFrom(...files), how: fc.constantFrom(...FORGERIES) });
    const attack = fc.record({
      removed: fc.oneof(
        fc.subarray(files, { minLength: 1 }),
        fc.constantFrom(...new Set([...segments.values()].map(({ writer }) => writer))).map(filesOf),
        fc.nat(2).map((n) => filesOf(first).slice(0, n + 1)),
      ),
      isRecorded: fc.boolean(),
      forged: fc.array(forgery, { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(attack, async ({ removed, isRecorded, forged }) => {
        const told = [
          ...(isRecorded ? removed.map(unsigned) : []),
          ...forged.map(({ file, how }) => how(unsigned(file))),
        ];
        const report = await attacked(removed, told);
        const writers = new Set(removed.map((file) => segments.get(file)?.writer ?? ''));
        for (const writer of writers) {
          const isWholeGone = filesOf(writer).every((file) => removed.includes(file));
          const isTold = report.notices.some((text) => text.includes(`chain ${writer} was removed`));
          expect(!report.ok || (isTold && !isWholeGone)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

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
import { signingKey } from '../../../src/journal/keys.ts';
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
/** As whoever has no key may write it: without a signature at all, which no removal of ours lacks. */
const unsigned = (file: string): RetentionEntry => {
  const { name, head } = segments.get(file) ?? { name: '', head: '' };
  return { kind: 'retention', removed: name, head, reason: 'older than record.keep' } as RetentionEntry;
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

  it('that is not signed is an error, and what it would excuse another, with or without a checkpoint', async () => {
    const files = filesOf(first);
    for (const checkpoints of [kept, []]) {
      const { problems } = await attacked(files.slice(0, 1), files.slice(0, 1).map(unsigned), checkpoints);
      expect(problems[0]).toMatchObject({ what: 'insertion', file: `${THEIRS}-0.jsonl` });
      expect(problems[0]?.message).toContain("not signed by this journal's key");
      expect(problems.slice(1)).toContainEqual(expect.objectContaining({ what: 'deletion', file: files[0] }));
    }
  });

  it('is proven by the key of what was kept elsewhere where no key lies beside the journal, and told without', async () => {
    const copy = await journalDir();
    await cp(dir, copy, { recursive: true });
    expect((await verifyJournal(copy, { checkpoints: kept })).problems).toEqual([]);
    const told = (await verifyJournal(copy)).notices.filter((text) => text.includes(`chain ${first} was removed`));
    expect(told).toEqual([expect.stringContaining(`up to ${first}-0.jsonl (record ${own.head.split(':')[0]})`)]);
    const theirs = `${THEIRS}-0.jsonl`;
    const [file = ''] = filesOf(first).slice(1);
    await writeFile(path.join(copy, theirs), chainOf([FORGERIES[3]?.(unsigned(file)) ?? own]));
    const report = await verifyJournal(copy, { checkpoints: kept });
    expect(report.problems).toMatchObject([{ what: 'insertion', file: theirs }]);
  });

  it('that names no segment, or a time that is none, is no reason to stop', async () => {
    const key = await signingKey(dir);
    const odd = [
      { removed: '../x', head: 'y' },
      { removed: '-----0-1', head: '1:h' },
      { removed: '0-7', head: '1:h' },
    ].map((one) => ({ kind: 'retention', ...one, reason: '' }) as const);
    const report = await attacked(
      [],
      odd.map((one) => ({ ...one, ...signWith(key, one) })),
    );
    expect(report).toMatchObject({ problems: [], notices: [] });
  });

  it('of any segments or chains without the key is an error, whatever is written of it', async () => {
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
        expect(report.ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

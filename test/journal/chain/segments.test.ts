import { mkdir, readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Item } from '../../../src/journal/chain/group.ts';
import { Segments } from '../../../src/journal/chain/segments.ts';
import type { Files } from '../../../src/journal/disk/files.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import { failingFiles, type Operation } from '../frail-files.ts';
import { journalDir } from '../passing.ts';

async function newDir(): Promise<string> {
  const dir = await journalDir();
  await mkdir(dir, { recursive: true });
  return dir;
}

const note = (message: string): Item => ({
  entry: { kind: 'note', about: 'test', message },
  at: 1,
  payload: undefined,
  tool: undefined,
  done: undefined,
});

function segmentsIn(dir: string, files: Files, segment = 1_000_000) {
  const made = new Segments({ dir, writer: 'w', files, segment, now: () => 1, onFault: () => {}, open: () => [] });
  /** Whether it is durable; where it is not, the next may come. */
  const commit = async (message: string): Promise<boolean> => {
    const failure = await new Promise((resolve) => made.commit([note(message)], resolve));
    if (failure !== undefined) await made.rewind();
    return failure === undefined;
  };
  return { made, commit };
}

async function notesIn(dir: string): Promise<string[]> {
  const notes: string[] = [];
  for await (const { record } of readRecords(dir))
    if (record.entry.kind === 'note')
      notes.push(record.entry.about === 'test' ? record.entry.message : record.entry.about);
  return notes;
}

it('holds in one chain what was durable and nothing else, whatever the disk refuses', async () => {
  const operations = fc.subarray<Operation>(['create', 'write', 'sync', 'truncate']);
  await fc.assert(
    fc.asyncProperty(fc.array(operations, { maxLength: 8 }), fc.constantFrom(1, 1_000_000), async (steps, segment) => {
      const dir = await newDir();
      let broken: readonly Operation[] = [];
      const files = failingFiles((operation) => (broken.includes(operation) ? 'EIO' : undefined));
      const { made, commit } = segmentsIn(dir, files, segment);
      const durable: string[] = [];
      for (const [i, fails] of steps.entries()) {
        broken = fails;
        if (await commit(String(i))) durable.push(String(i));
      }
      broken = [];
      expect(await commit('last')).toBe(true);
      await made.close();
      expect((await notesIn(dir)).filter((about) => about !== 'abandoned')).toEqual([...durable, 'last']);
      // The end of a chain is written by the journal when it is closed.
      expect((await verifyJournal(dir)).problems.map(({ what }) => what)).toEqual(['truncation']);
    }),
  );
});

it('begins another file where one is full', async () => {
  const dir = await newDir();
  const { made, commit } = segmentsIn(
    dir,
    failingFiles(() => undefined),
    1,
  );
  for (const message of ['a', 'b', 'c']) expect(await commit(message)).toBe(true);
  await made.close();
  expect((await readdir(dir)).sort()).toEqual(['w-0.jsonl', 'w-1.jsonl', 'w-2.jsonl']);
  expect(made.head.seq).toBe(2);
});

it('says in the next file where the last one ends, if what was written in vain could not be cut off', async () => {
  const dir = await newDir();
  let broken: readonly Operation[] = [];
  const { made, commit } = segmentsIn(
    dir,
    failingFiles((operation) => (broken.includes(operation) ? 'EIO' : undefined)),
  );
  expect(await commit('a')).toBe(true);
  broken = ['sync', 'truncate'];
  expect(await commit('b')).toBe(false);
  expect(made.head.seq).toBe(0);
  broken = [];
  expect(await commit('b')).toBe(true);
  await made.close();
  expect(await notesIn(dir)).toEqual(['a', 'abandoned', 'b']);
});

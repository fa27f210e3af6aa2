import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { listChains, parseSegmentFile, Segment, segmentFile, writerTime } from '../../../src/journal/chain/segment.ts';
import { diskFiles, makeFolder } from '../../../src/journal/disk/files.ts';
import { failingFiles } from '../frail-files.ts';
import { journalDir, open } from '../passing.ts';

const NAME = { writer: 'w', n: 0 };

async function newSegment(files = diskFiles) {
  const dir = await journalDir();
  await makeFolder(dir);
  return { dir, segment: await Segment.create(files, dir, NAME) };
}

const append = (segment: Segment, lines: string) =>
  new Promise((resolve) => segment.append(Buffer.from(lines), resolve));

it('appends, and counts what is durable', async () => {
  const { dir, segment } = await newSegment();
  expect(await append(segment, 'one\n')).toBeUndefined();
  expect(await append(segment, 'two\n')).toBeUndefined();
  expect(segment.size).toBe(8);
  await segment.close();
  expect(await readFile(path.join(dir, segmentFile(NAME)), 'utf8')).toBe('one\ntwo\n');
});

it('takes back what a failed append left', async () => {
  let code: string | undefined;
  const { dir, segment } = await newSegment(failingFiles((operation) => (operation === 'write' ? code : undefined)));
  await append(segment, 'one\n');
  code = 'ENOSPC';
  expect(await append(segment, 'two\n')).toMatchObject({ code: 'ENOSPC' });
  expect(await append(segment, 'three\n')).toMatchObject({ code: 'ENOSPC' });
  expect(await segment.rewind()).toBe(true);
  code = undefined;
  await append(segment, 'four\n');
  await segment.close();
  expect(await readFile(path.join(dir, segmentFile(NAME)), 'utf8')).toBe('one\nfour\n');
});

it('replaces what an attempt of its own left that failed half way', async () => {
  const dir = await journalDir();
  await makeFolder(dir);
  await writeFile(path.join(dir, segmentFile(NAME)), 'left');
  const segment = await Segment.create(diskFiles, dir, NAME);
  await append(segment, 'one\n');
  await segment.close();
  expect(await readFile(path.join(dir, segmentFile(NAME)), 'utf8')).toBe('one\n');
  const files = failingFiles((operation) => (operation === 'create' ? 'EMFILE' : undefined));
  await expect(Segment.create(files, dir, { writer: 'w', n: 1 })).rejects.toMatchObject({ code: 'EMFILE' });
});

it('lists chains with their segments in order, and nothing else', async () => {
  const dir = await journalDir();
  expect(await listChains(dir)).toEqual(new Map());
  await makeFolder(dir);
  for (const name of [
    'b-10.jsonl',
    'b-9.jsonl',
    'a-0.jsonl',
    'a-0.payloads.jsonl',
    'a.lease',
    'x.jsonl',
    'A-1.jsonl',
  ]) {
    await writeFile(path.join(dir, name), '');
  }
  expect([...(await listChains(dir))]).toEqual([
    ['a', [0]],
    ['b', [9, 10]],
  ]);
  expect([...(await listChains(dir, 'b')).keys()]).toEqual(['b']);
  expect(parseSegmentFile('w-3.jsonl')).toEqual({ writer: 'w', n: 3 });
});

it('reads from a writer’s name when its chain began', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { now: () => 1_700_000_000_123 });
  expect(writerTime(journal.writer)).toBe(1_700_000_000_123);
  await journal.close();
});

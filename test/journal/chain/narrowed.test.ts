import { mkdir, readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Item } from '../../../src/journal/chain/group.ts';
import { Narrowed, narrowedIn, nothingEntry, unmark } from '../../../src/journal/chain/narrowed.ts';
import { diskFiles } from '../../../src/journal/disk/files.ts';
import { failingFiles } from '../frail-files.ts';
import { journalDir } from '../passing.ts';

const narrowing = (session: string): Item => ({
  entry: nothingEntry(session),
  at: 1,
  payload: undefined,
  tool: undefined,
  done: undefined,
});
const note: Item = { ...narrowing('n'), entry: { kind: 'note', about: 'test', message: 'm' } };

async function folder(): Promise<string> {
  const dir = await journalDir();
  await mkdir(dir, { recursive: true });
  return dir;
}

it('marks each session that was narrowed, once, whatever its key, and nothing else', async () => {
  const dir = await folder();
  const faults: string[] = [];
  const narrowed = new Narrowed(diskFiles, dir, 'w', (message) => faults.push(message));
  expect(narrowed.isEmpty).toBe(true);
  await narrowed.markAll([narrowing('a'), note, narrowing('../b ü'), narrowing('a')]);
  expect(narrowed.isEmpty).toBe(false);
  expect((await narrowedIn(dir, 'w')).sort()).toEqual(['../b ü', 'a']);
  expect(await narrowedIn(dir, 'v')).toEqual([]);
  await narrowed.markAll([narrowing('a')]);
  await unmark(dir, 'w', 'a');
  expect(await narrowedIn(dir, 'w')).toEqual(['../b ü']);
  await narrowed.clear();
  expect(narrowed.isEmpty).toBe(true);
  expect([await readdir(dir), faults]).toEqual([[], []]);
});

it('says once in an outage that the disk takes no mark, and marks as soon as it does', async () => {
  const dir = await folder();
  let isFull = true;
  const files = failingFiles((operation) => (isFull && operation === 'create' ? 'EROFS' : undefined));
  const faults: string[] = [];
  const narrowed = new Narrowed(files, dir, 'w', (message) => faults.push(message));
  for (let i = 0; i < 2; i++) await narrowed.markAll([narrowing('a')]);
  expect(faults).toMatchObject([expect.stringContaining('free some space first')]);
  expect(narrowed.isEmpty).toBe(false);
  isFull = false;
  await narrowed.markAll([narrowing('a')]);
  expect(await narrowedIn(dir, 'w')).toEqual(['a']);
  await narrowed.clear();
  isFull = true;
  await narrowed.markAll([narrowing('a')]);
  expect(faults).toHaveLength(2);
});

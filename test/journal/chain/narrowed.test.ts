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
  const narrowed = new Narrowed(diskFiles, dir, 'w');
  expect(narrowed.isEmpty).toBe(true);
  expect(await narrowed.markAll([narrowing('a'), note, narrowing('../b ü'), narrowing('a')])).toBe(true);
  expect(narrowed.isEmpty).toBe(false);
  expect((await narrowedIn(dir, 'w')).sort()).toEqual(['../b ü', 'a']);
  expect(await narrowedIn(dir, 'v')).toEqual([]);
  expect(await narrowed.markAll([narrowing('a')])).toBe(true);
  await unmark(dir, 'w', 'a');
  expect(await narrowedIn(dir, 'w')).toEqual(['../b ü']);
  await narrowed.clear();
  expect(narrowed.isEmpty).toBe(true);
  expect(await readdir(dir)).toEqual([]);
});

it('says once in an outage that the disk takes no mark, and marks as soon as it does', async () => {
  const dir = await folder();
  let isFull = true;
  const files = failingFiles((operation) => (isFull && operation === 'create' ? 'EROFS' : undefined));
  const narrowed = new Narrowed(files, dir, 'w');
  expect(await narrowed.markAll([narrowing('a')])).toBe(false);
  expect(await narrowed.markAll([narrowing('a')])).toBe(true);
  expect(narrowed.isEmpty).toBe(false);
  isFull = false;
  expect(await narrowed.markAll([narrowing('a')])).toBe(true);
  expect(await narrowedIn(dir, 'w')).toEqual(['a']);
  await narrowed.clear();
  isFull = true;
  expect(await narrowed.markAll([narrowing('a')])).toBe(false);
});

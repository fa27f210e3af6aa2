import { mkdir, readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Item } from '../../../src/journal/chain/group.ts';
import { marksIn, Narrowed, unmark } from '../../../src/journal/chain/narrowed.ts';
import { diskFiles } from '../../../src/journal/disk/files.ts';
import { failingFiles } from '../frail-files.ts';
import { journalDir } from '../passing.ts';

const narrowing = (session: string, purposes: readonly string[] = []): Item => ({
  entry: {
    kind: 'purpose',
    session,
    source: 'header',
    purposes,
    ...(purposes.length === 0 ? { tools: ['crm.find'] } : {}),
  },
  at: 1,
  payload: undefined,
  tool: undefined,
  done: undefined,
});
const note: Item = { ...narrowing('n'), entry: { kind: 'note', about: 'test', message: 'm' } };

const narrowedIn = async (dir: string, writer: string): Promise<string[]> =>
  (await marksIn(dir, writer)).map(({ entry }) => [entry.session, ...entry.purposes].join(' to '));

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
  for (const mark of await marksIn(dir, 'w')) if (mark.entry.session === 'a') await unmark(dir, mark);
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

it('says to which purposes, and by a name that nobody has configured where those are too many or too long', async () => {
  const dir = await folder();
  const narrowed = new Narrowed(diskFiles, dir, 'w', () => undefined);
  const key = 'k'.repeat(32);
  const many = Array.from({ length: 9 }, (_, i) => `p${i}`);
  for (const purposes of [['p', 'q'], ['ü'.repeat(33)], many]) await narrowed.markAll([narrowing(key, purposes)]);
  const told = (await marksIn(dir, 'w')).map(({ entry }) => entry);
  expect(told.every(({ tools }) => tools === undefined)).toBe(true);
  expect(told.flatMap(({ purposes }) => purposes).sort()).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
    'p',
    'q',
  ]);
  await narrowed.clear();
  expect(await readdir(dir)).toEqual([]);
});

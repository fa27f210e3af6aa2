import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkpoint, checkpointKey } from '../../../src/journal/chain/checkpoint.ts';
import { isRemovalSigned, prune } from '../../../src/journal/chain/retention.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { SessionIndex } from '../../../src/journal/session-index.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import { makeLater } from '../later.ts';
import { admit, journalDir, leaveDeadLease, makeCall, open, pass, settlement } from '../passing.ts';

const SMALL = { payload: 1_000, segment: 3_000, keep: 1e12, most: 1e12 };
const DAY = 86_400_000;

const segmentsIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir)).filter((name) => /-\d+\.jsonl$/.test(name)).sort();

/** As if everything that is there had been written so many days ago. */
async function age(dir: string, days: number): Promise<void> {
  const then = new Date(Date.now() - days * DAY);
  for (const name of await readdir(dir)) await utimes(path.join(dir, name), then, then);
}

it('removes closed segments that are too old, never the one that is written, and verify accepts it', async () => {
  const dir = await journalDir();
  const old = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(old);
  await old.close();
  const living = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(living);
  await living.write(await checkpoint(dir));
  await age(dir, 100);
  const before = await segmentsIn(dir);
  const removed = await prune(dir, { keep: 90 * DAY, most: 1e12 }, living);
  const after = await segmentsIn(dir);
  expect(removed.length).toBeGreaterThan(4);
  const kept = before.filter((name) => !removed.includes(name.replace('.jsonl', '')));
  expect(kept).toHaveLength(1);
  expect(after).toEqual(expect.arrayContaining(kept));
  expect(after.filter((name) => removed.includes(name.replace('.jsonl', '')))).toEqual([]);
  expect(after.filter((name) => name.startsWith(old.writer))).toEqual([]);
  await pass(living);
  await living.close();
  expect((await verifyJournal(dir)).problems).toEqual([]);
});

it('leaves what a later version wrote, closed or not, and goes on with the rest', async () => {
  const dir = await journalDir();
  const closed = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(closed);
  await closed.close();
  const dead = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(dead);
  await dead.flush();
  await leaveDeadLease(dir, dead.writer);
  makeLater(dir);
  const kept = await segmentsIn(dir);
  const old = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(old);
  await old.close();
  const living = await open(dir, { limits: SMALL });
  await age(dir, 100);
  const removed = await prune(dir, { keep: 90 * DAY, most: 1e12 }, living);
  expect(removed.length).toBeGreaterThan(1);
  expect(removed.every((name) => name.startsWith(old.writer))).toBe(true);
  expect((await segmentsIn(dir)).filter((name) => !name.startsWith(living.writer))).toEqual(kept);
  await living.close();
});

it('removes the oldest beyond the size, and no more', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: SMALL });
  for (let i = 0; i < 20; i++) await pass(journal);
  await journal.write({ kind: 'note', about: 'test', message: 'flushed' });
  const before = await segmentsIn(dir);
  const removed = await prune(dir, { keep: 1e12, most: 12_000 }, journal);
  expect(removed[0]).toBe(`${journal.writer}-0`);
  expect(before.length - removed.length).toBeGreaterThan(1);
  expect(await prune(dir, { keep: 1e12, most: 20_000 }, journal)).toEqual([]);
  await journal.close();
  expect((await verifyJournal(dir)).problems).toEqual([]);
});

it('still explains itself when the segment that told of a removal is removed itself', async () => {
  const dir = await journalDir();
  const writer = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(writer);
  const sealed = await checkpoint(dir);
  const pruner = await open(dir, { limits: SMALL });
  await prune(dir, { keep: 1e12, most: 6_000 }, pruner);
  await pruner.close();
  await age(dir, 100);
  const next = await open(dir, { limits: SMALL });
  await prune(dir, { keep: 90 * DAY, most: 1e12 }, next);
  expect((await segmentsIn(dir)).some((name) => name.startsWith(pruner.writer))).toBe(false);
  await pass(writer);
  await writer.close();
  await next.close();
  expect(await verifyJournal(dir, { checkpoints: [sealed] })).toMatchObject({ problems: [], notices: [] });
});

it('signs a removal with the key of checkpoints, and makes one where there is none', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(journal);
  await prune(dir, { keep: 1e12, most: 12_000 }, journal);
  await journal.close();
  const key = await checkpointKey(dir);
  const signers = new Set<string>();
  for await (const { record } of readRecords(dir)) {
    const { entry } = record;
    if (entry.kind !== 'retention') continue;
    signers.add(entry.key);
    expect(isRemovalSigned(entry)).toBe(true);
    for (const change of [{ removed: 'a-1' }, { head: '99:h' }, { reason: 'other' }, { signature: '' }])
      expect(isRemovalSigned({ ...entry, ...change })).toBe(false);
  }
  expect(key).toBeDefined();
  expect(signers).toEqual(new Set([key]));
});

it('removes nothing that it cannot record', async () => {
  const dir = await journalDir();
  await (await open(dir)).close();
  await age(dir, 100);
  const mute = { writer: 'none', write: () => Promise.resolve(false) };
  expect(await prune(dir, { keep: DAY, most: 1e12 }, mute)).toEqual([]);
  expect(await segmentsIn(dir)).toHaveLength(1);
});

it('is applied when a journal is opened', async () => {
  const dir = await journalDir();
  await (await open(dir)).close();
  await age(dir, 100);
  const journal = await open(dir, { limits: { ...SMALL, keep: DAY } });
  await journal.close();
  const kinds: string[] = [];
  for await (const { record } of readRecords(dir)) kinds.push(record.entry.kind);
  expect(kinds).toEqual(['start', 'retention', 'note']);
});

it('leaves no help behind for a segment that is gone', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: SMALL });
  for (let i = 0; i < 20; i++) await pass(journal);
  await new SessionIndex(dir, { isKept: true }).find('session-key');
  const helps = async () => (await readdir(dir)).filter((name) => name.includes('.sessions'));
  const before = await helps();
  await writeFile(path.join(dir, `${before[0]}.1.tmp`), 'a draft whose writer died');
  const removed = await prune(dir, { keep: 1e12, most: 12_000 }, journal);
  expect(removed.length).toBeGreaterThan(1);
  expect(await helps()).toEqual(before.slice(removed.length));
  await journal.close();
  expect((await verifyJournal(dir)).problems).toEqual([]);
});

it('keeps to the size while calls come: one client could fill the disk within the hour', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: { ...SMALL, most: 12_000 } });
  const sizeOf = async (name: string): Promise<number> =>
    (await stat(path.join(dir, name)).catch(() => undefined))?.size ?? 0;
  const total = async (): Promise<number> =>
    (await Promise.all((await segmentsIn(dir)).map(sizeOf))).reduce((sum, size) => sum + size, 0);
  for (let i = 0; i < 60; i++) await pass(journal);
  // What was begun or closed since the last look, and the records of removals, come on top of it.
  await expect.poll(total, { timeout: 20_000 }).toBeLessThan(24_000);
  await journal.close();
  expect((await verifyJournal(dir)).problems).toEqual([]);
});

it('records the open calls of one that died meanwhile as lost before it removes where they were', async () => {
  const dir = await journalDir();
  const journal = await open(dir, { limits: { ...SMALL, most: 40_000 } });
  const dead = await open(dir, { limits: SMALL });
  const call = makeCall();
  await admit(dead, call);
  for (let i = 0; i < 8; i++) await pass(dead);
  await dead.flush();
  await leaveDeadLease(dir, dead.writer);
  const isThere = async (): Promise<boolean> => (await segmentsIn(dir)).includes(`${dead.writer}-0.jsonl`);
  expect(await isThere()).toBe(true);
  for (let i = 0; (await isThere()) && i < 1_000; i++) await pass(journal);
  expect(await isThere()).toBe(false);
  const lost: unknown[] = [];
  for await (const { record } of readRecords(dir, { kinds: ['lost'] })) lost.push(record.entry);
  expect(lost).toMatchObject([{ call: call.id }]);
  await journal.close();
  await dead.close();
});

it('knows the open calls of one that lived when the segments were removed that they were admitted in', async () => {
  const dir = await journalDir();
  const living = await open(dir, { limits: SMALL });
  const call = makeCall();
  await admit(living, call);
  const settled = await admit(living);
  for (let i = 0; i < 20; i++) await pass(living);
  living.settle(settlement(settled));
  for (let i = 0; i < 20; i++) await pass(living);
  await living.flush();
  const pruner = await open(dir, { limits: SMALL });
  await prune(dir, { keep: 1e12, most: 6_000 }, pruner);
  expect((await segmentsIn(dir)).filter((name) => name.startsWith(living.writer)).length).toBeLessThan(3);
  await leaveDeadLease(dir, living.writer);
  await pruner.closeDead();
  const lost: unknown[] = [];
  for await (const { record } of readRecords(dir, { kinds: ['lost'] })) lost.push(record.entry);
  expect(lost).toEqual([{ kind: 'lost', call: call.id, session: call.session.key, labels: ['internal', 'untrusted'] }]);
  await pruner.close();
  expect((await verifyJournal(dir)).problems).toEqual([]);
});

it.each([
  ['nothing', ''],
  ['a part of its first record', '{"v":1,"w":"'],
])('keeps the last segment that says which calls are open while the next one holds %s', async (_, torn) => {
  const dir = await journalDir();
  const living = await open(dir, { limits: SMALL });
  for (let i = 0; i < 8; i++) await pass(living);
  await living.flush();
  const last = (await segmentsIn(dir)).at(-1) ?? '';
  const next = last.replace(/\d+(?=\.jsonl)/, (n) => String(Number(n) + 1));
  await writeFile(path.join(dir, next), torn);
  const pruner = await open(dir, { limits: SMALL });
  expect(await prune(dir, { keep: 1e12, most: 0 }, pruner)).not.toContain(last.replace('.jsonl', ''));
  await pruner.close();
  await living.close();
});

import { copyFile, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readRecords, type StoredRecord } from '../../src/journal/reading.ts';
import type { Entry } from '../../src/model/record.ts';
import { failingFiles } from './frail-files.ts';
import { admission, admit, DENY, journalDir, leaveDeadLease, makeCall, open, pass, settlement } from './passing.ts';

const readAll = async (dir: string): Promise<StoredRecord[]> => {
  const all: StoredRecord[] = [];
  for await (const record of readRecords(dir)) all.push(record);
  return all;
};

afterEach(() => void vi.useRealTimers());

describe('openJournal', () => {
  it('records a passage in the order in which it happened, with its payloads', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    const call = makeCall();
    await pass(journal, call, 'sent to Ann');
    await journal.close();
    const all = await readAll(dir);
    expect(all.map(({ record }) => record.entry.kind)).toEqual(['start', 'tool', 'call', 'result', 'note']);
    expect(all.map(({ record }) => record.seq)).toEqual([0, 1, 2, 3, 4]);
    expect(await all[2]?.payload()).toBe(call.text);
    expect(await all[3]?.payload()).toContain('sent to Ann');
  });

  it('folds what it reads back, entry for entry', async () => {
    const dir = await journalDir();
    const folded: [Entry, number, string | undefined][] = [];
    const journal = await open(dir, { fold: (entry, at, payload) => void folded.push([entry, at, payload]) });
    for (let i = 0; i < 20; i++) await pass(journal);
    await journal.refuse({ ...admission(), decision: DENY });
    await journal.close();
    const read: typeof folded = [];
    for (const stored of await readAll(dir)) read.push([stored.record.entry, stored.record.at, await stored.payload()]);
    expect(read).toEqual(folded);
  });

  it('closes the chains of those that die beside it when it is asked, and says when another is at it', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    const dead = await open(dir);
    const call = makeCall();
    await admit(dead, call);
    expect(await journal.closeDead()).toBe(true);
    await leaveDeadLease(dir, dead.writer);
    const lease = path.join(dir, `${dead.writer}.lease`);
    const closing = path.join(dir, `${dead.writer}.closing-${journal.writer}x`);
    await copyFile(path.join(dir, `${journal.writer}.lease`), path.join(dir, `${journal.writer}x.lease`));
    await rename(lease, closing);
    expect(await journal.closeDead()).toBe(false);
    await rename(closing, lease);
    expect(await journal.closeDead()).toBe(true);
    const lost = (await readAll(dir)).filter(({ record }) => record.entry.kind === 'lost');
    expect(lost.map(({ record }) => record.entry)).toMatchObject([{ call: call.id }]);
    for (const one of [journal, dead]) await one.close();
  });

  it('records once whom a dead owner narrowed, however often that was tried in vain', async () => {
    const dir = await journalDir();
    let isFull = false;
    const files = failingFiles((operation) => (isFull && operation === 'write' ? 'ENOSPC' : undefined));
    const [dead, journal] = [await open(dir, { files }), await open(dir, { files })];
    isFull = true;
    for (const session of ['a', 'b']) await dead.write({ kind: 'purpose', session, source: 'header', purposes: ['p'] });
    await leaveDeadLease(dir, dead.writer);
    for (let i = 0; i < 5; i++) expect(await journal.closeDead()).toBe(false);
    isFull = false;
    expect(await journal.closeDead()).toBe(true);
    const narrowed = (await readAll(dir)).map(({ record }) => record.entry).filter(({ kind }) => kind === 'purpose');
    expect(narrowed).toMatchObject(['a', 'b', 'a', 'b'].map((session) => ({ session, source: 'outage' })));
    expect((await readdir(dir)).filter((name) => name.includes('narrowed'))).toEqual([]);
    for (const one of [journal, dead]) await one.close();
  });

  it('tries each hour again to close a dead chain, where that could not be recorded', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const dir = await journalDir();
    const dead = await open(dir);
    const call = makeCall();
    await admit(dead, call);
    await leaveDeadLease(dir, dead.writer);
    let code: string | undefined = 'EIO';
    const journal = await open(dir, { files: failingFiles((operation) => (operation === 'write' ? code : undefined)) });
    code = undefined;
    const isClaimed = async (): Promise<boolean> =>
      (await readdir(dir)).includes(`${dead.writer}.closing-${journal.writer}`);
    expect(await isClaimed()).toBe(true);
    vi.advanceTimersByTime(3_600_000);
    await vi.waitUntil(async () => !(await isClaimed()), { timeout: 20_000 });
    const lost = (await readAll(dir)).filter(({ record }) => record.entry.kind === 'lost');
    expect(lost.map(({ record }) => record.entry)).toMatchObject([{ call: call.id }]);
    for (const one of [journal, dead]) await one.close();
  });

  it('says at its end whether everything was written', async () => {
    let code: string | undefined;
    const files = failingFiles((operation) => (operation === 'write' ? code : undefined));
    const journal = await open(await journalDir(), { files });
    const admitted = await admit(journal);
    code = 'EIO';
    journal.settle(settlement(admitted));
    expect(await journal.close()).toBe(false);
    expect(await (await open(await journalDir())).close()).toBe(true);
  });

  it('keeps everything to its owner', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    await pass(journal);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    const folders = [dir, path.join(path.dirname(dir), 'keys')];
    for (const folder of folders) {
      for (const name of await readdir(folder)) expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
    }
    await journal.close();
  });
});

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecords, type StoredRecord } from '../../src/journal/reading.ts';
import type { Entry } from '../../src/model/record.ts';
import { admission, DENY, journalDir, makeCall, open, pass } from './passing.ts';

const readAll = async (dir: string): Promise<StoredRecord[]> => {
  const all: StoredRecord[] = [];
  for await (const record of readRecords(dir)) all.push(record);
  return all;
};

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

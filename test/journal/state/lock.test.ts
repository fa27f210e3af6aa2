import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { placedMark } from '../../../src/journal/disk/place.ts';
import { acquireLease } from '../../../src/journal/state/lease.ts';
import { takeLock, underLock } from '../../../src/journal/state/lock.ts';
import { runModule, scratch } from '../scratch.ts';

it('has one holder within a process, until that releases it', () => {
  const dir = scratch();
  const one = takeLock(dir, 'a');
  expect(one.ok).toBe(true);
  expect(takeLock(dir, 'a')).toEqual({ ok: false, owner: placedMark() });
  expect(takeLock(dir, 'b').ok).toBe(true);
  expect(takeLock(scratch(), 'a').ok).toBe(true);
  if (one.ok) one.lock.release();
  const next = takeLock(dir, 'a');
  expect(next.ok).toBe(true);
  // A second release is not that of the next holder.
  if (one.ok) one.lock.release();
  expect(takeLock(dir, 'a').ok).toBe(false);
});

it('is kept by a process that lives, and taken from one that died', () => {
  const dir = scratch();
  const living = { ...placedMark(), pid: process.ppid, started: '' };
  expect(acquireLease(dir, 'a', living).ok).toBe(true);
  expect(takeLock(dir, 'a')).toEqual({ ok: false, owner: living });
  acquireLease(dir, 'b', { ...placedMark(), pid: 2 ** 30, started: 'long ago' });
  expect(takeLock(dir, 'b').ok).toBe(true);
});

it('lets one write at a time, within a process and between many', async () => {
  const dir = scratch();
  const file = path.join(dir, 'count');
  writeFileSync(file, '0');
  const writer = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { underLock } from 'dist:journal/state/lock.js';
    const [, dir, file] = process.argv;
    const count = async () => {
      const before = Number(readFileSync(file, 'utf8'));
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(file, String(before + 1));
    };
    await Promise.all(Array.from({ length: 10 }, () => underLock(dir, 'a', count)));`;
  await Promise.all([1, 2, 3].map(() => runModule(writer, [dir, file])));
  expect(readFileSync(file, 'utf8')).toBe('30');
});

it('is free again after a writing that failed, and where its folder was removed meanwhile', async () => {
  const dir = scratch();
  const fail = async (): Promise<never> => {
    rmSync(dir, { recursive: true });
    throw new Error('not written');
  };
  await expect(underLock(dir, 'a', fail)).rejects.toThrow('not written');
  expect(await underLock(dir, 'a', async () => 'written')).toBe('written');
});

it('says who keeps it where that takes too long', async () => {
  const dir = scratch();
  acquireLease(dir, 'trust.json', { ...placedMark(), pid: process.ppid, started: '' });
  const said = `trust.json: process ${process.ppid} has been at it for 0.001 seconds; try again when it has ended`;
  await expect(underLock(dir, 'trust.json', async () => 'done', 1)).rejects.toThrow(said);
});

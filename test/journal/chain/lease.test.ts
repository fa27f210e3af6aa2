import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { beats, hasOwner, leaseFile, openChains, takeWriterLease } from '../../../src/journal/chain/lease.ts';
import { makeFolder } from '../../../src/journal/disk/files.ts';
import { ownMark, processTable } from '../../../src/journal/disk/process-table.ts';
import { journalDir } from '../passing.ts';

const lease = async () => {
  const dir = await journalDir();
  await makeFolder(dir);
  return { dir, taken: await takeWriterLease(dir, 'w'), file: path.join(dir, leaseFile('w')) };
};

it('lives as long as its process, and is gone when released', async () => {
  const { dir, taken } = await lease();
  expect(await hasOwner(dir, 'w', Date.now())).toBe(true);
  expect(await openChains(dir)).toEqual(new Set(['w']));
  await taken.release();
  expect(await hasOwner(dir, 'w', Date.now())).toBe(false);
  expect(await openChains(dir)).toEqual(new Set());
});

it('is dead when its process is, and when another got its pid', async () => {
  const { dir, taken, file } = await lease();
  const mark = JSON.parse(await readFile(file, 'utf8')) as object;
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeFile(file, JSON.stringify({ ...mark, pid: child.pid }));
  expect(await hasOwner(dir, 'w', Date.now())).toBe(false);
  await writeFile(file, JSON.stringify({ ...mark, pid: ownMark().pid, started: 'before' }));
  expect(await hasOwner(dir, 'w', Date.now())).toBe(false);
  await taken.release();
});

it('is dead when its process was killed and nobody fetched it', async () => {
  const { dir, taken, file } = await lease();
  const mark = JSON.parse(await readFile(file, 'utf8')) as object;
  // `exec` leaves the shell's child to a program that never waits for it.
  const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(said.toString());
  const started = processTable()(pid)?.started;
  await writeFile(file, JSON.stringify({ ...mark, pid, started }));
  while (await hasOwner(dir, 'w', Date.now())) await sleep(10);
  expect(processTable()(pid)?.started).toBe(started);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await taken.release();
});

it('is judged by its heartbeat alone where its process cannot be seen, or it cannot be read', async () => {
  const { dir, taken, file } = await lease();
  for (const text of [JSON.stringify({ pid: 1, started: 'x', place: 'another container' }), '{"pid"', '']) {
    await writeFile(file, text);
    const now = Date.now();
    expect(await hasOwner(dir, 'w', now)).toBe(true);
    await utimes(file, new Date(now - 600_000), new Date(now - 600_000));
    expect(await hasOwner(dir, 'w', now)).toBe(false);
  }
  await taken.release();
});

it('tells which processes elsewhere live by their marks', async () => {
  const { dir, taken, file } = await lease();
  const mark = { pid: 1, started: 'x', place: 'another container' };
  await writeFile(file, JSON.stringify(mark));
  expect(beats(dir, mark, Date.now())).toBe(true);
  expect(beats(dir, { ...mark, started: 'y' }, Date.now())).toBe(false);
  expect(beats(dir, mark, Date.now() + 600_000)).toBe(false);
  await taken.release();
  expect(beats(dir, mark, Date.now())).toBe(false);
  expect(beats(path.join(dir, 'not there'), mark, Date.now())).toBe(false);
});

it('is judged by whether its heartbeat moves on, where that lies ahead: a clock was set back', async () => {
  const { dir, taken, file } = await lease();
  await writeFile(file, JSON.stringify({ pid: 1, started: 'x', place: 'another container' }));
  vi.useFakeTimers({ toFake: ['performance'] });
  const beat = (ms: number): Promise<void> => utimes(file, new Date(Date.now() + ms), new Date(Date.now() + ms));
  for (const ahead of [3_600_000, 3_615_000]) {
    await beat(ahead);
    expect(await hasOwner(dir, 'w', Date.now())).toBe(true);
    vi.advanceTimersByTime(100_000);
    expect(await hasOwner(dir, 'w', Date.now())).toBe(true);
  }
  vi.advanceTimersByTime(30_000);
  expect(await hasOwner(dir, 'w', Date.now())).toBe(false);
  vi.useRealTimers();
  await taken.release();
});

it('counts a chain that is being closed as open', async () => {
  const { dir, taken } = await lease();
  await writeFile(path.join(dir, 'x.closing-w'), '');
  expect(await openChains(dir)).toEqual(new Set(['w', 'x']));
  await taken.release();
});

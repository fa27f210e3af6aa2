import type * as disk from 'node:fs/promises';
import { type FileHandle, readFile, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { diskFiles, makeFolder, type OpenFile, syncFolder } from '../../../src/journal/disk/files.ts';
import { journalDir } from '../passing.ts';

const opened = vi.hoisted(() => ({ handles: [] as FileHandle[], isFolderBroken: false }));

vi.mock(import('node:fs/promises'), async (original) => {
  const real: typeof disk = await original();
  const open: typeof real.open = async (name, flags, mode) => {
    if (opened.isFolderBroken && flags === 'r') throw Object.assign(new Error('EIO'), { code: 'EIO' });
    const handle = await real.open(name, flags, mode);
    opened.handles.push(handle);
    return handle;
  };
  return { ...real, open };
});

const write = (file: OpenFile, text: string, at: number) =>
  new Promise((resolve) => file.write(Buffer.from(text), at, resolve));

it.each([true, false])('writes, cuts and keeps a new file to its owner (durable: %s)', async (durable) => {
  const dir = await journalDir();
  await makeFolder(dir);
  const name = path.join(dir, 'file');
  const file = await diskFiles.create(name, { durable });
  expect(await write(file, 'hello world', 0)).toBeUndefined();
  await file.truncate(5);
  expect(await write(file, '!', 5)).toBeUndefined();
  expect(await readFile(name, 'utf8')).toBe('hello!');
  expect((await stat(name)).mode & 0o777).toBe(0o600);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  await expect(diskFiles.create(name, { durable })).rejects.toMatchObject({ code: 'EEXIST' });
  expect(file.isLinked()).toBe(true);
  await rename(name, `${name}2`);
  expect(file.isLinked()).toBe(true);
  await unlink(`${name}2`);
  expect(file.isLinked()).toBe(false);
  await file.close();
  expect(file.isLinked()).toBe(false);
  expect(await write(file, 'x', 0)).toMatchObject({ code: 'EBADF' });
});

it('makes the names of a folder durable, or says that there is none', async () => {
  const dir = await journalDir();
  await expect(syncFolder(dir)).rejects.toMatchObject({ code: 'ENOENT' });
  await makeFolder(dir);
  await expect(syncFolder(dir)).resolves.toBeUndefined();
});

it('leaves nothing open where the name of a new file cannot be made durable', async () => {
  const dir = await journalDir();
  await makeFolder(dir);
  opened.handles.length = 0;
  opened.isFolderBroken = true;
  await expect(diskFiles.create(path.join(dir, 'file'), { durable: false })).rejects.toMatchObject({ code: 'EIO' });
  opened.isFolderBroken = false;
  // A handle that is closed has no number.
  expect(opened.handles.map(({ fd }) => fd)).toEqual([-1]);
});

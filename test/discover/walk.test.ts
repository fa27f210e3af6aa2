import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { lineAt, readText, walkFolder, whatFailed } from '../../src/discover/walk.ts';
import { put, scratch } from './home.ts';

it('lists files in the order of their names, and leaves out what others wrote', async () => {
  const root = scratch();
  for (const file of [
    'b.txt',
    'a/c.txt',
    'node_modules/x/index.js',
    '.git/config',
    'a/.venv/lib.py',
    '.cursor/mcp.json',
  ]) {
    put(path.join(root, file), 'x');
  }
  const { files, folders, troubles } = await walkFolder(root);
  expect(files.map((file) => path.relative(root, file))).toEqual(['b.txt', '.cursor/mcp.json', 'a/c.txt']);
  expect(folders).toEqual([root, path.join(root, '.cursor'), path.join(root, 'a')]);
  expect(troubles).toEqual([]);
});

it('follows no links, and so ends where they lead in circles', async () => {
  const root = scratch();
  put(path.join(root, 'a', 'x.txt'), 'x');
  symlinkSync(root, path.join(root, 'a', 'up'));
  symlinkSync(path.join(root, 'a', 'x.txt'), path.join(root, 'y.txt'));
  symlinkSync(path.join(root, 'a'), path.join(root, 'given'));
  expect((await walkFolder(path.join(root, 'given'))).files).toEqual([path.join(root, 'a', 'x.txt')]);
  expect((await walkFolder(root)).files).toHaveLength(1);
});

it('says where it stopped', async () => {
  const root = scratch();
  for (const name of ['a', 'b', 'c']) put(path.join(root, name), 'x');
  mkdirSync(path.join(root, 'd', 'e', 'f'), { recursive: true });
  const few = await walkFolder(root, { files: 2, depth: 9 });
  expect(few.files).toHaveLength(2);
  expect(few.troubles[0]).toContain('more than 2 files');
  expect((await walkFolder(root, { files: 9, depth: 1 })).troubles).toEqual([
    `${root}: folders nested deeper than 1 were not looked at: 1`,
  ]);
});

it('goes on behind what it cannot read', async () => {
  const root = scratch();
  expect((await walkFolder(path.join(root, 'nowhere'))).troubles).toEqual([`${root}/nowhere: there is no such folder`]);
  expect((await walkFolder(put(path.join(root, 'file'), ''))).troubles).toEqual([`${root}/file: is not a folder`]);
  const denied = new Error('x');
  expect(whatFailed(Object.assign(denied, { code: 'EACCES' }))).toBe('this user may not read it');
  expect([whatFailed(new Error('odd')), whatFailed('odd')]).toEqual(['odd', 'odd']);
  mkdirSync(path.join(root, 'shut'), { mode: 0o000 });
  const { troubles } = await walkFolder(root);
  // Root reads everything.
  expect(troubles).toEqual(process.getuid?.() === 0 ? [] : [`${root}/shut: this user may not read it`]);
  chmodSync(path.join(root, 'shut'), 0o700);
});

it('reads text, and nothing else', async () => {
  const root = scratch();
  expect(await readText(put(path.join(root, 'a'), 'text'))).toEqual({ text: 'text' });
  expect(await readText(put(path.join(root, 'b'), Buffer.from([1, 0, 2])))).toBeUndefined();
  expect(await readText(put(path.join(root, 'c'), Buffer.alloc(1_000_001, 'x')))).toBe('too large');
  await expect(readText(path.join(root, 'd'))).rejects.toThrow('ENOENT');
});

it('counts lines from 1', () => {
  expect([lineAt('a\nb\nc', 0), lineAt('a\nb\nc', 2), lineAt('a\nb\nc', 4), lineAt('', 0)]).toEqual([1, 2, 3, 1]);
});

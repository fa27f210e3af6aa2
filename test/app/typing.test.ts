import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeTypes } from '../../src/app/typing.ts';
import { NO_COMMENTS } from '../../src/catalog/lockfile/comments.ts';
import { lockfileText } from '../../src/catalog/lockfile/write.ts';
import { locked } from '../catalog/typing/lock.ts';

it('writes what is locked, whatever was in the file of ours before, and nothing where it only looks', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sallyport-'));
  const put = (name: string): void =>
    writeFileSync(
      path.join(folder, 'sallyport.lock.yaml'),
      lockfileText(locked({ mail: [{ name, inputSchema: { type: 'object' } }] }), NO_COMMENTS),
    );
  put('one');
  const heard: number[] = [];
  const first = await writeTypes({ folder, check: false, heard: (count) => heard.push(count) });
  expect(first).toMatchObject({ file: path.join(folder, 'sallyport.d.ts'), isSame: false, tools: 1, unknown: [] });
  expect(heard).toEqual([1]);
  put('two');
  expect((await writeTypes({ folder, check: true })).isSame).toBe(false);
  expect(readFileSync(first.file, 'utf8')).toContain('"mail.one"');
  await writeTypes({ folder, check: false });
  expect(readFileSync(first.file, 'utf8')).toContain('"mail.two"');
  expect((await writeTypes({ folder, check: true })).isSame).toBe(true);
  const out = '/dev/zero';
  await expect(writeTypes({ folder, check: true, out })).rejects.toThrow(
    `${out} is not a regular file; name another with --out`,
  );
});

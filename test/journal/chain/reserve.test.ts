import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Reserve, reserveFile } from '../../../src/journal/chain/reserve.ts';
import { diskFiles, makeFolder } from '../../../src/journal/disk/files.ts';
import { failingFiles } from '../frail-files.ts';
import { journalDir } from '../passing.ts';

it('holds room, gives it back, and does without where there is none', async () => {
  const dir = await journalDir();
  await makeFolder(dir);
  const file = path.join(dir, reserveFile('w'));
  const reserve = new Reserve(diskFiles, dir, 'w');
  await reserve.make();
  expect(reserve.isThere).toBe(true);
  expect((await stat(file)).size).toBe(65_536);
  await reserve.remove();
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  await reserve.remove();
  for (const failing of ['create', 'write']) {
    const poor = new Reserve(
      failingFiles((operation) => (operation === failing ? 'ENOSPC' : undefined)),
      dir,
      'w',
    );
    await poor.make();
    expect(poor.isThere).toBe(false);
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  }
});

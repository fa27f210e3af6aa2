import { randomUUID } from 'node:crypto';
import { lstat, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { GRAIN_MS } from '../../journal/disk/stamp.ts';
import { createWhole, readWhole, replaceWhole } from '../../journal/disk/whole-file.ts';
import { underLock } from '../../journal/state/lock.ts';
import type { Shelf } from '../../upstream/oauth/shelf.ts';

/** Bytes of the largest file: credentials are small. */
const MOST = 1_000_000;
/** A renewal asks a server over the network. */
const LONGEST_WAIT_MS = 60_000;

/** A folder of the state directory as a shelf of credentials. */
export function openShelf(folder: string): Shelf {
  const file = (name: string): string => path.join(folder, name);
  return {
    list: async () => {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isFile() && !entry.name.endsWith('.tmp') ? [entry.name] : []));
    },
    read: (name) => readWhole(file(name), MOST),
    replace: (name, text) => replaceWhole(file(name), text),
    create: (name, text) => createWhole(file(name), text),
    remove: (name) => rm(file(name), { force: true }),
    stamp: async () => {
      const { mtimeNs, mtimeMs } = await stat(folder, { bigint: true });
      // Another change may follow so soon that it leaves the same time: a stamp this young is equal to no other.
      const isYoung = Math.abs(Date.now() - Number(mtimeMs)) < GRAIN_MS;
      return isYoung ? `${mtimeNs} ${randomUUID()}` : String(mtimeNs);
    },
    inTurn: (name, use) => underLock(path.join(folder, 'turns'), name, use, LONGEST_WAIT_MS),
    exposure: async (name) => {
      if (process.platform === 'win32') return undefined;
      const { mode } = await lstat(file(name));
      if ((mode & 0o077) === 0) return undefined;
      return `${file(name)} can be read by others (mode ${(mode & 0o777).toString(8)}); run: chmod 600 '${file(name)}'`;
    },
  };
}

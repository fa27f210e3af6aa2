import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../model/caught.ts';
import { syncFolder } from './files.ts';

let counter = 0;
const temporary = (file: string): string => `${file}.${process.pid}.${counter++}.tmp`;

/**
 * Creates a file that must not exist, whole and durable: a reader sees all of it or none. False if it exists; of many
 * racing callers, in any process, exactly one gets true. Rejects on any other error.
 */
export async function createWhole(file: string, text: string): Promise<boolean> {
  const draft = temporary(file);
  try {
    await writeDurably(draft, text);
    try {
      await link(draft, file);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      // File systems without hard links still have exclusive creation; a reader may then see half a file for a moment.
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(codeOf(error) ?? '')) throw error;
      try {
        await writeDurably(file, text);
      } catch (failed) {
        if (codeOf(failed) === 'EEXIST') return false;
        throw failed;
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(path.dirname(file));
  return true;
}

/** Puts a file in the place of the one with that name, whole and durable. */
export async function replaceWhole(file: string, text: string): Promise<void> {
  const draft = temporary(file);
  try {
    await writeDurably(draft, text);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(path.dirname(file));
}

/** The text of a regular file of at most `most` bytes; undefined where there is none. Rejects for anything else. */
export async function readWhole(file: string, most: number): Promise<string | undefined> {
  let handle: FileHandle;
  try {
    // A link here would let another file be read, and a pipe would block for ever.
    handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error(`${file} is not a regular file`);
    if (found.size > most) throw new Error(`${file} has ${found.size} bytes; at most ${most} are read`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

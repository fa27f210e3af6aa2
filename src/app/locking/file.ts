import { lstatSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Comments, commentsOf, NO_COMMENTS } from '../../catalog/lockfile/comments.ts';
import { LockfileError } from '../../catalog/lockfile/error.ts';
import { readLines } from '../../catalog/lockfile/lines.ts';
import { LOCKED_KINDS, type Lockfile, MOST_BYTES } from '../../catalog/lockfile/lockfile.ts';
import { readLockfile } from '../../catalog/lockfile/read.ts';
import { lockfileText } from '../../catalog/lockfile/write.ts';
import { encodingFault } from '../../config/encoding.ts';
import { codeOf } from '../../model/caught.ts';

/** A lockfile as it is on disk. */
export interface LockedFile {
  /** Absolute. */
  readonly path: string;
  /** Undefined where there is none. */
  readonly text: string | undefined;
  readonly lockfile: Lockfile;
}

/**
 * Reads a lockfile from end to end; nothing is locked where there is none. Throws, with the place and what to do, where it
 * cannot be used.
 */
export async function openLockfile(file: string): Promise<LockedFile> {
  const text = await textOf(file);
  if (text === undefined) return { path: file, text, lockfile: { servers: new Map() } };
  const lockfile = readLockfile(file, text);
  for (const server of lockfile.servers.values()) {
    for (const kind of LOCKED_KINDS) for (const locked of server[kind].values()) locked.definition();
  }
  return { path: file, text, lockfile };
}

const textOf = async (file: string): Promise<string | undefined> => (await readBytes(file))?.toString('utf8');

/** The file as it is; undefined where there is none. */
export async function readBytes(file: string): Promise<Buffer | undefined> {
  try {
    const found = await stat(file);
    const { size } = found;
    // A device never ends, and a pipe waits for whoever writes to it. What is a folder is said below.
    if (!found.isFile() && !found.isDirectory()) throw new Error(`${file} is not a regular file: name another`);
    if (size > MOST_BYTES) {
      throw new Error(`${file} has ${size} bytes; at most ${MOST_BYTES} are read: is this the right file?`);
    }
    // At once: in pieces it takes three times as long.
    const bytes = readFileSync(file);
    const fault = encodingFault(bytes);
    if (fault === undefined) return bytes;
    const instead = 'Save it as UTF-8: with letters that are lost, what was accepted is another definition.';
    throw new LockfileError([{ path: [], what: `${file}: ${fault}`, instead }]);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    if (code === 'EISDIR') throw new Error(`${file} is a folder; name the file in it`);
    if (typeof code !== 'string') throw error;
    throw new Error(`${file} cannot be read (${code}); nothing was written: let this user read it, or name another`);
  }
}

/**
 * Writes a lockfile in place of the one that was read, comments kept. False where it is the same. Throws where another wrote it
 * meanwhile.
 */
export async function saveLockfile(before: LockedFile, lockfile: Lockfile): Promise<boolean> {
  const text = lockfileText(lockfile, before.text === undefined ? NO_COMMENTS : commentsIn(before.text));
  if (text === before.text) return false;
  await replace(before, await realpath(before.path).catch(() => before.path), text);
  return true;
}

const commentsIn = (text: string): Comments => commentsOf(text, readLines(text, 'definition') !== undefined);

/**
 * Whole or not at all, and through a link into the file that it leads to. The draft beside it says that somebody writes it: of two
 * that have looked at the same one, the second would undo what was said to be taken, whatever state directory it works with.
 */
async function replace({ path: file, text: before }: LockedFile, target: string, text: string): Promise<void> {
  const draft = `${target}.tmp`;
  try {
    const mode = await stat(target).then(
      (found) => found.mode & 0o777,
      () => 0o644,
    );
    const handle = await claim(draft, mode);
    const { ino } = await handle.stat();
    try {
      try {
        if ((await textOf(file)) !== before) throw changed(file);
        await handle.writeFile(text);
        await handle.sync();
        await handle.chmod(mode);
      } finally {
        await handle.close();
      }
      // Somebody took it for left, and wrote one of their own.
      if (!isStill(draft, ino)) throw changed(file);
      renameSync(draft, target);
    } catch (error) {
      if (isStill(draft, ino)) await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    const code = codeOf(error);
    if (typeof code !== 'string') throw error;
    const isNowhere = code === 'ENOENT' || code === 'ENOTDIR';
    const why = isNowhere ? `there is no folder ${path.dirname(target)}` : code;
    throw new Error(`${file} cannot be written (${why}); make that possible, or name another with --lockfile`);
  }
}

const changed = (file: string): Error =>
  new Error(`${file} was changed by another meanwhile, and was left as it is; run this again`);

const isStill = (draft: string, ino: number): boolean => lstatSync(draft, { throwIfNoEntry: false })?.ino === ino;

/** Nobody takes longer to write it, so that a draft that is older was left by one that was stopped. */
const LEFT_MS = 10_000;
const AGAIN_MS = 20;

/** Makes the draft that only one can have made, and waits for whoever has. */
async function claim(draft: string, mode: number): Promise<FileHandle> {
  for (;;) {
    try {
      return await open(draft, 'wx', mode);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    // Of the draft itself: behind a link that leads nowhere there is nothing that could grow old. In one go with its removal,
    // or what another has made since would be removed.
    const since = lstatSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Math.abs(Date.now() - since) > LEFT_MS) rmSync(draft, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

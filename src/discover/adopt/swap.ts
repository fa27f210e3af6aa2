import { createHash, randomBytes } from 'node:crypto';
import { chown, link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** One file from what it is to what it is to be. `undefined` is no file. */
export interface Swap {
  /** Where the bytes are: links are followed before. */
  readonly target: string;
  readonly mode: number;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Puts a file in the place of another, whole: whoever reads meanwhile, and whoever comes after a crash, finds one of the two.
 * Rejects where the file is no longer what it was.
 */
export async function swapFile({ target, mode, before, after }: Swap): Promise<void> {
  if (after === undefined) {
    await refuseChanged(target, before);
    await rm(target);
    await syncFolder(path.dirname(target));
    return;
  }
  await sweepDrafts(target);
  const draft = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDraft(draft, target, mode, after, before !== undefined);
    await refuseChanged(target, before);
    if (before === undefined) await link(draft, target);
    else await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(path.dirname(target));
}

async function writeDraft(
  draft: string,
  target: string,
  mode: number,
  bytes: Buffer,
  replaces: boolean,
): Promise<void> {
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (!replaces || process.platform === 'win32') return;
  const [ours, theirs] = await Promise.all([stat(draft), stat(target)]);
  if (ours.uid === theirs.uid && ours.gid === theirs.gid) return;
  await chown(draft, theirs.uid, theirs.gid);
}

const STALE_MS = 60_000;

/** Takes away what a run that was killed has left: it holds what the file holds. */
async function sweepDrafts(target: string): Promise<void> {
  const folder = path.dirname(target);
  const lead = `.${path.basename(target)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(lead) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(lead.length))) continue;
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > STALE_MS) await rm(file, { force: true });
  }
}

/** What is there now; undefined where nothing is. */
export async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function refuseChanged(target: string, before: Buffer | undefined): Promise<void> {
  const now = await bytesOf(target);
  const isSame = before === undefined || now === undefined ? before === now : before.equals(now);
  if (!isSame) {
    throw new Error(
      `${target} was changed by another program just now and was left as it is; close that program and run this again`,
    );
  }
}

/** A new name is durable only when its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, messageOf } from '../../model/caught.ts';

/** One file, before and after. `undefined` is no file. */
export interface Swap {
  /** Where the bytes are, links followed. */
  readonly target: string;
  readonly mode: number;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A draft beside the file that it will replace. */
export interface Draft {
  /** Puts it in place. Rejects where the file is no longer what it was. */
  commit(): Promise<void>;
  /** Removes the draft, unless it was put in place. */
  drop(): Promise<void>;
}

/**
 * Replaces a file, whole: whoever reads meanwhile, or after a crash, finds either version. Rejects where the file is no
 * longer what it was.
 */
export async function swapFile(swap: Swap): Promise<void> {
  const draft = await draftSwap(swap);
  try {
    await draft.commit();
  } finally {
    await draft.drop();
  }
}

/** Everything that can fail, except by what others do meanwhile, fails here, before anything is changed. */
async function draftSwap({ target, mode, before, after }: Swap): Promise<Draft> {
  if (after === undefined) {
    return {
      async commit() {
        await refuseChanged(target, before);
        await rm(target);
        await syncFolder(path.dirname(target));
      },
      drop: async () => undefined,
    };
  }
  // A client that was removed since took its folder with it.
  if (before === undefined) await mkdir(path.dirname(target), { recursive: true });
  await sweepDrafts(target);
  const draft = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const drop = (): Promise<void> => rm(draft, { force: true });
  try {
    await writeDraft(draft, target, mode, after, before !== undefined);
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    async commit() {
      await refuseChanged(target, before);
      if (before === undefined) await link(draft, target);
      else await rename(draft, target);
      await syncFolder(path.dirname(target));
    },
    drop,
  };
}

/** Runs `commit` with all drafts ready, and removes those that it did not put in place. */
export async function withDrafts(
  swaps: readonly Swap[],
  commit: (drafts: readonly Draft[]) => Promise<void>,
): Promise<void> {
  const drafts: Draft[] = [];
  try {
    for (const swap of swaps) {
      try {
        drafts.push(await draftSwap(swap));
      } catch (error) {
        const why = messageOf(error);
        throw new Error(
          `${swap.target} cannot be written, so nothing was changed: ${why}. Mend that, or leave its client out: --client names those that you want`,
        );
      }
    }
    await commit(drafts);
  } finally {
    for (const draft of drafts) await draft.drop();
  }
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
  try {
    await chown(draft, theirs.uid, theirs.gid);
    // Changing a file's owner clears bits of its mode.
    await chmod(draft, mode);
  } catch (error) {
    const why = messageOf(error);
    throw new Error(
      `it belongs to user ${theirs.uid} and group ${theirs.gid}, and this user cannot give a file to them (${why})`,
    );
  }
}

const STALE_MS = 60_000;

/** Removes what a killed run has left: it has the content of the file. */
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
    if (codeOf(error) === 'ENOENT') return undefined;
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

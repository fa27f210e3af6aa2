import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../model/caught.ts';
import { beats, STALE_MS } from '../chain/lease.ts';
import { isHere, isSame, type PlacedMark, placedMark, readMark } from '../disk/place.ts';
import { isAlive } from '../disk/process-table.ts';

/** Says that this process owns what a name stands for: of a session, it alone holds its labels and memory, and runs its calls. */
export interface Lease {
  /** Whether another process owned it before, and died: its records must be folded before the first call. */
  readonly inherited: boolean;
  /** Whether nobody is known to have owned it before. Owners of more than `KEEP_MS` ago are forgotten. */
  readonly isFirst: boolean;
  /** False once released, or taken over. */
  isMine(): boolean;
  release(): void;
}

export type LeaseAnswer =
  | { readonly ok: true; readonly lease: Lease }
  /** `owner` is undefined while it is still writing its mark. */
  | { readonly ok: false; readonly owner: PlacedMark | undefined };

/** A released lease leaves its last file, so that numbers do not start again while somebody counts; swept after this. */
export const KEEP_MS = 7 * 24 * 3_600_000;
/** A senseless file that is younger than this may still be half written. */
const SETTLE_MS = 5_000;
/** So many former owners are known at most: a client that names a new session with each call makes thousands in an hour. */
const MOST_FORMER = 20_000;
/** Says since when former owners were forgotten early, so that who has none that is known may have had one. */
const FORGOTTEN = 'forgotten';
/** Behind the key of a session: the folder that its servers may use. */
export const OWN_FOLDER = '.d';
/** So begin the names of what other processes leave for the owner: to what they narrowed its session. */
export const LEFT = 'narrowed.';

/** Where the lease of a key is. */
export const folderOf = (dir: string, key: string): string => path.join(dir, Buffer.from(key).toString('hex'));

const NOBODY: PlacedMark = { pid: 0, started: '', place: '' };

/**
 * Makes this process the owner of a key, unless a living process is. Owners are numbered files in the key's folder. The
 * highest number owns, and to take over is to create the next one exclusively, so that of two processes one wins. `dir` says
 * keys of what: sessions lie in the state directory's `sessions/`. Throws where the folder cannot be written.
 */
export function acquireLease(dir: string, key: string, me: PlacedMark = placedMark()): LeaseAnswer {
  const folder = folderOf(dir, key);
  for (;;) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const last = lastTurn(folder);
    const owner = last === 0 ? NOBODY : ownerOf(turnFile(folder, last));
    if (owner === undefined) return { ok: false, owner };
    if (isSame(owner, me)) return { ok: true, lease: leaseOn(folder, last, false, false) };
    if (lives(dir, owner, turnFile(folder, last))) return { ok: false, owner };
    if (!takeTurn(folder, last + 1, me)) continue;
    // Others may have taken and released it since the look, and removed the file of that number: then it owns nothing.
    if (lastTurn(folder) !== last + 1) {
      removeTurn(folder, last + 1);
      continue;
    }
    for (let turn = last; turn > 0 && removeTurn(folder, turn); turn--);
    return { ok: true, lease: leaseOn(folder, last + 1, owner.pid !== 0, last === 0 && !hasForgotten(dir)) };
  }
}

/** Whether former owners of the last week were forgotten: then a key of which none is known may have had one. */
export const hasForgotten = (dir: string): boolean => existsSync(path.join(dir, FORGOTTEN));

/**
 * Removes what former owners left more than a week ago, and beyond `most` what they left first. Who died with a lease may have
 * used it until then, however long ago it was taken: it is let go in their name, and removed a week later. There is a folder for
 * each session, tens of thousands perhaps: they are swept one by one, without blocking. Never rejects.
 */
export async function sweepLeases(dir: string, now: number = Date.now(), most = MOST_FORMER): Promise<void> {
  const recent: { readonly folder: string; readonly at: number }[] = [];
  for (const name of await readdir(dir).catch(() => [])) {
    const folder = path.join(dir, name);
    try {
      // To take or release a lease changes the folder, so this one look rules out nearly all.
      const at = (await stat(folder)).mtimeMs;
      if (at + KEEP_MS <= now) await sweepOld(dir, folder, now);
      else if (/^[0-9a-f]+$/.test(name)) recent.push({ folder, at });
    } catch {
      // In use again, or swept by another process.
    }
  }
  if (recent.length > most) await forgetFirst(dir, recent, most);
}

async function sweepOld(dir: string, folder: string, now: number): Promise<void> {
  // From before that nothing is left that was forgotten early.
  if (path.basename(folder) === FORGOTTEN) return rm(folder);
  if (folder.endsWith(OWN_FOLDER)) return removeUnused(dir, folder);
  const last = lastOf(await readdir(folder));
  const file = turnFile(folder, last);
  if (last === 0 || (await stat(file)).mtimeMs + KEEP_MS > now || (await removeReleased(folder))) return;
  const owner = ownerOf(file);
  if (owner === undefined || owner.pid === NOBODY.pid || lives(dir, owner, file)) return;
  if (takeTurn(folder, last + 1, NOBODY)) removeTurn(folder, last);
}

/** Removes the folder of a session that nobody has, where its servers left nothing in it: what they did may be wanted again. */
async function removeUnused(dir: string, folder: string): Promise<void> {
  if (isOwned(dir, path.basename(folder, OWN_FOLDER)) !== true) await rmdir(folder);
}

/** Removes a lease that was released. False where it is still there. */
async function removeReleased(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  const last = lastOf(names);
  const file = turnFile(folder, last);
  if (last === 0 || ownerOf(file)?.pid !== NOBODY.pid) return false;
  await rm(file);
  // Those that were there while nobody owned it.
  for (const name of names) if (name.startsWith(LEFT)) await rm(path.join(folder, name), { force: true });
  await rmdir(folder);
  return true;
}

/** Who died is not forgotten: whoever inherits from them must see it, and close their chain before the past is read. */
async function forgetFirst(
  dir: string,
  recent: readonly { readonly folder: string; readonly at: number }[],
  most: number,
): Promise<void> {
  let left = recent.length - most;
  try {
    // First of all: between the two a session would count as new.
    await writeFile(path.join(dir, FORGOTTEN), '', { mode: 0o600 });
  } catch {
    return;
  }
  for (const { folder } of recent.toSorted((a, b) => a.at - b.at)) {
    if (left === 0) return;
    try {
      if (await removeReleased(folder)) left--;
    } catch {
      // In use again, or swept by another process.
    }
  }
}

/** Whether a living process owns a key; undefined where none is known to have owned it. Touches nothing. */
export function isOwned(dir: string, key: string): boolean | undefined {
  const folder = folderOf(dir, key);
  try {
    const last = lastTurn(folder);
    // A mark that is still being written has an owner.
    if (last === 0) return undefined;
    const file = turnFile(folder, last);
    const owner = ownerOf(file);
    return owner === undefined || lives(dir, owner, file);
  } catch {
    return undefined;
  }
}

/**
 * Whether an owner lives. One elsewhere cannot be looked up: it does as long as its chain in the record beside `dir` beats, so
 * that a container that was stopped keeps nothing for good. For those that keep no record it does while the file is young.
 */
function lives(dir: string, owner: PlacedMark, file: string): boolean {
  if (owner.pid === NOBODY.pid) return false;
  if (isHere(owner)) return isAlive(owner);
  return isWrittenWithin(file, STALE_MS) || beats(path.join(dir, '..', 'journal'), owner, Date.now());
}

function leaseOn(folder: string, turn: number, inherited: boolean, isFirst: boolean): Lease {
  let released = false;
  const isMine = (): boolean => !released && turnIn(folder) === turn;
  return {
    inherited,
    isFirst,
    isMine,
    release() {
      if (released) return;
      try {
        if (isMine() && takeTurn(folder, turn + 1, NOBODY)) removeTurn(folder, turn);
      } catch {
        // A folder that cannot be read or written any more keeps the mark of this process, which others see to be dead.
      }
      released = true;
    },
  };
}

const turnFile = (folder: string, turn: number): string => path.join(folder, `lease.${turn}`);

const lastTurn = (folder: string): number => lastOf(readdirSync(folder));

/** The same of a folder that somebody may have removed: then nobody owns anything. */
function turnIn(folder: string): number {
  try {
    return lastTurn(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function lastOf(names: readonly string[]): number {
  let last = 0;
  for (const name of names) {
    const turn = /^lease\.(\d{1,9})$/.exec(name);
    if (turn !== null) last = Math.max(last, Number(turn[1]));
  }
  return last;
}

function takeTurn(folder: string, turn: number, owner: PlacedMark): boolean {
  try {
    writeFileSync(turnFile(folder, turn), JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    const code = codeOf(error);
    // ENOENT: the folder was swept between two steps; it is made again.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  }
}

function removeTurn(folder: string, turn: number): boolean {
  try {
    rmSync(turnFile(folder, turn));
    return true;
  } catch {
    return false;
  }
}

/** The owner that a file names: nobody where it is gone or senseless, undefined where it may be half written. */
function ownerOf(file: string): PlacedMark | undefined {
  try {
    const owner = readMark(readFileSync(file, 'utf8'));
    if (owner !== undefined) return owner;
  } catch {
    // Judged by its age below.
  }
  return isWrittenWithin(file, SETTLE_MS) ? undefined : NOBODY;
}

function isWrittenWithin(file: string, ms: number): boolean {
  try {
    // In the future lies what was written before the clock was set back.
    return Math.abs(Date.now() - statSync(file).mtimeMs) < ms;
  } catch {
    return false;
  }
}

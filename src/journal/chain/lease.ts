import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../model/caught.ts';
import { isHere, isSame, type PlacedMark, placedMark, readMark } from '../disk/place.ts';
import { isAlive } from '../disk/process-table.ts';
import { createWhole } from '../disk/whole-file.ts';
import { namesIn } from './segment.ts';

/** The file by which a process owns a chain. A chain without it is closed. */
export const leaseFile = (writer: string): string => `${writer}.lease`;

const HEARTBEAT_MS = 15_000;
/** An owner in another place is known by its heartbeat alone, and dead after this. */
export const STALE_MS = 120_000;

export interface WriterLease {
  release(): Promise<void>;
}

/** Rejects where the folder cannot be written. */
export async function takeWriterLease(dir: string, writer: string): Promise<WriterLease> {
  const path = join(dir, leaseFile(writer));
  await createWhole(path, JSON.stringify(placedMark()));
  const beat = setInterval(() => {
    const now = new Date();
    // A failure means that the file or the disk is gone: writing the record will say so.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await unlink(path).catch(() => undefined);
    },
  };
}

/** The chains that are not closed: their owners live, or died and nobody has closed them yet. */
export async function openChains(dir: string): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  for (const name of await namesIn(dir)) {
    const [writer = '', ending = ''] = name.split('.');
    if (ending === 'lease' || ending.startsWith('closing-')) open.add(writer);
  }
  return open;
}

/** Whether a chain's owner lives. In doubt it does: nothing may be taken from the living. */
export async function hasOwner(dir: string, writer: string, now: number): Promise<boolean> {
  const path = join(dir, leaseFile(writer));
  try {
    const mark = readMark(await readFile(path, 'utf8'));
    if (mark !== undefined && isHere(mark)) return isAlive(mark);
    return isBeating(path, (await stat(path)).mtimeMs, now);
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}

/**
 * Whether the chain of a process elsewhere beats. One that cannot be read may be its. Looks without waiting, since a session's
 * lease is taken so.
 */
export function beats(dir: string, mark: PlacedMark, now: number): boolean {
  return namesNow(dir).some((name) => {
    if (!name.endsWith('.lease')) return false;
    const path = join(dir, name);
    const owner = markIn(path);
    if (owner !== undefined && !isSame(owner, mark)) return false;
    const beat = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    return beat !== undefined && isBeating(path, beat, now);
  });
}

function markIn(path: string): PlacedMark | undefined {
  try {
    return readMark(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function namesNow(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Heartbeats that lie in the future, since a clock was set back or is another, and when each was seen first. */
const ahead = new Map<string, { readonly beat: number; readonly since: number }>();

/** Whether an owner elsewhere lives by its heartbeat. One in the future tells by what follows it: a living owner's moves on. */
function isBeating(path: string, beat: number, now: number): boolean {
  if (beat <= now + HEARTBEAT_MS) {
    ahead.delete(path);
    return beat + STALE_MS > now;
  }
  const known = ahead.get(path);
  if (known?.beat === beat) return performance.now() - known.since < STALE_MS;
  ahead.set(path, { beat, since: performance.now() });
  return true;
}

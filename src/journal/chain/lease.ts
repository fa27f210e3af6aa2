import { readlinkSync } from 'node:fs';
import { readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../model/caught.ts';
import { isObject } from '../../model/json.ts';
import { isAlive, ownMark, type ProcessMark } from '../disk/process-table.ts';
import { createWhole } from '../disk/whole-file.ts';
import { namesIn } from './segment.ts';

/** The file by which a process owns a chain. A chain without it is closed. */
export const leaseFile = (writer: string): string => `${writer}.lease`;

/** `place` says whose pids are meant: containers that share a state directory do not see each other's processes. */
interface Mark extends ProcessMark {
  readonly place: string;
}

const HEARTBEAT_MS = 15_000;
/** An owner in another place is known by its heartbeat alone, and dead after this. */
const STALE_MS = 120_000;

export interface WriterLease {
  release(): Promise<void>;
}

/** Rejects where the folder cannot be written. */
export async function takeWriterLease(dir: string, writer: string): Promise<WriterLease> {
  const path = join(dir, leaseFile(writer));
  const mark: Mark = { ...ownMark(), place: place() };
  await createWhole(path, JSON.stringify(mark));
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
    if (mark !== undefined && mark.place === place()) return isAlive(mark);
    return isBeating(path, (await stat(path)).mtimeMs, now);
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
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

function readMark(text: string): Mark | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { pid, started, place: where } = value;
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof where !== 'string') return undefined;
    return { pid, started, place: where };
  } catch {
    return undefined;
  }
}

let here: string | undefined;

function place(): string {
  here ??= `${hostname()} ${processNamespace()}`;
  return here;
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

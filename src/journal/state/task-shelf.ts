import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../model/caught.ts';
import { isObject } from '../../model/json.ts';
import { LONGEST_TASK } from '../../model/record.ts';
import { Stamp } from '../disk/stamp.ts';
import { replaceWhole } from '../disk/whole-file.ts';

/** What a user asked for, left for a session by a hook of the host. */
export interface LeftTask {
  /** Unique, so that nothing is taken twice. */
  readonly id: string;
  readonly text: string;
}

/** A prompt that no call followed within this time is forgotten. Milliseconds. */
const KEEP_MS = 24 * 3_600_000;
/** Of one session; the latest count. */
const MOST = 200;

const FILE = /^([0-9a-f]{32})\.([0-9a-z]{1,20}-[0-9a-f]{8})\.json$/;

/** Leaves what a user asked for where all processes of this user find it, and removes what is old. Rejects where it cannot. */
export async function leaveTask(dir: string, session: string, text: string, now: number): Promise<void> {
  for (const name of readdirSync(dir)) {
    const file = path.join(dir, name);
    if (FILE.test(name) && (changed(file) ?? now) < now - KEEP_MS) rmSync(file, { force: true });
  }
  const id = `${now.toString(36)}-${randomBytes(4).toString('hex')}`;
  await replaceWhole(path.join(dir, `${session}.${id}.json`), JSON.stringify({ text: text.slice(0, LONGEST_TASK) }));
}

export interface TaskShelf {
  /** What was left for a session and this process has not taken yet, oldest first. Costs one stat where nothing is new. */
  take(session: string): readonly LeftTask[];
}

const NOTHING: readonly LeftTask[] = Object.freeze([]);

/** `onFault` is told once that the folder cannot be read: nothing that was left there counts then. */
export function openTaskShelf(dir: string, onFault: (message: string) => void): TaskShelf {
  const waiting = new Map<string, string[]>();
  const seen = new Set<string>();
  const stamp = new Stamp(dir);
  let isTold = false;

  const look = (): void => {
    const names = readdirSync(dir);
    const there = new Set(names);
    for (const name of seen) if (!there.has(name)) seen.delete(name);
    for (const name of names.toSorted()) {
      const session = FILE.exec(name)?.[1];
      if (session === undefined || seen.has(name)) continue;
      seen.add(name);
      const list = waiting.get(session) ?? [];
      list.push(name);
      if (list.length > MOST) list.shift();
      waiting.set(session, list);
    }
  };

  return {
    take(session) {
      try {
        stamp.whenChanged(look);
      } catch (error) {
        if (!isTold) onFault(`what hooks left cannot be read: ${messageOf(error)}`);
        isTold = true;
      }
      const names = waiting.get(session);
      if (names === undefined) return NOTHING;
      waiting.delete(session);
      return names.flatMap((name) => readLeft(path.join(dir, name), name));
    },
  };
}

/** Nothing, where the file is not one that `leaveTask` wrote. */
function readLeft(file: string, name: string): LeftTask[] {
  const id = FILE.exec(name)?.[2];
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (id === undefined || !isObject(value) || typeof value.text !== 'string') return [];
    return [{ id, text: value.text.slice(0, LONGEST_TASK) }];
  } catch {
    return [];
  }
}

function changed(file: string): number | undefined {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
}

import path from 'node:path';
import { type PlacedMark, placedMark } from '../disk/place.ts';
import { acquireLease } from './lease.ts';

/** Says that nobody else does what it is the lock of, in this process or another. */
export interface Lock {
  release(): void;
}

export type LockAnswer =
  | { readonly ok: true; readonly lock: Lock }
  /** `owner` is undefined while it is still writing its mark. */
  | { readonly ok: false; readonly owner: PlacedMark | undefined };

const LONGEST_WAIT_MS = 10_000;
const AGAIN_MS = 20;

/** What this process holds: a lease belongs to all of it, a lock to one of those in it. */
const held = new Set<string>();

/** Takes the lock of that name, unless somebody has it who lives. Throws where the folder cannot be written. */
export function takeLock(dir: string, name: string): LockAnswer {
  const key = path.resolve(dir, name);
  if (held.has(key)) return { ok: false, owner: placedMark() };
  const answer = acquireLease(dir, name);
  if (!answer.ok) return answer;
  held.add(key);
  let isHeld = true;
  return {
    ok: true,
    lock: {
      release() {
        if (!isHeld) return;
        isHeld = false;
        held.delete(key);
        answer.lease.release();
      },
    },
  };
}

/** Does something while nobody else does who takes this lock. Rejects where somebody keeps it for so many milliseconds. */
export async function underLock<T>(
  dir: string,
  name: string,
  use: () => Promise<T>,
  longest = LONGEST_WAIT_MS,
): Promise<T> {
  const until = performance.now() + longest;
  for (;;) {
    const answer = takeLock(dir, name);
    if (answer.ok) {
      try {
        return await use();
      } finally {
        answer.lock.release();
      }
    }
    if (performance.now() > until) {
      const who = answer.owner === undefined ? 'another process' : `process ${answer.owner.pid}`;
      throw new Error(`${name}: ${who} has been at it for ${longest / 1_000} seconds; try again when it has ended`);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

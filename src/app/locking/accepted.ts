import type { Conceal } from '../../catalog/lockfile/conceal.ts';
import type { Lockfile } from '../../catalog/lockfile/lockfile.ts';
import { readLockfile } from '../../catalog/lockfile/read.ts';
import { skimLockfile } from '../../catalog/lockfile/skim.ts';
import type { Accepted } from '../../catalog/lockfile/standing.ts';
import { countOf } from '../../model/count.ts';
import { stampOf } from '../places/file-watch.ts';
import { readBytes } from './file.ts';
import { glance, look } from './look.ts';

/** What was accepted, as it is in force. */
export interface LockInForce {
  /** Absolute. */
  readonly path: string;
  /** The file as it was read; undefined where there is none. */
  readonly bytes: Buffer | undefined;
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** Undefined where there is no lockfile: everything is taken as it comes. */
  readonly accepted: Accepted | undefined;
}

/**
 * Reads the lockfile for serving. Throws `LockfileError`: what cannot be read protects nobody, and going on without it
 * would look as if it did. `isFound` says that the configuration was only found in a folder; what servers are given
 * is concealed in what is compared.
 */
export async function readAccepted(path: string, isFound: boolean, conceal: Conceal): Promise<LockInForce> {
  const stamp = await stampOf(path);
  const bytes = await readBytes(path);
  if (bytes === undefined) return { path, bytes, stamp, accepted: undefined };
  const lockfile = skimLockfile(path, bytes) ?? readLockfile(path, bytes.toString('utf8'));
  return { path, bytes, stamp, accepted: { lockfile, look: glance, lookAtUsage: look, conceal, isVouched: !isFound } };
}

export const isSameLock = ({ bytes: a }: LockInForce, { bytes: b }: LockInForce): boolean =>
  a === b || (a !== undefined && b !== undefined && a.equals(b));

/** What of two lockfiles lets more pass, one sentence each: pins that were taken, and classifications that were lowered. */
export function looserLock(before: LockInForce, after: LockInForce): string[] {
  if (isSameLock(before, after)) return [];
  if (before.accepted !== undefined && after.accepted === undefined) {
    return ['nothing is held against a lockfile any more: it is gone'];
  }
  const said: string[] = [];
  for (const [name, count] of taken(before.accepted?.lockfile, after.accepted?.lockfile)) {
    said.push(`${countOf(count, 'definition')} of server "${name}" ${count === 1 ? 'is' : 'are'} accepted otherwise`);
  }
  return said;
}

function taken(before: Lockfile | undefined, after: Lockfile | undefined): [string, number][] {
  if (after === undefined) return [];
  return [...after.servers].flatMap(([name, server]): [string, number][] => {
    const old = before?.servers.get(name);
    let count = 0;
    for (const kind of ['tools', 'prompts', 'resourceTemplates'] as const) {
      for (const [each, locked] of server[kind]) {
        const was = old?.[kind].get(each);
        // Where there was none before, only what a person has said otherwise than it is inferred lets more pass.
        const isTaken = before !== undefined && was?.pin.hash !== locked.pin.hash;
        if (isTaken || (locked.confirmed && !(was?.confirmed === true && classText(was) === classText(locked))))
          count++;
      }
    }
    return count === 0 ? [] : [[name, count]];
  });
}

const classText = (
  locked:
    | { powers: ReadonlyMap<string, string>; roles: ReadonlyMap<string, { role: string }>; labels: readonly string[] }
    | undefined,
): string =>
  JSON.stringify([
    [...(locked?.powers.keys() ?? [])],
    [...(locked?.roles ?? [])].map(([at, { role }]) => [at, role]),
    locked?.labels,
  ]);

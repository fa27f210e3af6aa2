import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hasOwner, openChains } from '../../journal/chain/lease.ts';
import { openStateDir, stateParts } from '../../journal/state/state-dir.ts';
import { verifyJournal } from '../../journal/verify/verify.ts';
import { codeOf, messageOf } from '../../model/caught.ts';
import { countOf } from '../../model/count.ts';
import { aboutState } from '../places/config-place.ts';
import { bad, type Check, doubtful, good, skipped } from './check.ts';
import { checkSessions } from './sessions.ts';

/** Below the first nothing more can be recorded soon, below the second at all. Bytes. */
const SCARCE = 500_000_000;
const NOTHING_LEFT = 20_000_000;
/** A record larger than this takes minutes to read. Bytes. */
const QUICK = 100_000_000;
/** Clocks of file servers are off by less. Milliseconds. */
const CLOCK_OFF = 5_000;

/** The state directory: whose it is, whether it can be written, whether there is room, what the clock of its disk says. */
export async function checkState(root: string, now: () => number): Promise<Check[]> {
  if (!existsSync(root)) {
    const above = nearestAbove(root);
    if (!(await stat(above)).isDirectory()) {
      const action = 'Move that file away, or set SALLYPORT_STATE to another folder.';
      return [bad('state', `${root} does not exist and cannot be made: ${above} is not a folder`, action)];
    }
    const mayWrite = await access(above, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
    if (mayWrite) return [good('state', `${root} is made at the first start`)];
    const action = `Make ${above} writable for this user, or set SALLYPORT_STATE to another folder.`;
    return [bad('state', `${root} does not exist and cannot be made: ${above} is not writable`, action)];
  }
  try {
    openStateDir(root);
  } catch (error) {
    return [bad('state', messageOf(error), 'Do that; nothing is recorded or approved until then.')];
  }
  const checks: Check[] = [];
  const probe = path.join(root, `.doctor-${randomUUID()}`);
  try {
    const before = now();
    await writeFile(probe, 'x', { mode: 0o600 });
    const written = (await stat(probe)).mtimeMs;
    const off = written < before - CLOCK_OFF || written > now() + CLOCK_OFF;
    if (off) {
      const found = `the clock of this machine and that of the disk of ${root} differ by ${Math.round(Math.abs(written - before) / 1_000)} s`;
      checks.push(doubtful('clock', found, 'Set the clocks (NTP): approvals and leases expire by them.'));
    }
  } catch (error) {
    const isFull = codeOf(error) === 'ENOSPC';
    const action = isFull
      ? 'Make room, or set SALLYPORT_STATE to a folder on another disk.'
      : 'Make it writable for this user, or set SALLYPORT_STATE to another folder.';
    return [bad('state', `${root} cannot be written: ${messageOf(error)}`, action)];
  } finally {
    await rm(probe, { force: true });
  }
  const { bavail, bsize } = await statfs(root);
  checks.push(checkRoom(root, bavail * bsize));
  const mode = (await stat(root)).mode & 0o077;
  if (mode !== 0 && process.platform !== 'win32') {
    checks.push(
      doubtful('state', `${root} can be read by others: it holds arguments and results`, `chmod 700 '${root}'`),
    );
  }
  return checks;
}

/** Whether the disk of the state directory has room for the record; `left` in bytes. */
export function checkRoom(root: string, left: number): Check {
  const room = `${root}: ${Math.round(left / 1_000_000)} MB are left on its disk`;
  const action = 'Make room: calls that cannot be recorded are refused.';
  if (left < NOTHING_LEFT) return bad('state', room, action);
  if (left < SCARCE) return doubtful('state', room, action);
  return good('state', `${root} is yours and can be written`);
}

function nearestAbove(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(above) || above === folder ? above : nearestAbove(above);
}

/** What killed processes left, and whether the record is as it was written. */
export async function checkRecord(root: string, now: () => number): Promise<Check[]> {
  const { journal } = stateParts(root);
  if (!existsSync(journal)) return [skipped('record', 'nothing is recorded yet')];
  const checks: Check[] = [];
  const open = [...(await openChains(journal))];
  const owned = await Promise.all(open.map((writer) => hasOwner(journal, writer, now())));
  const dead = owned.filter((has) => !has).length;
  checks.push(
    dead === 0
      ? good('leases', `processes that record: ${open.length}`)
      : good(
          'leases',
          `processes that record: ${open.length - dead}; killed: ${dead}, and the next start closes their chains`,
        ),
  );
  const size = await sizeOf(journal);
  if (size > QUICK) {
    return [
      ...checks,
      skipped('record', `${Math.round(size / 1_000_000)} MB were not read: \`sallyport verify\` does`),
    ];
  }
  checks.push(...(await checkSessions(root, now)));
  const { ok, problems, records } = await verifyJournal(journal);
  const first = problems[0];
  if (ok || first === undefined)
    return [...checks, good('record', `as they were written: ${countOf(records, 'record')}`)];
  const found = `${countOf(problems.length, 'problem')}, first ${first.file}:${first.line}: ${first.message}`;
  return [...checks, bad('record', found, `sallyport verify${aboutState(root)}`)];
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Somebody who can write the configuration decides what runs. */
export async function checkConfigFile(file: string): Promise<Check[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(file);
  if ((mode & 0o022) === 0) return [];
  return [
    bad('configuration', `${file} can be written by others, who could have anything run`, `chmod go-w '${file}'`),
  ];
}

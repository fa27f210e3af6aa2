import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Approvals, Hold, Verdict } from '../../model/approval.ts';
import { sha256 } from '../../model/canonical.ts';
import { messageOf } from '../../model/caught.ts';
import { compareDoors } from '../../model/decision.ts';
import { watchNames } from '../disk/name-watch.ts';
import { createWhole, exists, readWhole } from '../disk/whole-file.ts';
import { parseHold, parseVerdict } from './approval-file.ts';

/** More than the largest message, written as a string inside a string. */
const MOST_BYTES = 16_000_000;
/** How long files outlive their hold, so that people can still read what was asked. */
const KEEP_MS = 24 * 3_600_000;
const SWEEP_EVERY_MS = 60_000;

export interface ApprovalsOptions {
  readonly now?: () => number;
  /** Told of files that we did not write like this. They count as absent: nothing is approved by them. */
  readonly onFault?: (message: string) => void;
}

export interface OpenApprovals extends Approvals {
  /** Whether the client that waited for a hold has taken its call back, and not made it again. */
  isLeft(holdId: string): Promise<boolean>;
  /** Removes the files of holds that expired more than a day ago. */
  sweep(): Promise<void>;
  close(): void;
}

/**
 * Holds and verdicts as files in `approvals/`, shared by all processes. `ID.BINDING.hold` is the hold, `ID.verdict` the
 * answer, `ID.spent` its one use: three creations, each of which only one process can win. `ID.left` says that nobody waits.
 */
export function openApprovals(dir: string, options: ApprovalsOptions = {}): OpenApprovals {
  const now = options.now ?? Date.now;
  const onFault = options.onFault ?? (() => undefined);
  const verdictFile = (id: string): string => path.join(dir, `${id}.verdict`);
  const spentFile = (id: string): string => path.join(dir, `${id}.spent`);
  const leftFile = (id: string): string => path.join(dir, `${id}.left`);
  const watch = watchNames(dir);
  const filing = new Map<string, Promise<Hold>>();
  let sweptAt = 0;
  let closed = false;

  async function read<T>(file: string, parse: (text: string) => T | string): Promise<T | undefined> {
    let problem: string;
    try {
      const text = await readWhole(file, MOST_BYTES);
      if (text === undefined) return undefined;
      const parsed = parse(text);
      if (typeof parsed !== 'string') return parsed;
      problem = parsed;
    } catch (error) {
      problem = messageOf(error);
    }
    onFault(`${path.basename(file)} is ignored, nothing is approved by it: ${problem}`);
    return undefined;
  }

  async function readHold(name: string): Promise<Hold | undefined> {
    const hold = await read(path.join(dir, name), parseHold);
    if (hold === undefined) return undefined;
    if (holdName(hold) === name) return hold;
    onFault(`${name} is ignored, nothing is approved by it: it holds another hold than its name says`);
    return undefined;
  }

  async function holdsNamed(fits: (id: string, binding: string) => boolean): Promise<Hold[]> {
    const holds: Hold[] = [];
    for (const name of await readdir(dir)) {
      const parts = HOLD_NAME.exec(name);
      if (parts === null || !fits(parts[1] as string, parts[2] as string)) continue;
      const hold = await readHold(name);
      if (hold !== undefined) holds.push(hold);
    }
    return holds.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** The answer to a hold, if there is one that counts. */
  async function verdictOf(hold: Hold): Promise<Verdict | undefined> {
    const verdict = await read(verdictFile(hold.id), parseVerdict);
    if (verdict === undefined) return undefined;
    const problem = misfit(hold, verdict);
    if (problem === undefined) return verdict;
    onFault(`${hold.id}.verdict is ignored, nothing is approved by it: ${problem}`);
    return undefined;
  }

  const get = async (id: string): Promise<Hold | undefined> =>
    HOLD_ID.test(id) ? (await holdsNamed((named) => named === id))[0] : undefined;

  const isWaiting = async (hold: Hold | undefined): Promise<boolean> =>
    hold !== undefined && hold.expires > now() && !(await exists(verdictFile(hold.id)));

  async function file(hold: Hold): Promise<Hold> {
    const hash = bindingHash(hold.binding);
    for (const waiting of await holdsNamed((_id, binding) => binding === hash)) {
      if (!(await isWaiting(waiting)) || waiting.binding !== hold.binding) continue;
      if (compareDoors(waiting.door, hold.door) < 0) continue;
      await rm(leftFile(waiting.id), { force: true });
      return waiting;
    }
    const text = JSON.stringify(hold);
    if (Buffer.byteLength(text) > MOST_BYTES) {
      throw new Error(`the call is too large to be shown to a person: at most ${MOST_BYTES} bytes`);
    }
    const isTaken = (await readdir(dir)).some((name) => name.startsWith(`${hold.id}.`));
    if (isTaken || !(await createWhole(path.join(dir, holdName(hold)), text))) {
      throw new Error(`a hold with the id ${hold.id} exists already; make another id`);
    }
    return hold;
  }

  async function sweep(): Promise<void> {
    sweptAt = now();
    const names = await readdir(dir);
    const kept = new Set<string>();
    for (const name of names) {
      const parts = HOLD_NAME.exec(name);
      if (parts === null) continue;
      const hold = await read(path.join(dir, name), parseHold);
      const ended = hold?.expires ?? (await changedAt(path.join(dir, name)));
      // The hold goes first: a verdict without its hold is void, so a crash between the two approves nothing.
      if (ended !== undefined && ended + KEEP_MS < now()) await rm(path.join(dir, name), { force: true });
      else kept.add(parts[1] as string);
    }
    for (const name of names) {
      if (HOLD_NAME.test(name) || kept.has(name.split('.', 1)[0] as string)) continue;
      const changed = await changedAt(path.join(dir, name));
      if (changed !== undefined && changed + KEEP_MS < now()) await rm(path.join(dir, name), { force: true });
    }
  }

  return {
    async hold(hold) {
      const invalid = parseHold(JSON.stringify(hold));
      if (typeof invalid === 'string') throw new Error(`a hold cannot be filed: ${invalid}`);
      if (now() - sweptAt > SWEEP_EVERY_MS) await sweep();
      // Two calls of one process with the same binding wait for the same answer.
      const before = filing.get(hold.binding);
      if (before !== undefined) await before.catch(() => undefined);
      const filed = file(hold);
      filing.set(hold.binding, filed);
      try {
        return await filed;
      } finally {
        if (filing.get(hold.binding) === filed) filing.delete(hold.binding);
      }
    },
    async answer(verdict) {
      const hold = await get(verdict.hold);
      if (hold === undefined || hold.expires <= now()) return false;
      const text = JSON.stringify(verdict);
      const parsed = parseVerdict(text);
      if (typeof parsed === 'string' || misfit(hold, parsed) !== undefined) return false;
      return createWhole(verdictFile(hold.id), text);
    },
    isOpen: async (holdId) => isWaiting(await get(holdId)),
    async wait(holdId, ms, signal) {
      const hold = await get(holdId);
      if (hold === undefined) return undefined;
      const until = performance.now() + Math.min(ms, hold.expires - now());
      for (;;) {
        const left = until - performance.now();
        const verdict = await verdictOf(hold);
        if (verdict !== undefined) return verdict;
        if (left <= 0 || closed || signal?.aborted) return undefined;
        // A verdict that does not count stays in the folder: waiting for its name to appear would spin.
        const name = (await exists(verdictFile(holdId))) ? '' : `${holdId}.verdict`;
        await watch.seen(name, name === '' ? Math.min(left, 250) : left, signal);
      }
    },
    async find(binding) {
      const hash = bindingHash(binding);
      for (const hold of await holdsNamed((_id, named) => named === hash)) {
        if (hold.binding !== binding || hold.expires <= now() || (await exists(spentFile(hold.id)))) continue;
        const verdict = await verdictOf(hold);
        if (verdict !== undefined) return verdict;
      }
      return undefined;
    },
    async consume(holdId) {
      const hold = await get(holdId);
      if (hold === undefined || (await verdictOf(hold)) === undefined || hold.expires <= now()) return false;
      return createWhole(spentFile(holdId), JSON.stringify({ pid: process.pid, at: now() }));
    },
    get,
    async leave(holdId) {
      if (HOLD_ID.test(holdId)) await createWhole(leftFile(holdId), JSON.stringify({ at: now() }));
    },
    isLeft: async (holdId) => HOLD_ID.test(holdId) && exists(leftFile(holdId)),
    async pending() {
      const waiting: Hold[] = [];
      for (const hold of await holdsNamed(() => true)) if (await isWaiting(hold)) waiting.push(hold);
      return waiting;
    },
    sweep,
    close() {
      closed = true;
      watch.close();
    },
  };
}

const HOLD_ID = /^[A-Za-z0-9]{1,64}$/;
const HOLD_NAME = /^([A-Za-z0-9]{1,64})\.([0-9a-f]{32})\.hold$/;

/** In hexadecimal: file systems that fold case must not make two bindings one. */
const bindingHash = (binding: string): string => Buffer.from(sha256(binding), 'base64url').toString('hex').slice(0, 32);
const holdName = (hold: Hold): string => `${hold.id}.${bindingHash(hold.binding)}.hold`;

/** Why a verdict does not count for a hold. */
function misfit(hold: Hold, verdict: Verdict): string | undefined {
  if (verdict.hold !== hold.id) return 'it answers another hold';
  if (verdict.binding !== hold.binding) return 'it is bound to another call';
  if (compareDoors(verdict.door, hold.door) < 0) return `it came by ${verdict.door}, and the hold demands ${hold.door}`;
  if (verdict.at >= hold.expires) return 'it came after the hold expired';
  return undefined;
}

async function changedAt(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return undefined;
  }
}

/** Removes holds, and so what was shown of their calls, answered or not. A waiting one can no longer be approved. */
export async function removeHolds(dir: string, ids: readonly string[]): Promise<void> {
  for (const name of await readdir(dir)) {
    if (ids.some((id) => name.startsWith(`${id}.`))) await rm(path.join(dir, name), { force: true });
  }
}

import { rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../model/caught.ts';
import type { PlainEntry } from '../../model/journal.ts';
import type { OpenCall } from '../../model/record.ts';
import type { Label } from '../../model/tool.ts';
import { ChainCursor } from './cursor.ts';
import type { Head } from './group.ts';
import { unlessLater } from './later.ts';
import { hasOwner, leaseFile } from './lease.ts';
import { lostEntry } from './lost.ts';
import { closedNote } from './marker.ts';
import { marksIn, unmark } from './narrowed.ts';
import { reserveFile } from './reserve.ts';
import { namesIn } from './segment.ts';

/** The owner of the chain in which the closing is recorded. */
export interface Closer {
  readonly writer: string;
  write(entry: PlainEntry): Promise<boolean>;
  readonly now?: () => number;
}

const LEASE = /^([a-z0-9]+)\.lease$/;
/** A chain that is being closed, by the last of the names; those before it died after they had recorded some of it. */
const CLOSING = /^([a-z0-9]+)\.closing-([a-z0-9.]+)$/;

/**
 * Closes the chains whose owners are dead: every admitted call without a result is recorded as lost, in the chain of the
 * closer, and every session that could not be recorded as narrowed as one that was, to its purposes or to nothing. The dead
 * chain itself is never written again: its head is final, and nobody needs to lock it. Of several closers the one that renames
 * its lease does it. One that a later version of Sallyport wrote is left to the next that can read it.
 */
export async function closeDead(dir: string, closer: Closer): Promise<readonly string[]> {
  const now = (closer.now ?? Date.now)();
  const closed: string[] = [];
  for (const name of (await namesIn(dir)).sort()) {
    const claim = await unlessLater(
      name,
      () => claimChain(dir, name, closer.writer, now),
      () => undefined,
    );
    if (claim === undefined) continue;
    const close = () => closeChain(dir, claim.writer, claim.before, closer);
    const isWritten = await unlessLater(name, close, () => undefined);
    if (isWritten === undefined) await rename(join(dir, claim.file), join(dir, name));
    if (isWritten) {
      await unlink(join(dir, reserveFile(claim.writer))).catch(() => undefined);
      await unlink(join(dir, claim.file)).catch(() => undefined);
      closed.push(claim.writer);
    }
  }
  return closed;
}

/** Whether a dead chain is not closed yet: another process is at it, or it could not be recorded. */
export const isClosing = async (dir: string): Promise<boolean> =>
  (await namesIn(dir)).some((name) => CLOSING.test(name));

interface Claim {
  readonly writer: string;
  readonly file: string;
  /** Closers who died before they were done, and whose chains tell of some calls already. */
  readonly before: readonly string[];
}

async function claimChain(dir: string, name: string, closer: string, now: number): Promise<Claim | undefined> {
  const leased = LEASE.exec(name)?.[1];
  if (leased !== undefined) {
    if (leased === closer || (await hasOwner(dir, leased, now))) return undefined;
    return take(dir, leaseFile(leased), { writer: leased, file: `${leased}.closing-${closer}`, before: [] });
  }
  const [, writer, names] = CLOSING.exec(name) ?? [];
  if (writer === undefined || names === undefined) return undefined;
  const closers = names.split('.');
  const owner = closers.at(-1) ?? '';
  if (owner === closer) return { writer, file: name, before: closers.slice(0, -1) };
  if (await hasOwner(dir, owner, now)) return undefined;
  // With every closer that died the name would grow, until it were too long for the disk and nobody could start any more.
  const before = await thoseWhoTold(dir, writer, closers);
  return take(dir, name, { writer, file: `${writer}.closing-${[...before, closer].join('.')}`, before });
}

/** What one closer records goes to disk at once, so that hardly ever more than one of them has told and was not done. */
const MOST_NAMED = 8;

/** Of these closers, who recorded calls of this chain as lost; of too many the last: what others told may be told again. */
async function thoseWhoTold(dir: string, writer: string, closers: readonly string[]): Promise<readonly string[]> {
  const { open } = await readOpen(dir, writer);
  const told: string[] = [];
  for (const closer of closers) if ((await lostIn(dir, closer)).some((call) => open.has(call))) told.push(closer);
  return told.slice(-MOST_NAMED);
}

/** Of several processes that rename the same file, one succeeds. */
async function take(dir: string, from: string, claim: Claim): Promise<Claim | undefined> {
  try {
    await rename(join(dir, from), join(dir, claim.file));
    return claim;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function closeChain(dir: string, writer: string, before: readonly string[], closer: Closer): Promise<boolean> {
  const { open, head } = await readOpen(dir, writer);
  for (const other of [...before, closer.writer]) {
    for (const call of await lostIn(dir, other)) open.delete(call);
  }
  const written = [...open.values()].map(({ call, session, labels }) => closer.write(lostEntry(call, session, labels)));
  const marks = await marksIn(dir, writer);
  for (const { entry } of marks) written.push(closer.write(entry));
  if (head !== undefined) written.push(closer.write(closedNote(writer, head)));
  if (!(await Promise.all(written)).every((ok) => ok)) return false;
  for (const mark of marks) await unmark(dir, mark);
  return true;
}

/** The calls of a chain that were admitted and have no result, and its last record. Its beginning may have been removed. */
async function readOpen(dir: string, writer: string): Promise<{ open: Map<string, OpenCall>; head: Head | undefined }> {
  const open = new Map<string, OpenCall>();
  const labels = new Map<string, readonly Label[]>();
  const cursor = new ChainCursor(dir, writer);
  let head: Head | undefined;
  for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) {
    const { entry, seq, hash } = next.record;
    head = { seq, hash };
    if (entry.kind === 'tool') labels.set(entry.facts, entry.labels);
    else if (entry.kind === 'result' || entry.kind === 'lost') open.delete(entry.call);
    else if (entry.kind === 'open') for (const call of entry.calls) open.set(call.call, call);
    else if (entry.kind === 'call' && entry.decision.effect === 'allow') {
      const { call, session } = entry;
      open.set(call, { call, session: session.key, labels: labels.get(entry.facts) ?? [] });
    }
  }
  return { open, head };
}

async function lostIn(dir: string, writer: string): Promise<string[]> {
  const calls: string[] = [];
  const cursor = new ChainCursor(dir, writer);
  for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) {
    if (next.record.entry.kind === 'lost') calls.push(next.record.entry.call);
  }
  return calls;
}

import type { KeyObject } from 'node:crypto';
import { rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../model/json.ts';
import type { RetentionEntry } from '../../model/record.ts';
import { signingKey } from '../keys.ts';
import { helpedBy } from './contents-file.ts';
import { ChainCursor, firstRecord } from './cursor.ts';
import type { Closer } from './dead-chain.ts';
import { unlessLater } from './later.ts';
import { openChains } from './lease.ts';
import { headText } from './marker.ts';
import { listChains, namesIn, type SegmentName, segmentFile, writerTime } from './segment.ts';
import { isSignedBy, signWith } from './signature.ts';
import { lastRecord } from './tail.ts';

export interface Keeping {
  /** Milliseconds after which a closed segment is removed. */
  readonly keep: number;
  /** Bytes of all segments beyond which the oldest closed ones are removed. */
  readonly most: number;
}

interface OldSegment extends SegmentName {
  readonly bytes: number;
  /** When its last record was written, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * Removes closed segments that are too old or too many, the oldest first, each after a record of what it ended with, so
 * that `verify` can tell retention from deletion. What a later version wrote stays: what it ended with cannot be told here.
 * Returns the names of those removed. Rejects if the disk refuses.
 */
export async function prune(dir: string, { keep, most }: Keeping, journal: Closer): Promise<readonly string[]> {
  const now = (journal.now ?? Date.now)();
  // Made at the first start: where the disk is full there is no room for one, and this is what makes room.
  const key = await signingKey(dir);
  const { closed, bytes } = await weigh(dir);
  const removed: string[] = [];
  let left = bytes;
  for (const segment of closed) {
    const isOld = segment.at + keep < now;
    if (!isOld && left <= most) break;
    const reason = isOld ? 'older than record.keep' : 'more than record.most';
    const remove = () => removeSegment(dir, segment, reason, journal, key);
    const isRemoved = await unlessLater(segment.writer, remove, () => undefined);
    if (isRemoved === undefined) continue;
    if (!isRemoved) break;
    left -= segment.bytes;
    removed.push(nameOf(segment));
  }
  await sweepHelps(dir);
  return removed;
}

/** Also those that were left by another, who read a segment while it was removed. */
async function sweepHelps(dir: string): Promise<void> {
  const names = new Set(await namesIn(dir));
  for (const name of names) {
    const segment = helpedBy(name);
    if (segment !== undefined && !names.has(segment)) await rm(join(dir, name), { force: true });
  }
}

const nameOf = ({ writer, n }: SegmentName): string => `${writer}-${n}`;

/** Closed segments, the oldest first and each chain's in order, and the bytes of all. */
async function weigh(dir: string): Promise<{ closed: OldSegment[]; bytes: number }> {
  const closed: OldSegment[] = [];
  let bytes = 0;
  const chains = await listChains(dir);
  const open = await openChains(dir);
  for (const [writer, numbers] of chains) {
    let before: OldSegment | undefined;
    for (const n of numbers) {
      const segment = await weighSegment(dir, { writer, n }, before?.at ?? 0);
      bytes += segment.bytes;
      // The last may hold no whole record yet: then it does not say which calls are open.
      const first = () => firstRecord(dir, segment);
      const isTold =
        n !== numbers.at(-1) || !open.has(writer) || (await unlessLater(writer, first, () => undefined)) !== undefined;
      if (before !== undefined && isTold) closed.push(before);
      before = segment;
    }
    if (before !== undefined && !open.has(writer)) closed.push(before);
  }
  closed.sort((a, b) => a.at - b.at || a.n - b.n);
  return { closed, bytes };
}

/** No older than the segment before it, even in a copy of a journal that has lost its file times. */
async function weighSegment(dir: string, name: SegmentName, notBefore: number): Promise<OldSegment> {
  const chain = await stat(join(dir, segmentFile(name))).catch(() => undefined);
  return { ...name, bytes: chain?.size ?? 0, at: Math.max(notBefore, chain?.mtimeMs ?? 0) };
}

async function removeSegment(
  dir: string,
  name: SegmentName,
  reason: string,
  journal: Closer,
  key: KeyObject,
): Promise<boolean> {
  const path = join(dir, segmentFile(name));
  const last = await lastRecord(path);
  // Where it has no record there is nothing to tell, or another process has just removed it and recorded that.
  if (last !== undefined) {
    for (const entry of await stillNeeded(dir, name)) if (!(await journal.write(entry))) return false;
    const said = { kind: 'retention', removed: nameOf(name), head: headText(last), reason } as const;
    if (!(await journal.write({ ...said, ...signWith(key, said) }))) return false;
  }
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return true;
}

/** Whether a removal is as its signer signed it. Says nothing about whose key that is. */
export const isRemovalSigned = (entry: RetentionEntry): boolean => isSignedBy(signedPart(entry), entry);

/** With its kind, so that no signed checkpoint can be passed off as a removal. */
const signedPart = ({ kind, removed, head, reason }: RetentionEntry): JsonObject => ({ kind, removed, head, reason });

/** Retentions recorded in this segment that `verify` still needs: the last of each chain, while a chain from before is left. */
async function stillNeeded(dir: string, name: SegmentName): Promise<RetentionEntry[]> {
  const began = [...(await listChains(dir)).keys()].map(writerTime);
  const oldest = Math.min(...began);
  const needed = new Map<string, RetentionEntry>();
  const cursor = new ChainCursor(dir, name.writer, name.n, name.n);
  for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) {
    const { entry, at } = next.record;
    if (entry.kind === 'retention' && oldest <= at) needed.set(entry.removed.replace(/-\d+$/, ''), entry);
  }
  return [...needed.values()];
}

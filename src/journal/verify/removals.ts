import type { RetentionEntry } from '../../model/record.ts';
import { parseHead } from '../chain/marker.ts';
import { isRemovalSigned } from '../chain/retention.ts';
import { parseSegmentFile } from '../chain/segment.ts';
import type { Claims, Removed } from './report.ts';

/** A removal as a record tells of it; undefined where it names no segment. */
export function removalOf(entry: RetentionEntry): Removed | undefined {
  const name = parseSegmentFile(`${entry.removed}.jsonl`);
  const head = parseHead(entry.head);
  return name === undefined || head === undefined ? undefined : { ...name, ...head };
}

/** Whether a removal is not signed, or with no key of `trusted`; undefined where none is known, and any signer is believed. */
export const isRemovalForged = (entry: RetentionEntry, trusted: ReadonlySet<string> | undefined): boolean =>
  !isRemovalSigned(entry) || trusted?.has(entry.key) === false;

/** The last record of a chain that was removed; -1 for none. */
export function removedUpTo(writer: string, { removed }: Claims): number {
  let last = -1;
  for (const one of removed.values()) if (one.writer === writer) last = Math.max(last, one.seq);
  return last;
}

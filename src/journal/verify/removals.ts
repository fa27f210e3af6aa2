import type { RetentionEntry } from '../../model/record.ts';
import { parseHead } from '../chain/marker.ts';
import { isRemovalSigned } from '../chain/retention.ts';
import { parseSegmentFile, segmentFile, writerTime } from '../chain/segment.ts';
import type { Claimed, Claims, Findings, Removed } from './report.ts';

/**
 * A removal as a record tells of it; undefined where it names no segment. Whoever can write a record can write of a
 * removal: `trusted` are the keys by which one is proven.
 */
export function removalOf(entry: RetentionEntry, at: number, trusted: ReadonlySet<string>): Removed | undefined {
  const name = parseSegmentFile(`${entry.removed}.jsonl`);
  const head = parseHead(entry.head);
  if (name === undefined || head === undefined) return undefined;
  return { ...name, ...head, at, isProven: entry.key !== undefined && trusted.has(entry.key) };
}

/** Whether a removal bears another signature than that of its journal's key. Versions before signed none. */
export function isRemovalForged(entry: RetentionEntry, key: string | undefined): boolean {
  if (entry.signature === undefined && entry.key === undefined) return false;
  return !isRemovalSigned(entry) || (key !== undefined && entry.key !== key);
}

/** Of two words on the same segment the proven one counts. */
export const isBetter = (one: Removed, known: Removed | undefined): boolean =>
  known === undefined || (one.isProven === known.isProven ? one.seq > known.seq : one.isProven);

/** The last record of a chain that was removed: by all that is said of it, and by what is proven; -1 for none. */
export function removedUpTo(writer: string, { removed }: Claims): { said: number; proven: number } {
  const reach = { said: -1, proven: -1 };
  for (const one of removed.values()) {
    if (one.writer !== writer) continue;
    reach.said = Math.max(reach.said, one.seq);
    if (one.isProven) reach.proven = Math.max(reach.proven, one.seq);
  }
  return reach;
}

/** What a checkpoint kept elsewhere names and is gone up to `upTo`, nothing but an unsigned record saying why. */
export function findUnproven(
  name: { readonly writer: string; readonly n: number },
  upTo: number,
  claims: Claims,
  found: Findings,
): void {
  const { proven } = removedUpTo(name.writer, claims);
  const isUnproven = ({ isElsewhere, seq }: Claimed): boolean => isElsewhere && seq > proven && seq <= upTo;
  const known = claims.heads.get(name.writer)?.find(isUnproven);
  if (known === undefined) return;
  const message = `${known.by} names record ${known.seq}, which is gone, and the record of its removal is not signed with this journal's key: put the file back from a copy. If a version of Sallyport that signed no removals removed it, keep a new checkpoint in place of the one that names it`;
  found.problem({ what: 'deletion', file: segmentFile(name), line: 0, seq: known.seq, message });
}

/** Tells of removals that versions before this recorded, which signed none, or that somebody did who hides something. */
export function tellUnproven(
  { removed }: Claims,
  chains: ReadonlyMap<string, readonly number[]>,
  found: Findings,
): void {
  const last = new Map<string, Removed>();
  for (const one of removed.values()) {
    if (one.isProven || chains.get(one.writer)?.includes(one.n) === true) continue;
    if (one.n >= (last.get(one.writer)?.n ?? 0)) last.set(one.writer, one);
  }
  for (const { writer, n, seq, at } of last.values()) {
    const what = chains.has(writer) ? `the beginning of chain ${writer}` : `chain ${writer}`;
    found.notice(
      `${what} was removed up to ${segmentFile({ writer, n })} (record ${seq}), from ${timeText(writerTime(writer))} to no later than ${timeText(at)}, by a record that is not signed with this journal's key`,
    );
  }
  if (last.size === 0) return;
  found.notice(
    'a removal that is not signed proves nothing: versions that signed none recorded it so, or one that had no key, or somebody who hides what they removed. Compare it with a copy of the record, if there is one; checkpoints that are kept elsewhere show later ones (sallyport checkpoint)',
  );
}

/** A time from a record that anybody may have written. */
function timeText(at: number): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? 'an unknown time' : time.toISOString();
}

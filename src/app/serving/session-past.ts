import { markOf } from '../../journal/chain/contents.ts';
import { readRecords } from '../../journal/reading.ts';
import { SessionIndex } from '../../journal/session-index.ts';
import { KEEP_MS } from '../../journal/state/lease.ts';
import { FOLDED } from '../../projections/sessions.ts';
import type { OwnershipParts } from './ownership.ts';

/** How long one look at what is older than leases serves for all new sessions. Milliseconds. */
const LOOK = 86_400_000;

/**
 * Reads what was recorded of a session before. Where no lease tells of an owner, only records older than leases go back can.
 * `complete` resolves when what was recorded last can be read, here and by processes that died, or with false where it cannot:
 * then the past is not known.
 */
export function pastIn(dir: string, now: () => number, complete: () => Promise<boolean>): OwnershipParts['past'] {
  const index = new SessionIndex(dir, { isKept: true });
  let old: { readonly from: number; readonly until: number; readonly marks: Promise<ReadonlySet<number>> } | undefined;
  /** The marks of the sessions in records older than that, and some younger: nothing is added to those. */
  const marksUntil = (until: number): Promise<ReadonlySet<number>> => {
    // A look that was had while the clock was ahead saw nothing of what is recorded until that time.
    if (old !== undefined && old.from <= until && until <= old.until) return old.marks;
    const look = { from: until, until: until + LOOK, marks: index.marks(until + LOOK) };
    look.marks.catch(() => {
      if (old === look) old = undefined;
    });
    old = look;
    return look.marks;
  };
  const isOld = async (session: string): Promise<boolean> => {
    const until = now() - KEEP_MS;
    if (!(await marksUntil(until)).has(markOf(session))) return false;
    for await (const _ of readRecords(dir, { session, kinds: FOLDED, index, until })) return true;
    return false;
  };
  return async function* past(session, isFirst) {
    if (isFirst && !(await isOld(session))) return;
    // It may have been left for its silence while a call of it ran, and come again with the result of that.
    if (!(await complete())) throw new Error('what was recorded last is not on disk');
    for await (const { record, payload } of readRecords(dir, { session, kinds: FOLDED, index })) {
      yield { entry: record.entry, at: record.at, payload: await payload() };
    }
  };
}

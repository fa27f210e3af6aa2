import { readRecords } from '../../journal/reading.ts';
import { SessionIndex } from '../../journal/session-index.ts';
import { KEEP_MS } from '../../journal/state/session-lease.ts';
import type { OwnershipParts } from './ownership.ts';

/** The kinds of entries that a session's projections are folded from. */
const KINDS = ['call', 'result', 'lost', 'task', 'purpose', 'saying'] as const;

/** Reads what was recorded of a session before. Where no lease tells of an owner, only records older than leases go back can. */
export function pastIn(dir: string, now: () => number): OwnershipParts['past'] {
  const index = new SessionIndex(dir, { isKept: true });
  const isOld = async (session: string): Promise<boolean> => {
    for await (const _ of readRecords(dir, { session, kinds: KINDS, index, until: now() - KEEP_MS })) return true;
    return false;
  };
  return async function* past(session, isFirst) {
    if (isFirst && !(await isOld(session))) return;
    for await (const { record, payload } of readRecords(dir, { session, kinds: KINDS, index })) {
      yield { entry: record.entry, at: record.at, payload: await payload() };
    }
  };
}

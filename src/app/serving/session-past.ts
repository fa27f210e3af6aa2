import { readRecords } from '../../journal/reading.ts';
import { KEEP_MS } from '../../journal/state/session-lease.ts';
import type { OwnershipParts } from './ownership.ts';

/** The kinds of entries that a session's projections are folded from. */
const KINDS = ['call', 'result', 'lost', 'task', 'purpose', 'saying'] as const;

/** Reads what earlier processes recorded of a session. Where no lease tells of an owner, only older records can. */
export function pastIn(dir: string, now: () => number): OwnershipParts['past'] {
  let old: Promise<Set<string>> | undefined;
  /** The sessions of records older than leases go back, read once: nothing is added to those. */
  const readOld = async (): Promise<Set<string>> => {
    const keys = new Set<string>();
    for await (const { record } of readRecords(dir, { kinds: KINDS, until: now() - KEEP_MS })) {
      const { entry } = record;
      const of = 'session' in entry ? entry.session : undefined;
      if (of !== undefined) keys.add(typeof of === 'string' ? of : of.key);
    }
    return keys;
  };
  return async function* past(session, isFirst) {
    if (isFirst) {
      old ??= readOld().catch((error: unknown) => {
        old = undefined;
        throw error;
      });
      if (!(await old).has(session)) return;
    }
    for await (const { record, payload } of readRecords(dir, { session, kinds: KINDS })) {
      yield { entry: record.entry, at: record.at, payload: await payload() };
    }
  };
}

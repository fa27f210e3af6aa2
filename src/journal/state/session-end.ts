import type { Hold } from '../../model/approval.ts';
import { canComeAgain } from '../../model/call.ts';
import { type RecordFilter, readRecords } from '../reading.ts';
import { isOwned } from './lease.ts';
import type { StateDir } from './state-dir.ts';

/** A hold and its record have the same clock; this allows for their order. Milliseconds. */
const BEFORE = 60_000;

/**
 * Whether the session of a held call is over for good, so that nobody could run the call any more. A conversation that
 * its client can resume is not over, and neither is one that nothing is known of.
 */
export const isOver = async (hold: Hold, state: StateDir): Promise<boolean> =>
  (await whichAreOver([hold], state)).has(hold.id);

/** The ids of those of which `isOver` holds. Each session is looked at once, however many of its calls are held. */
export async function whichAreOver(holds: readonly Hold[], state: StateDir): Promise<ReadonlySet<string>> {
  const over = new Set<string>();
  for (const [session, own] of bySession(holds)) {
    if (isOwned(state.sessions, session) !== false) continue;
    const sought = new Set(own.map(({ id }) => id));
    const since = own.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY) - BEFORE;
    const filter: RecordFilter = { kinds: ['hold'], session, since, later: () => undefined };
    for await (const { record } of readRecords(state.journal, filter)) {
      const { entry } = record;
      // The first record of an id counts.
      if (entry.kind !== 'hold' || !sought.delete(entry.hold.id)) continue;
      if (!canComeAgain(entry.session)) over.add(entry.hold.id);
      if (sought.size === 0) break;
    }
  }
  return over;
}

function bySession(holds: readonly Hold[]): ReadonlyMap<string, readonly Hold[]> {
  const sessions = new Map<string, Hold[]>();
  for (const hold of holds) {
    const own = sessions.get(hold.session);
    if (own === undefined) sessions.set(hold.session, [hold]);
    else own.push(hold);
  }
  return sessions;
}

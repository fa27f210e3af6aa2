import type { Hold } from '../../model/approval.ts';
import type { SessionSource } from '../../model/call.ts';
import { readRecords } from '../reading.ts';
import { isOwned } from './lease.ts';
import type { StateDir } from './state-dir.ts';

/** Sources of sessions that end with their process. */
const BOUND: readonly SessionSource[] = ['process', 'mcp-session-id'];

/** Whether a session can come again when its process has ended. */
export const canComeAgain = (source: SessionSource): boolean => !BOUND.includes(source);

/** A hold and its record have the same clock; this allows for their order. Milliseconds. */
const BEFORE = 60_000;

/**
 * Whether the session of a held call is over for good, so that nobody could run the call any more. A conversation that
 * its client can resume is not over, and neither is one that nothing is known of.
 */
export async function isOver({ session, id, at }: Hold, { sessions, journal }: StateDir): Promise<boolean> {
  if (isOwned(sessions, session) !== false) return false;
  for await (const { record } of readRecords(journal, { kinds: ['hold'], session, since: at - BEFORE })) {
    const { entry } = record;
    if (entry.kind === 'hold' && entry.hold.id === id) return !canComeAgain(entry.session.source);
  }
  return false;
}

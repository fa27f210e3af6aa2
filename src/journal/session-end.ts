import type { Hold } from '../model/approval.ts';
import type { SessionSource } from '../model/call.ts';
import { readRecords } from './reading.ts';
import { isOwned } from './session-lease.ts';
import type { StateDir } from './state-dir.ts';

/** Sessions that no other process goes on with: they are born with one, or named by it. */
const BOUND: readonly SessionSource[] = ['process', 'mcp-session-id'];
/** Clocks of a hold and of its record are one; a little is left for their order. Milliseconds. */
const BEFORE = 60_000;

/**
 * Whether the session of a held call is over for good, so that nobody is left who could run it. A conversation that its
 * client can take up again is not, and neither is one of which nothing is known.
 */
export async function isOver({ session, id, at }: Hold, { sessions, journal }: StateDir): Promise<boolean> {
  if (isOwned(sessions, session) !== false) return false;
  for await (const { record } of readRecords(journal, { kinds: ['hold'], session, since: at - BEFORE })) {
    const { entry } = record;
    if (entry.kind === 'hold' && entry.hold.id === id) return BOUND.includes(entry.session.source);
  }
  return false;
}

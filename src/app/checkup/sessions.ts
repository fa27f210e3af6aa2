import { existsSync } from 'node:fs';
import { readRecords } from '../../journal/reading.ts';
import { hasForgotten, isOwned, KEEP_MS } from '../../journal/state/lease.ts';
import { stateParts } from '../../journal/state/state-dir.ts';
import { canComeAgain } from '../../model/call.ts';
import { countOf } from '../../model/count.ts';
import { isOfAgent } from '../../model/record.ts';
import { type Check, doubtful } from './check.ts';

/**
 * Whether the owners of all sessions are known that called something lately and can come again. Whoever deletes what tells of
 * them makes sessions new: what one has read counts no more when it comes again.
 */
export async function checkSessions(root: string, now: () => number): Promise<Check[]> {
  const { journal, sessions } = stateParts(root);
  // Of who is forgotten for their number the record is read when they come again.
  if (!existsSync(journal) || hasForgotten(sessions)) return [];
  const called = new Set<string>();
  for await (const { record } of readRecords(journal, { kinds: ['call'], since: now() - KEEP_MS })) {
    const { entry } = record;
    if (entry.kind === 'call' && isOfAgent(entry) && canComeAgain(entry.session)) called.add(entry.session.key);
  }
  const lost = [...called].filter((key) => isOwned(sessions, key) === undefined).length;
  if (lost === 0) return [];
  const found = `${sessions} does not know ${countOf(lost, 'session')} of the last week: one that comes again counts as new, and what it read as never read`;
  return [doubtful('sessions', found, `Put ${sessions} back from a backup, or end those conversations.`)];
}

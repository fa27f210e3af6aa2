import { existsSync } from 'node:fs';
import { type RecordFilter, readRecords } from '../../journal/reading.ts';
import { hasForgotten, isOwned, KEEP_MS } from '../../journal/state/lease.ts';
import { stateParts } from '../../journal/state/state-dir.ts';
import { canComeAgain } from '../../model/call.ts';
import { countOf } from '../../model/count.ts';
import { isOfAgent } from '../../model/record/judged.ts';
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
  const later = new Set<string>();
  const filter: RecordFilter = { kinds: ['call'], since: now() - KEEP_MS, later: (writer) => void later.add(writer) };
  for await (const { record } of readRecords(journal, filter)) {
    const { entry } = record;
    if (entry.kind === 'call' && isOfAgent(entry) && canComeAgain(entry.session)) called.add(entry.session.key);
  }
  const lost = [...called].filter((key) => isOwned(sessions, key) === undefined).length;
  const unread =
    later.size === 0
      ? []
      : [
          doubtful(
            'record',
            `a later version of Sallyport wrote ${countOf(later.size, 'chain')} of it (${[...later].join(', ')}), which this one cannot read: sessions that stand in it have no past here`,
            'Update Sallyport to that version.',
          ),
        ];
  if (lost === 0) return unread;
  const found = `${sessions} does not know ${countOf(lost, 'session')} of the last week: one that comes again counts as new, and what it read as never read`;
  return [...unread, doubtful('sessions', found, `Put ${sessions} back from a backup, or end those conversations.`)];
}

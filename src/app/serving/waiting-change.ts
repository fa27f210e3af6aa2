import { readRecords } from '../../journal/reading.ts';

/** So far back a change is looked for that nobody has said yes to. Milliseconds. */
const LOOKED_BACK = 30 * 86_400_000;

/** Why the last change of a configuration waits, as the processes that serve it have recorded; undefined where none does. */
export async function whyWaiting(journal: string, file: string, now: number): Promise<string | undefined> {
  let why: string | undefined;
  for await (const { record } of readRecords(journal, { kinds: ['note', 'reload'], since: now - LOOKED_BACK })) {
    const { entry } = record;
    if (entry.kind === 'reload' && entry.file === file) why = undefined;
    if (entry.kind === 'note' && entry.about === 'reload' && entry.file === file) why = entry.waits;
  }
  return why;
}

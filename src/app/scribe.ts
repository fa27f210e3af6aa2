import { type OpenJournal, openJournal } from '../journal/journal.ts';
import type { StateDir } from '../journal/state-dir.ts';
import type { PlainEntry } from '../model/journal.ts';
import { VERSION } from './version.ts';

/** Small: a command writes a handful of entries. Retention is the serving process's business. */
const LIMITS = {
  payload: 0,
  segment: 64_000_000,
  keep: Number.MAX_SAFE_INTEGER,
  most: Number.MAX_SAFE_INTEGER,
} as const;

/** Opens a chain of this command's own in the record, for as long as `use` takes. `use` is told what went wrong by `why`. */
export async function withJournal<T>(
  state: StateDir,
  use: (journal: OpenJournal, why: () => string) => Promise<T>,
): Promise<T> {
  const faults: string[] = [];
  const fold = (): void => undefined;
  const journal = await openJournal({ dir: state.journal, version: VERSION, policy: '', fold, limits: LIMITS });
  journal.onFault((message) => faults.push(message));
  try {
    return await use(journal, () => faults.join('; ') || 'unknown fault');
  } finally {
    await journal.close();
  }
}

/** Writes entries into the record. Throws if they could not be made durable. */
export const record = (state: StateDir, entries: readonly PlainEntry[]): Promise<void> =>
  withJournal(state, async (journal, why) => {
    for (const entry of entries) {
      if (await journal.write(entry)) continue;
      throw new Error(`the record could not be written, so nothing was done: ${why()}`);
    }
  });

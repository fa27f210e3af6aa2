import { type OpenJournal, openJournal } from '../journal/journal.ts';
import type { StateDir } from '../journal/state/state-dir.ts';
import type { PlainEntry } from '../model/journal.ts';
import { VERSION } from './version.ts';

/** A command writes a handful of entries. Retention is left to serving processes. */
const LIMITS = {
  payload: 0,
  segment: 64_000_000,
  keep: Number.MAX_SAFE_INTEGER,
  most: Number.MAX_SAFE_INTEGER,
} as const;

const fold = (): undefined => undefined;

const openChain = ({ journal: dir }: StateDir, file?: string): Promise<OpenJournal> =>
  openJournal({ dir, version: VERSION, policy: '', file, fold, limits: LIMITS });

/**
 * Opens a chain of this command's own in the record, for as long as `use` takes. `why` says why a write has failed; `file`
 * is the configuration that it is about, where it is about one.
 */
export async function withJournal<T>(
  state: StateDir,
  file: string | undefined,
  use: (journal: OpenJournal, why: () => string) => Promise<T>,
): Promise<T> {
  const faults: string[] = [];
  const journal = await openChain(state, file);
  journal.onFault((message) => faults.push(message));
  try {
    return await use(journal, () => faults.join('; ') || 'unknown fault');
  } finally {
    await journal.close();
  }
}

/** Writes what a person decides, entry by entry. */
export interface Scribe {
  /** Throws if the entry could not be made durable. */
  write(entry: PlainEntry): Promise<void>;
  close(): Promise<void>;
}

/** A chain of this command's own, begun with the first entry. */
export function openScribe(state: StateDir): Scribe {
  const faults: string[] = [];
  let journal: OpenJournal | undefined;
  return {
    async write(entry) {
      if (journal === undefined) {
        journal = await openChain(state);
        journal.onFault((message) => faults.push(message));
      }
      if (await journal.write(entry)) return;
      throw new Error(`the record could not be written, so nothing was done: ${faults.join('; ') || 'unknown fault'}`);
    },
    async close() {
      await journal?.close();
    },
  };
}

/** Writes entries into the record. Throws if they could not be made durable. */
export async function record(state: StateDir, entries: readonly PlainEntry[]): Promise<void> {
  const scribe = openScribe(state);
  try {
    for (const entry of entries) await scribe.write(entry);
  } finally {
    await scribe.close();
  }
}

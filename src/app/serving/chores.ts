import { sweepLeases } from '../../journal/state/lease.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { messageOf } from '../../model/caught.ts';
import type { Journal } from '../../model/journal.ts';

/** How often the leftovers of sessions are swept: a server runs for months. Milliseconds. */
const SWEEP = 6 * 3_600_000;

export interface ChoresParts {
  readonly journal: Pick<Journal, 'write'>;
  readonly state: Pick<StateDir, 'journal' | 'sessions'>;
  /** How often the heads of all chains are signed, so that one that is cut short later is noticed. Milliseconds. */
  readonly checkpoint: number;
  readonly log: (line: string) => void;
}

/** Begins what is done now and then while a process serves, whoever calls. Returns how to stop that. */
export function beginChores({ journal, state, checkpoint: every, log }: ChoresParts): () => void {
  const sign = async (): Promise<void> => {
    try {
      const { checkpoint } = await import('../../journal/chain/checkpoint.ts');
      const leftOut = (chain: string): void => log(`chain ${chain} is in no checkpoint: a later Sallyport wrote it`);
      await journal.write(await checkpoint(state.journal, leftOut));
    } catch (error) {
      log(`no checkpoint could be made: ${messageOf(error)}`);
    }
  };
  const sweep = (): void => void sweepLeases(state.sessions);
  sweep();
  const timers = [setInterval(() => void sign(), every), setInterval(sweep, SWEEP)];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

import type { StateDir } from '../../journal/state/state-dir.ts';
import type { Listing } from '../../model/upstreams.ts';
import { visit, type Waits } from '../behind.ts';
import { withJournal } from '../scribe.ts';
import type { Configuration } from '../settings.ts';
import { startableServers } from '../startable.ts';

/** What servers offer at this moment, as they say it themselves. */
export interface Offers {
  readonly listings: ReadonlyMap<string, Listing>;
  /** Servers that could not be asked, and what to do about it. */
  readonly missing: ReadonlyMap<string, string>;
}

export interface OffersOptions {
  /** These alone; all unless told. */
  readonly servers?: ReadonlySet<string>;
  /** For what the command that asks is called in the record. */
  readonly about: string;
  readonly now: () => number;
  readonly waits?: Waits;
}

/** Starts the servers that a person lets run, lists them and ends them. Recorded first, like every start. */
export async function listOffers(
  configuration: Configuration,
  state: StateDir,
  { servers: wanted, about, now, waits }: OffersOptions,
): Promise<Offers> {
  const isWanted = (name: string): boolean => wanted?.has(name) !== false;
  const { servers, obstacles } = startableServers(configuration, state, isWanted);
  const missing = new Map<string, string>();
  for (const [name, obstacle] of obstacles) {
    if (obstacle.kind === 'wanting') missing.set(name, obstacle.why);
    if (obstacle.kind === 'untrusted') missing.set(name, `${obstacle.why}: ${obstacle.command}`);
  }
  const starting = Object.keys(servers);
  if (starting.length === 0) return { listings: new Map(), missing };
  return withJournal(state, configuration.loaded.path, async (journal, why) => {
    if (!(await journal.write({ kind: 'note', about, message: `starts ${starting.join(', ')}` }))) {
      throw new Error(`that servers are started could not be recorded, so none was: ${why()}`);
    }
    const { listings, standings } = await visit(configuration, servers, state, { now, waits });
    for (const { upstream, state: stand, message } of standings) {
      if (!listings.has(upstream)) missing.set(upstream, message ?? stand);
    }
    return { listings, missing };
  });
}

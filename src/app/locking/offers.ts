import type { StateDir } from '../../journal/state/state-dir.ts';
import type { Listing } from '../../model/upstreams.ts';
import { openForLook } from '../behind.ts';
import { withJournal } from '../scribe.ts';
import type { Configuration } from '../settings.ts';
import { openTrustDesk } from '../trust-desk.ts';

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
  readonly heard?: (count: number, all: number) => void;
}

/** Starts the servers that a person lets run, lists them and ends them. Recorded first, like every start. */
export async function listOffers(
  configuration: Configuration,
  state: StateDir,
  { servers: wanted, about, now, heard }: OffersOptions,
): Promise<Offers> {
  const { config, wanting } = configuration;
  const desk = openTrustDesk(configuration, state.trust, () => undefined);
  const missing = new Map<string, string>();
  const starting: string[] = [];
  for (const [name, { disabled }] of Object.entries(config.servers)) {
    if (disabled || wanted?.has(name) === false) continue;
    const why = wanting.get(name);
    if (why !== undefined) missing.set(name, why);
    else {
      const bar = desk.bar(name);
      if (bar === undefined) starting.push(name);
      else missing.set(name, `${bar.why}: ${bar.command}`);
    }
  }
  const listings = new Map<string, Listing>();
  if (starting.length === 0) return { listings, missing };
  const servers = Object.fromEntries(Object.entries(config.servers).filter(([name]) => starting.includes(name)));
  await withJournal(state, async (journal, why) => {
    if (!(await journal.write({ kind: 'note', about, message: `starts ${starting.join(', ')}` }))) {
      throw new Error(`that servers are started could not be recorded, so none was: ${why()}`);
    }
    const upstreams = openForLook(configuration, servers, state, now);
    upstreams.onListing((name, listing) => {
      if (listing === undefined) listings.delete(name);
      else listings.set(name, listing);
      heard?.(listings.size, starting.length);
    });
    upstreams.start();
    await upstreams.settled();
    for (const { upstream, state: stand, message } of upstreams.standings()) {
      if (!listings.has(upstream)) missing.set(upstream, message ?? stand);
    }
    await upstreams.close();
  });
  return { listings, missing };
}

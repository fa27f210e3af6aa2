import type { Found } from '../model/gate.ts';
import type { Listing } from '../model/upstreams.ts';
import type { Definition } from './definition.ts';

/**
 * What sessions' own processes offer, where that is not what everybody is shown: an older version, for instance. Calls of
 * a session are judged by what its own process says of a tool.
 */
export class OwnListings {
  readonly #byUpstream = new Map<string, Map<string, Listing>>();
  readonly #readTools: (upstream: string, listing: Listing) => readonly Definition[];
  /** Sessions whose processes are of the same version share a listing. */
  #read = new WeakMap<Listing, ReadonlyMap<string, Found>>();

  constructor(readTools: (upstream: string, listing: Listing) => readonly Definition[]) {
    this.#readTools = readTools;
  }

  put(session: string, upstream: string, listing: Listing | undefined): void {
    const sessions = this.#byUpstream.get(upstream) ?? new Map<string, Listing>();
    if (listing === undefined) sessions.delete(session);
    else sessions.set(session, listing);
    if (sessions.size > 0) this.#byUpstream.set(upstream, sessions);
    else this.#byUpstream.delete(upstream);
  }

  /** A tool as this session's process offers it; where it does not, the one that is shown, which will not be sent. */
  find(found: Found, session: string | undefined): Found {
    if (this.#byUpstream.size === 0 || session === undefined) return found;
    const { upstream, name } = found.target;
    const listing = this.#byUpstream.get(upstream)?.get(session);
    return listing === undefined ? found : (this.#tools(upstream, listing).get(name) ?? found);
  }

  /** What was accepted has changed. */
  reread(): void {
    this.#read = new WeakMap();
  }

  #tools(upstream: string, listing: Listing): ReadonlyMap<string, Found> {
    const known = this.#read.get(listing);
    if (known !== undefined) return known;
    const tools = new Map(
      this.#readTools(upstream, listing).map(({ name, facts }): [string, Found] => {
        const target = Object.freeze({ upstream, name });
        return [name, Object.freeze({ target, facts })];
      }),
    );
    this.#read.set(listing, tools);
    return tools;
  }
}

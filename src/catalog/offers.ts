import type { ServerConfig } from '../config/schema.ts';
import type { ListKind } from '../model/gate.ts';
import type { Listing } from '../model/upstreams.ts';
import type { Definition } from './definition.ts';
import type { Accepted } from './lockfile/standing.ts';
import { type Offer, readOffer } from './offer.ts';

/** Which lists a new listing changed. */
export interface Changed {
  readonly tools: boolean;
  readonly resources: boolean;
  readonly prompts: boolean;
}

const UNCHANGED: Changed = Object.freeze({ tools: false, resources: false, prompts: false });

/** What the configured servers offer now, each held against what was accepted of it. In the configuration's order. */
export class Offers {
  #servers: Readonly<Record<string, ServerConfig>>;
  #accepted: Accepted | undefined;
  readonly #offers = new Map<string, Offer>();

  constructor(servers: Readonly<Record<string, ServerConfig>>, accepted: Accepted | undefined) {
    this.#servers = servers;
    this.#accepted = accepted;
  }

  get order(): readonly string[] {
    return Object.keys(this.#servers);
  }

  /** Whether a server that is not switched off has not said yet what it offers. */
  get isAwaiting(): boolean {
    return this.order.some(
      (name) => this.#offers.get(name)?.isPromised !== false && this.server(name)?.disabled !== true,
    );
  }

  server(name: string): ServerConfig | undefined {
    return Object.hasOwn(this.#servers, name) ? this.#servers[name] : undefined;
  }

  get(upstream: string): Offer | undefined {
    return this.#offers.get(upstream);
  }

  all(): Offer[] {
    return this.order.flatMap((name) => this.#offers.get(name) ?? []);
  }

  listings(): Listing[] {
    return this.all().map(({ listing }) => listing);
  }

  definitions(kind: ListKind): Definition[] {
    return this.all().flatMap(({ kept }) => kept[kind]);
  }

  isLocked(upstream: string): boolean {
    return this.#accepted?.lockfile.servers.has(upstream) === true;
  }

  /** A listing of a configured server, read without being kept. */
  read(upstream: string, listing: Listing, isPromised = false): Offer | undefined {
    const server = this.server(upstream);
    return server === undefined ? undefined : readOffer(upstream, listing, server, this.#accepted, isPromised);
  }

  /** Takes a server's new listing; undefined where it offers nothing any more. Ignores servers that are not configured. */
  take(upstream: string, listing: Listing | undefined): Changed {
    if (this.server(upstream) === undefined) return UNCHANGED;
    const before = this.#offers.get(upstream);
    const after = listing === undefined ? undefined : this.read(upstream, listing);
    if (after === undefined) this.#offers.delete(upstream);
    else this.#offers.set(upstream, after);
    return changedBy((kind) =>
      before?.isPromised === true
        ? !isSameSet(before.kept[kind], after?.kept[kind])
        : !isSameList(before?.listing[kind], listing?.[kind]),
    );
  }

  /** Takes what was accepted of a server for its offer, until it says what that is. Ignored where it has. */
  promise(upstream: string, listing: Listing): Changed {
    const before = this.#offers.get(upstream);
    const promised = before?.isPromised === false ? undefined : this.read(upstream, listing, true);
    if (promised === undefined) return UNCHANGED;
    this.#offers.set(upstream, promised);
    return changedBy((kind) => !isSameList(before?.listing[kind], listing[kind]));
  }

  /** Replaces the configured servers. Those that stay keep their listing, those that are gone lose it. */
  reconfigure(servers: Readonly<Record<string, ServerConfig>>, accepted: Accepted | undefined): Changed {
    const held = this.all();
    this.#servers = servers;
    this.#accepted = accepted;
    this.#offers.clear();
    for (const { listing, isPromised } of held) {
      const { upstream } = listing;
      const offer = this.server(upstream)?.disabled === true ? undefined : this.read(upstream, listing, isPromised);
      if (offer !== undefined) this.#offers.set(upstream, offer);
    }
    const texts = (offers: readonly Offer[], kind: ListKind) => offers.flatMap(({ listing }) => listing[kind]);
    const now = this.all();
    return changedBy((kind) => !isSameList(texts(held, kind), texts(now, kind)));
  }
}

const changedBy = (isChanged: (kind: ListKind) => boolean): Changed => ({
  tools: isChanged('tools'),
  resources: isChanged('resources') || isChanged('resourceTemplates'),
  prompts: isChanged('prompts'),
});

const isSameList = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i]);

/** Whether these are the same definitions, in whatever order and however they are spelled. */
function isSameSet(a: readonly Definition[], b: readonly Definition[] = []): boolean {
  const hashes = new Map(a.map(({ name, facts }) => [name, facts.definition]));
  return a.length === b.length && b.every(({ name, facts }) => hashes.get(name) === facts.definition);
}

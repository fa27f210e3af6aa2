import type { ServerConfig } from '../config/schema.ts';
import type { ListKind } from '../model/gate.ts';
import type { Steps } from '../model/steps.ts';
import type { Listing } from '../model/upstreams.ts';
import { type Definition, type ReadTexts, readAhead } from './definition.ts';
import { KnownDefinitions } from './known-definitions.ts';
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
  readonly #known = new Map<string, ReadTexts>();

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
  read(upstream: string, listing: Listing): Offer | undefined {
    const offer = this.#read(upstream, listing);
    this.#known.get(upstream)?.keep(this.#offers.get(upstream)?.listing);
    return offer;
  }

  /** Reads what a listing to come has of definitions, in parts: taking it costs little then, unless the server is configured otherwise meanwhile. */
  *readAhead(listing: Listing): Steps<void> {
    const { upstream } = listing;
    const server = this.server(upstream);
    if (server !== undefined) yield* readAhead(listing, server, this.#knownOf(upstream, server));
  }

  /** Takes a server's new listing; undefined where it offers nothing any more. Ignores servers that are not configured. */
  take(upstream: string, listing: Listing | undefined): Changed {
    if (this.server(upstream) === undefined) return UNCHANGED;
    const before = this.#offers.get(upstream);
    const after = listing === undefined ? undefined : this.#read(upstream, listing);
    if (after === undefined) this.#drop(upstream);
    else this.#put(upstream, after);
    return changedBy((kind) =>
      before?.isPromised === true
        ? !isSameSet(before.kept[kind], after?.kept[kind])
        : !isSameList(before?.listing[kind], listing?.[kind]),
    );
  }

  /** Takes what was accepted of a server for its offer, until it says what that is. Ignored where it has. */
  promise(upstream: string, listing: Listing): Changed {
    const before = this.#offers.get(upstream);
    const promised = before?.isPromised === false ? undefined : this.#read(upstream, listing, true);
    if (promised === undefined) return UNCHANGED;
    this.#put(upstream, promised);
    return changedBy((kind) => !isSameList(before?.listing[kind], listing[kind]));
  }

  /** Replaces the configured servers. Those that stay keep their listing, those that are gone lose it. */
  reconfigure(servers: Readonly<Record<string, ServerConfig>>, accepted: Accepted | undefined): Changed {
    const held = this.all();
    this.#servers = servers;
    this.#accepted = accepted;
    this.#offers.clear();
    for (const upstream of this.#known.keys()) if (this.server(upstream) === undefined) this.#known.delete(upstream);
    for (const { listing, isPromised } of held) {
      const { upstream } = listing;
      const offer = this.server(upstream)?.disabled === true ? undefined : this.#read(upstream, listing, isPromised);
      if (offer !== undefined) this.#put(upstream, offer);
    }
    const texts = (offers: readonly Offer[], kind: ListKind) => offers.flatMap(({ listing }) => listing[kind]);
    const now = this.all();
    return changedBy((kind) => !isSameList(texts(held, kind), texts(now, kind)));
  }

  /** What reads ahead under another configuration still goes on with its own. */
  #knownOf(upstream: string, server: ServerConfig): ReadTexts {
    const before = this.#known.get(upstream);
    if (before?.isUnder(server) === true) return before;
    const known: ReadTexts = new KnownDefinitions(server);
    this.#known.set(upstream, known);
    return known;
  }

  #read(upstream: string, listing: Listing, isPromised = false): Offer | undefined {
    const server = this.server(upstream);
    if (server === undefined) return undefined;
    return readOffer(upstream, listing, server, this.#accepted, isPromised, this.#knownOf(upstream, server));
  }

  #drop(upstream: string): void {
    this.#offers.delete(upstream);
    this.#known.delete(upstream);
  }

  #put(upstream: string, offer: Offer): void {
    this.#offers.set(upstream, offer);
    this.#known.get(upstream)?.keep(offer.listing);
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

import type { ServerConfig } from '../config/schema.ts';
import type { Found, ListKind } from '../model/gate.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { ToolFacts } from '../model/tool.ts';
import type { Listing } from '../model/upstreams.ts';
import { createAddresses } from './addresses.ts';
import { unionCapabilities } from './capabilities.ts';
import { classifyRead } from './classify.ts';
import { type Definition, type Remark, URI_ROLES } from './definition.ts';
import { putString, readdressResult, stringAt } from './edits.ts';
import { unionInstructions } from './instructions.ts';
import { createLists, type Granted } from './lists.ts';
import type { Difference } from './lockfile/compare.ts';
import type { Accepted } from './lockfile/standing.ts';
import { OWN_SERVER, unionName } from './names.ts';
import { type Offer, readOffer } from './offer.ts';
import { OWN_TOOLS } from './own.ts';
import { OwnListings } from './own-listings.ts';
import { addressUnion, type Collision, nameUnion, type Shown, type Union } from './union.ts';

export interface CatalogConfig {
  readonly servers: Readonly<Record<string, ServerConfig>>;
  readonly names: 'prefixed' | 'plain';
  /** What was accepted; undefined where nothing was, and everything is taken as it comes. */
  readonly accepted?: Accepted | undefined;
}

/** Which lists a new listing changed. */
export interface Changed {
  readonly tools: boolean;
  readonly resources: boolean;
  readonly prompts: boolean;
}

/** The union of what upstreams offer: how it is shown, and what a shown name means. */
export interface Catalog {
  /** Takes a server's new listing; undefined where it offers nothing any more. Ignores servers that are not configured. */
  update(upstream: string, listing: Listing | undefined): Changed;
  /** Shows what was accepted of a server until it says what it offers. Ignored where it has. */
  promise(upstream: string, listing: Listing): Changed;
  /** Whether what is shown of a server is only what was accepted of it. */
  isPromised(upstream: string): boolean;
  /** Takes what a session's own process of a server offers; undefined where that is what everybody is shown. */
  own(session: string, upstream: string, listing: Listing | undefined): void;
  /** Replaces the configured servers. Those that stay keep their listing, those that are gone lose it. */
  reconfigure(servers: CatalogConfig['servers'], accepted: Accepted | undefined): Changed;
  /**
   * The JSON text of the array that is shown: own tools first, then servers in the configuration's order, each in its own.
   * Hand in the same function for the same grants: its answers are kept until the lists change.
   */
  texts(kind: ListKind, granted: Granted): string;
  /** What a request's name, address or ref means in a session. The union's own tools belong to the upstream `sallyport`. */
  find(method: string, params: JsonObject, session?: string): Found | undefined;
  /** Params with the server's own name or address in place of the union's; nothing else is touched. */
  inward(found: Found, method: string, paramsText: string): string;
  /** A result's (or error's) text with the union's addresses in place of the server's. */
  outward(upstream: string, method: string, resultText: string): string;
  /** How one address of a server is shown: for notifications that name a resource. */
  showUri(upstream: string, uri: string): string;
  /** Everything offered and shown, in list order: for the inventory, pins and `sallyport check`. */
  offers(kind: ListKind): readonly Shown[];
  /** The classification of a server's tool by its own name. */
  facts(upstream: string, tool: string): ToolFacts | undefined;
  collisions(): readonly Collision[];
  /** Whether anything of a server was accepted. */
  isLocked(upstream: string): boolean;
  /** How a server's offer differs from what was accepted. */
  differences(upstream: string): readonly Difference[];
  /** What is not shown, and why. */
  dropped(): readonly Remark[];
  /** What is shown differently than it was offered, and why. */
  mended(): readonly Remark[];
  capabilities(): JsonObject;
  /** Servers' instructions under their names; '' where there are none. */
  instructions(): string;
}

/** Clients can make up addresses without end: those that no list names are remembered up to this many. */
const MOST_READS = 1_000;

const KINDS: readonly ListKind[] = ['tools', 'resources', 'resourceTemplates', 'prompts'];
const EMPTY: Union = { shown: [], collisions: [] };
const OWN_FOUND: ReadonlyMap<string, Found> = new Map(
  OWN_TOOLS.map((tool) => [tool.shown, { target: { upstream: OWN_SERVER, name: tool.name }, facts: tool.facts }]),
);

/** Keeps the union up to date. Asks nobody: listings are handed in. */
export function createCatalog({ servers: configured, names, accepted: first }: CatalogConfig): Catalog {
  let servers = configured;
  let accepted = first;
  let order = Object.keys(servers);
  const offers = new Map<string, Offer>();
  let addresses = createAddresses(order, names);
  const lists = createLists();
  const unions = new Map<ListKind, Union>();
  const found = { tools: OWN_FOUND, prompts: new Map<string, Found>() as ReadonlyMap<string, Found> };
  /** Resources, templates and tools by server and own name. */
  let known = new Map<string, Definition>();
  const plainReads = new Map<string, ToolFacts>();
  const owns = new OwnListings((upstream, listing) => {
    const server = Object.hasOwn(servers, upstream) ? servers[upstream] : undefined;
    return server === undefined ? [] : readOffer(upstream, listing, server, accepted).kept.tools;
  });

  const offered = (kind: ListKind): Definition[] => order.flatMap((server) => offers.get(server)?.kept[kind] ?? []);

  const rebuild = (): void => {
    addresses.offer(offered('resources'), offered('resourceTemplates'));
    known = new Map();
    for (const kind of KINDS) {
      const definitions = offered(kind);
      const isNamed = kind === 'tools' || kind === 'prompts';
      const union = isNamed ? nameUnion(kind, definitions, names) : addressUnion(kind, definitions, addresses.show);
      unions.set(kind, union);
      lists.put(kind, union.shown);
      for (const definition of definitions) known.set(keyOf(kind, definition.upstream, definition.name), definition);
    }
    found.tools = new Map([...vanishedFound(), ...foundBy(unions.get('tools') ?? EMPTY), ...OWN_FOUND]);
    found.prompts = foundBy(unions.get('prompts') ?? EMPTY);
  };

  /** What is no longer offered keeps its name, so that calls of it are judged and told why. */
  const vanishedFound = (): [string, Found][] =>
    [...offers].flatMap(([upstream, { vanished }]) =>
      [...vanished].flatMap(([name, facts]): [string, Found][] => {
        const one = Object.freeze({ target: Object.freeze({ upstream, name }), facts });
        return [[unionName(upstream, name), one], ...(names === 'plain' ? [[name, one] as [string, Found]] : [])];
      }),
    );

  const findResource = (shown: Json | undefined): Found | undefined => {
    if (typeof shown !== 'string') return undefined;
    const address = addresses.resolve(shown);
    if (address === undefined) return undefined;
    const { upstream, uri } = address;
    const target = { upstream, name: uri };
    const definition =
      known.get(keyOf('resources', upstream, uri)) ?? known.get(keyOf('resourceTemplates', upstream, uri));
    if (definition !== undefined) return { target, facts: definition.facts };
    const server = servers[upstream];
    // Most servers say nothing about single addresses: then all that are not listed share their facts.
    const read =
      server !== undefined && Object.keys(server.tools).length > 0 ? keyOf('resources', upstream, uri) : upstream;
    let facts = plainReads.get(read);
    if (facts === undefined) {
      facts = classifyRead(uri, URI_ROLES, '', server);
      if (plainReads.size >= MOST_READS) plainReads.clear();
      plainReads.set(read, facts);
    }
    return { target, facts };
  };

  rebuild();
  return {
    update: (upstream, listing) => {
      const server = servers[upstream];
      if (server === undefined || !Object.hasOwn(servers, upstream)) return UNCHANGED;
      const before = offers.get(upstream);
      if (listing === undefined) offers.delete(upstream);
      else offers.set(upstream, readOffer(upstream, listing, server, accepted));
      rebuild();
      const after = offers.get(upstream);
      return changedBy((kind) =>
        before?.isPromised === true
          ? !isSameSet(before.kept[kind], after?.kept[kind])
          : !isSameList(before?.listing[kind], listing?.[kind]),
      );
    },
    promise: (upstream, listing) => {
      const server = servers[upstream];
      if (server === undefined || !Object.hasOwn(servers, upstream) || offers.has(upstream)) return UNCHANGED;
      offers.set(upstream, readOffer(upstream, listing, server, accepted, true));
      rebuild();
      return changedBy((kind) => listing[kind].length > 0);
    },
    isPromised: (upstream) => offers.get(upstream)?.isPromised === true,
    own: (session, upstream, listing) => owns.put(session, upstream, listing),
    reconfigure: (next, acceptedNow) => {
      const held = [...offers.values()];
      const before = held.map(({ listing }) => listing);
      servers = next;
      accepted = acceptedNow;
      // Sightings belong to names: they stay as long as the names do.
      if (Object.keys(next).join() !== order.join()) addresses = createAddresses(Object.keys(next), names);
      order = Object.keys(next);
      plainReads.clear();
      owns.reread();
      offers.clear();
      for (const { listing, isPromised } of held) {
        const { upstream } = listing;
        const server = servers[upstream];
        if (server === undefined || !Object.hasOwn(servers, upstream) || server.disabled) continue;
        offers.set(upstream, readOffer(upstream, listing, server, accepted, isPromised));
      }
      rebuild();
      const after = listed();
      return changedBy(
        (kind) =>
          !isSameList(
            before.flatMap((listing) => listing[kind]),
            after.flatMap((listing) => listing[kind]),
          ),
      );
    },
    texts: (kind, granted) => lists.text(kind, granted),
    find: (method, params, session) => {
      switch (method) {
        case 'tools/call': {
          const one = typeof params.name === 'string' ? found.tools.get(params.name) : undefined;
          return one === undefined ? undefined : owns.find(one, session);
        }
        case 'prompts/get':
          return typeof params.name === 'string' ? found.prompts.get(params.name) : undefined;
        case 'resources/read':
        case 'resources/subscribe':
        case 'resources/unsubscribe':
          return findResource(params.uri);
        case 'completion/complete':
          if (!isObject(params.ref)) return undefined;
          if (params.ref.type !== 'ref/prompt') return findResource(params.ref.uri);
          return typeof params.ref.name === 'string' ? found.prompts.get(params.ref.name) : undefined;
        default:
          return undefined;
      }
    },
    inward: ({ target }, method, paramsText) => {
      switch (method) {
        case 'tools/call':
        case 'prompts/get':
          return putString(paramsText, ['name'], target.name);
        case 'resources/read':
        case 'resources/subscribe':
        case 'resources/unsubscribe':
          return putString(paramsText, ['uri'], target.name);
        case 'completion/complete': {
          const isPrompt = stringAt(paramsText, ['ref', 'type']) === 'ref/prompt';
          return putString(paramsText, ['ref', isPrompt ? 'name' : 'uri'], target.name);
        }
        default:
          return paramsText;
      }
    },
    outward: (upstream, method, resultText) =>
      readdressResult(method, resultText, (uri) => addresses.sight(upstream, uri)),
    showUri: (upstream, uri) => addresses.show(upstream, uri),
    offers: (kind) => unions.get(kind)?.shown ?? EMPTY.shown,
    facts: (upstream, tool) => known.get(keyOf('tools', upstream, tool))?.facts,
    collisions: () => KINDS.flatMap((kind) => unions.get(kind)?.collisions ?? []),
    isLocked: (upstream) => accepted?.lockfile.servers.has(upstream) === true,
    differences: (upstream) => offers.get(upstream)?.differences ?? [],
    dropped: () => order.flatMap((server) => offers.get(server)?.dropped ?? []),
    mended: () => order.flatMap((server) => offers.get(server)?.mended ?? []),
    capabilities: () =>
      unionCapabilities(
        listed(),
        order.some((server) => offers.get(server)?.isPromised !== false && !servers[server]?.disabled),
      ),
    instructions: () => unionInstructions(listed()),
  };

  function listed(): Listing[] {
    return order.flatMap((server) => offers.get(server)?.listing ?? []);
  }
}

const changedBy = (changed: (kind: ListKind) => boolean): Changed => ({
  tools: changed('tools'),
  resources: changed('resources') || changed('resourceTemplates'),
  prompts: changed('prompts'),
});

const UNCHANGED: Changed = Object.freeze({ tools: false, resources: false, prompts: false });

const keyOf = (kind: ListKind, upstream: string, name: string): string => `${kind} ${upstream} ${name}`;

const foundBy = ({ shown }: Union): Map<string, Found> =>
  new Map(
    shown.map(({ name, definition: { upstream, name: own, facts } }) => [
      name,
      Object.freeze({ target: Object.freeze({ upstream, name: own }), facts }),
    ]),
  );

const isSameList = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i]);

/** Whether these are the same definitions, in whatever order and however they are spelled. */
function isSameSet(a: readonly Definition[], b: readonly Definition[] = []): boolean {
  const hashes = new Map(a.map(({ name, facts }) => [name, facts.definition]));
  return a.length === b.length && b.every(({ name, facts }) => hashes.get(name) === facts.definition);
}

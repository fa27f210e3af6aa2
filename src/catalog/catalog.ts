import type { ServerConfig } from '../config/schema.ts';
import type { Call } from '../model/call.ts';
import type { Found, ListKind } from '../model/gate.ts';
import type { JsonObject } from '../model/json.ts';
import type { Steps } from '../model/steps.ts';
import type { Label, ToolFacts } from '../model/tool.ts';
import type { Listing } from '../model/upstreams.ts';
import { Addresses } from './addresses.ts';
import { unionCapabilities } from './capabilities.ts';
import { DEFAULT_LABELS } from './classify.ts';
import type { Definition, Remark } from './definition.ts';
import { readdressResult } from './edits.ts';
import { unionInstructions } from './instructions.ts';
import { type Granted, Lists } from './lists.ts';
import type { Difference } from './lockfile/compare.ts';
import type { Accepted } from './lockfile/standing.ts';
import { type Naming, OWN_SERVER, unionName } from './names.ts';
import { type Changed, Offers } from './offers.ts';
import { OWN_TOOLS } from './own.ts';
import { OwnListings } from './own-listings.ts';
import { Reads } from './reads.ts';
import { putReference, referenceIn } from './references.ts';
import { addressUnion, type Collision, nameUnion, type Shown, type Union } from './union.ts';

export interface CatalogConfig {
  readonly servers: Readonly<Record<string, ServerConfig>>;
  readonly names: Naming;
  /** What was accepted; undefined where nothing was, and everything is taken as it comes. */
  readonly accepted?: Accepted | undefined;
}

const KINDS: readonly ListKind[] = ['tools', 'resources', 'resourceTemplates', 'prompts'];
const OWN_FOUND: ReadonlyMap<string, Found> = new Map(
  OWN_TOOLS.map((tool) => [tool.shown, { target: { upstream: OWN_SERVER, name: tool.name }, facts: tool.facts }]),
);

/**
 * The union of what upstreams offer: how it is shown, and what a shown name means. Asks nobody: listings are handed in. The
 * union's own tools belong to the upstream `sallyport`.
 */
export class Catalog {
  readonly #names: Naming;
  readonly #offers: Offers;
  readonly #lists = new Lists();
  readonly #reads = new Reads();
  readonly #owns: OwnListings;
  #addresses: Addresses;
  #unions: ReadonlyMap<ListKind, Union> = new Map();
  #tools: ReadonlyMap<string, Found> = OWN_FOUND;
  #prompts: ReadonlyMap<string, Found> = new Map();
  /** What is known of everything offered, by kind, server and own name. */
  #facts: ReadonlyMap<string, ToolFacts> = new Map();

  constructor({ servers, names, accepted }: CatalogConfig) {
    this.#names = names;
    this.#offers = new Offers(servers, accepted);
    this.#addresses = new Addresses(this.#offers.order, names);
    this.#owns = new OwnListings((upstream, listing) => this.#offers.read(upstream, listing)?.kept.tools ?? []);
    this.#rebuild();
  }

  /** Reads ahead what a listing to come has of definitions, in parts. */
  readAhead(listing: Listing): Steps<void> {
    return this.#offers.readAhead(listing);
  }

  /** Takes a server's new listing; undefined where it offers nothing any more. Ignores servers that are not configured. */
  update(upstream: string, listing: Listing | undefined): Changed {
    const changed = this.#offers.take(upstream, listing);
    this.#rebuild();
    return changed;
  }

  /** Shows what was accepted of a server until it says what it offers. Ignored where it has. */
  promise(upstream: string, listing: Listing): Changed {
    const changed = this.#offers.promise(upstream, listing);
    this.#rebuild();
    return changed;
  }

  /** Whether what is shown of a server is only what was accepted of it. */
  isPromised(upstream: string): boolean {
    return this.#offers.get(upstream)?.isPromised === true;
  }

  /** Takes what a session's own process of a server offers; undefined where that is what everybody is shown. */
  own(session: string, upstream: string, listing: Listing | undefined): void {
    this.#owns.put(session, upstream, listing);
  }

  /** Replaces the configured servers. Those that stay keep their listing, those that are gone lose it. */
  reconfigure(servers: CatalogConfig['servers'], accepted: Accepted | undefined): Changed {
    const before = this.#offers.order;
    const changed = this.#offers.reconfigure(servers, accepted);
    const { order } = this.#offers;
    // Sightings belong to names: they stay as long as the names do.
    if (order.join() !== before.join()) this.#addresses = new Addresses(order, this.#names);
    this.#reads.forget();
    this.#owns.reread();
    this.#rebuild();
    return changed;
  }

  /**
   * The JSON text of the array that is shown: own tools first, then servers in the configuration's order, each in its own.
   * Hand in the same function for the same grants: its answers are kept until the lists change.
   */
  texts(kind: ListKind, granted: Granted): string {
    return this.#lists.text(kind, granted);
  }

  /** What a request's name, address or ref means in a session. */
  find(method: string, params: JsonObject, session?: string): Found | undefined {
    const reference = referenceIn(method, params);
    if (reference === undefined) return undefined;
    const { kind, shown } = reference;
    if (kind === 'resource') return this.#findResource(shown);
    if (kind === 'prompt') return this.#prompts.get(shown);
    const tool = this.#tools.get(shown);
    return tool === undefined ? undefined : this.#owns.find(tool, session);
  }

  /** What is known by now of what was called a while ago; undefined where nothing of that name is left. */
  factsNow({
    method,
    params,
    target,
    session,
  }: Pick<Call, 'method' | 'params' | 'target' | 'session'>): ToolFacts | undefined {
    const kind = referenceIn(method, params)?.kind;
    if (kind === 'resource') return this.#readAt(target.upstream, target.name).facts;
    const known = kind === 'prompt' ? this.#prompts : this.#tools;
    const { upstream, name } = target;
    const found = [...known.values()].find((one) => one.target.upstream === upstream && one.target.name === name);
    return found === undefined || kind === 'prompt' ? found?.facts : this.#owns.find(found, session.key).facts;
  }

  /** Params with the server's own name or address in place of the union's; nothing else is touched. */
  inward({ target }: Found, method: string, paramsText: string): string {
    return putReference(method, paramsText, target.name);
  }

  /** A result's (or error's) text with the union's addresses in place of the server's. */
  outward(upstream: string, method: string, resultText: string): string {
    return readdressResult(method, resultText, (uri) => this.#addresses.sight(upstream, uri));
  }

  /** How one address of a server is shown: for notifications that name a resource. */
  showUri(upstream: string, uri: string): string {
    return this.#addresses.show(upstream, uri);
  }

  /** Everything offered and shown, in list order. */
  offers(kind: ListKind): readonly Shown[] {
    return this.#unions.get(kind)?.shown ?? [];
  }

  /** The classification of a server's tool by its own name. */
  facts(upstream: string, tool: string): ToolFacts | undefined {
    return this.#facts.get(keyOf('tools', upstream, tool));
  }

  /** The labels of what a server says. */
  labels(upstream: string): readonly Label[] {
    return this.#offers.server(upstream)?.labels ?? DEFAULT_LABELS;
  }

  collisions(): readonly Collision[] {
    return KINDS.flatMap((kind) => this.#unions.get(kind)?.collisions ?? []);
  }

  /** Whether anything of a server was accepted. */
  isLocked(upstream: string): boolean {
    return this.#offers.isLocked(upstream);
  }

  /** How a server's offer differs from what was accepted. */
  differences(upstream: string): readonly Difference[] {
    return this.#offers.get(upstream)?.differences ?? [];
  }

  /** What is not shown, and why. */
  dropped(): readonly Remark[] {
    return this.#offers.all().flatMap(({ dropped }) => dropped);
  }

  /** What is shown differently than it was offered, and why. */
  mended(): readonly Remark[] {
    return this.#offers.all().flatMap(({ mended }) => mended);
  }

  capabilities(): JsonObject {
    return unionCapabilities(this.#offers.listings(), this.#offers.isAwaiting);
  }

  /** Servers' instructions under their names; '' where there are none. */
  instructions(): string {
    return unionInstructions(this.#offers.listings());
  }

  #findResource(shown: string): Found | undefined {
    const address = this.#addresses.resolve(shown);
    return address === undefined ? undefined : this.#readAt(address.upstream, address.uri);
  }

  #readAt(upstream: string, uri: string): Found {
    const facts =
      this.#facts.get(keyOf('resources', upstream, uri)) ??
      this.#facts.get(keyOf('resourceTemplates', upstream, uri)) ??
      this.#reads.facts(upstream, uri, this.#offers.server(upstream));
    return { target: { upstream, name: uri }, facts };
  }

  /** Puts the union together again, from all that is offered. */
  #rebuild(): void {
    const definitions = new Map(KINDS.map((kind) => [kind, this.#offers.definitions(kind)]));
    const of = (kind: ListKind): readonly Definition[] => definitions.get(kind) ?? [];
    this.#addresses.offer(of('resources'), of('resourceTemplates'));
    const named = (kind: ListKind): Union => nameUnion(kind, of(kind), this.#names, this.#offers.order);
    const addressed = (kind: ListKind): Union =>
      addressUnion(kind, of(kind), (upstream, uri) => this.#addresses.show(upstream, uri));
    const [tools, prompts] = [named('tools'), named('prompts')];
    this.#unions = new Map([
      ['tools', tools],
      ['resources', addressed('resources')],
      ['resourceTemplates', addressed('resourceTemplates')],
      ['prompts', prompts],
    ]);
    for (const [kind, { shown }] of this.#unions) this.#lists.put(kind, shown);
    this.#facts = new Map(
      [...definitions.values()].flat().map(({ kind, upstream, name, facts }) => [keyOf(kind, upstream, name), facts]),
    );
    this.#tools = new Map([...this.#vanished(), ...foundIn(tools), ...OWN_FOUND]);
    this.#prompts = new Map(foundIn(prompts));
  }

  /** What is no longer offered keeps its name, so that calls of it are judged and told why. */
  #vanished(): [shown: string, Found][] {
    const gone = this.#offers
      .all()
      .flatMap(({ listing: { upstream }, vanished }) =>
        [...vanished].map(([name, facts]) => foundOf(upstream, name, facts)),
      );
    const named = gone.map((found): [string, Found] => [unionName(found.target.upstream, found.target.name), found]);
    if (this.#names === 'prefixed') return named;
    // Of two servers the earlier keeps a plain name, and the last entry of a map counts.
    return [...gone.map((found): [string, Found] => [found.target.name, found]).reverse(), ...named];
  }
}

const keyOf = (kind: ListKind, upstream: string, name: string): string => `${kind} ${upstream} ${name}`;

const foundOf = (upstream: string, name: string, facts: ToolFacts): Found =>
  Object.freeze({ target: Object.freeze({ upstream, name }), facts });

const foundIn = ({ shown }: Union): [shown: string, Found][] =>
  shown.map(({ name, definition }) => [name, foundOf(definition.upstream, definition.name, definition.facts)]);

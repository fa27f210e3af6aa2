import type { Definition } from './definition.ts';
import type { Naming } from './names.ts';
import { uriTemplate } from './templates.ts';
import { isWeb, unwrapUri, wrapUri } from './uris.ts';

/** The server that an address belongs to, and that server's own form of it. */
export interface Address {
  readonly upstream: string;
  readonly uri: string;
}

interface Template {
  readonly upstream: string;
  readonly text: string;
  readonly matches: (uri: string) => boolean;
}

const MOST_SEEN = 10_000;

/**
 * Maps addresses of resources between the union and the servers. In `prefixed` mode every address is wrapped with its
 * server's name, except those of the web, which a client may open itself. In `plain` mode addresses stay; one that another
 * server, earlier in the configuration, has as well is wrapped.
 */
export class Addresses {
  readonly #mode: Naming;
  /** The place of each server in the configuration. */
  readonly #rank: ReadonlyMap<string, number>;
  /** By own address: the servers that list it, in the configuration's order. */
  #listed: ReadonlyMap<string, readonly string[]> = new Map();
  #templates: readonly Template[] = [];
  /** By own address: the servers whose results held it; the oldest are forgotten first. */
  readonly #seen = new Map<string, readonly string[]>();
  /** Each server as the only one that showed an address, as nearly all are: one list for all of those. */
  readonly #alone = new Map<string, readonly string[]>();

  constructor(servers: readonly string[], mode: Naming) {
    this.#rank = new Map(servers.map((server, i) => [server, i]));
    for (const server of servers) this.#alone.set(server, [server]);
    this.#mode = mode;
  }

  /** Takes the resources and templates that are now offered, in the order of the configuration. */
  offer(resources: readonly Definition[], templates: readonly Definition[]): void {
    const listed = new Map<string, string[]>();
    for (const { name, upstream } of resources) {
      const holders = listed.get(name);
      if (holders === undefined) listed.set(name, [upstream]);
      else holders.push(upstream);
    }
    this.#listed = listed;
    this.#templates = templates
      .toSorted((a, b) => (this.#rank.get(a.upstream) ?? 0) - (this.#rank.get(b.upstream) ?? 0))
      .map(({ upstream, name }) => ({ upstream, text: name, matches: uriTemplate(name) }));
  }

  /** The server and address that a client's address means; undefined for none, or more than one server. */
  resolve(shown: string): Address | undefined {
    const wrapped = unwrapUri(shown);
    if (wrapped !== undefined) {
      return this.#rank.has(wrapped.server) ? { upstream: wrapped.server, uri: wrapped.uri } : undefined;
    }
    // Text is not rewritten, so models use servers' own addresses too. Where two servers claim one, we do not guess.
    const isFirstMeant = this.#mode === 'plain' || isWeb(shown);
    const claims = isFirstMeant ? this.#owners(shown).slice(0, 1) : this.#claimants(shown);
    const upstream = claims.length === 1 ? claims[0] : undefined;
    return upstream === undefined ? undefined : { upstream, uri: shown };
  }

  /** How an address of a server is shown, wherever that server mentions it. */
  show(upstream: string, uri: string): string {
    return this.#stays(upstream, uri) ? uri : wrapUri(upstream, uri);
  }

  /** Like `show`, and remembers the sighting, so that reading an address that is not listed finds its server. */
  sight(upstream: string, uri: string): string {
    // Before it is remembered: a server's own sighting must not make it the owner of what it shows.
    const shown = this.show(upstream, uri);
    const holders = this.#seen.get(uri);
    if (holders === undefined) {
      if (this.#seen.size >= MOST_SEEN) this.#seen.delete(this.#seen.keys().next().value ?? '');
      this.#seen.set(uri, this.#alone.get(upstream) ?? [upstream]);
    } else if (!holders.includes(upstream)) this.#seen.set(uri, [...holders, upstream]);
    return shown;
  }

  #stays(upstream: string, uri: string): boolean {
    if (this.#mode === 'prefixed') return isWeb(uri);
    if (unwrapUri(uri) !== undefined) return false;
    const owner = this.#owners(uri)[0];
    return owner === undefined || owner === upstream;
  }

  /** The first source that knows the address counts: a list is surer than a template, a template than a sighting. */
  #owners(uri: string): readonly string[] {
    const listed = this.#listed.get(uri);
    if (listed !== undefined) return listed;
    const made = this.#makers(uri);
    return made.length > 0 ? made : (this.#seen.get(uri) ?? []);
  }

  /** Every server that could be meant: all that offer the address, or else all that showed it. */
  #claimants(uri: string): readonly string[] {
    const offering = [...new Set([...(this.#listed.get(uri) ?? []), ...this.#makers(uri)])];
    return offering.length > 0 ? offering : (this.#seen.get(uri) ?? []);
  }

  /** The servers with a template that makes the address. */
  #makers(uri: string): string[] {
    const makers = this.#templates.filter(({ text, matches }) => text === uri || matches(uri));
    return [...new Set(makers.map(({ upstream }) => upstream))];
  }
}

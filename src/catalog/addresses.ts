import type { Definition } from './definition.ts';
import { uriTemplate } from './templates.ts';
import { isWeb, unwrapUri, wrapUri } from './uris.ts';

/** The server that an address belongs to, and that server's own form of it. */
export interface Address {
  readonly upstream: string;
  readonly uri: string;
}

/** Maps addresses of resources between the union and the servers. */
export interface Addresses {
  /** The server and address that a client's address means; undefined for none, or more than one server. */
  resolve(shown: string): Address | undefined;
  /** How an address of a server is shown, wherever that server mentions it. */
  show(upstream: string, uri: string): string;
  /** Like `show`, and remembers the sighting, so that reading an address that is not listed finds its server. */
  sight(upstream: string, uri: string): string;
  /** Takes the resources and templates that are now offered, in the order of the configuration. */
  offer(resources: readonly Definition[], templates: readonly Definition[]): void;
}

const MAX_SEEN = 10_000;

/**
 * In `prefixed` mode every address is wrapped with its server's name, except those of the web, which a client may open
 * itself. In `plain` mode addresses stay; one that another server, earlier in the configuration, has as well is wrapped.
 */
export function createAddresses(servers: readonly string[], mode: 'prefixed' | 'plain'): Addresses {
  const known = new Set(servers);
  const rank = new Map(servers.map((server, i) => [server, i]));
  /** By own address: the servers that list it, in the configuration's order. */
  let listed = new Map<string, string[]>();
  let templates: { readonly upstream: string; readonly text: string; readonly matches: (uri: string) => boolean }[] =
    [];
  /** By own address: the servers whose results held it; the oldest are forgotten first. */
  const seen = new Map<string, string[]>();

  const byTemplate = (uri: string): string[] => [
    ...new Set(templates.filter((each) => each.text === uri || each.matches(uri)).map((each) => each.upstream)),
  ];
  /** The first source that knows the address counts: a list is surer than a template, a template than a sighting. */
  const owners = (uri: string): readonly string[] => {
    const exact = listed.get(uri);
    if (exact !== undefined) return exact;
    const made = byTemplate(uri);
    return made.length > 0 ? made : (seen.get(uri) ?? []);
  };
  const claimants = (uri: string): readonly string[] => {
    const offering = [...new Set([...(listed.get(uri) ?? []), ...byTemplate(uri)])];
    return offering.length > 0 ? offering : (seen.get(uri) ?? []);
  };
  const keeps = (upstream: string, uri: string): boolean => {
    if (mode === 'prefixed') return isWeb(uri);
    if (unwrapUri(uri) !== undefined) return false;
    const owner = owners(uri)[0];
    return owner === undefined || owner === upstream;
  };
  const show = (upstream: string, uri: string): string => (keeps(upstream, uri) ? uri : wrapUri(upstream, uri));
  return {
    resolve: (shown) => {
      const wrapped = unwrapUri(shown);
      if (wrapped !== undefined) {
        return known.has(wrapped.server) ? { upstream: wrapped.server, uri: wrapped.uri } : undefined;
      }
      // Text is not rewritten, so models use servers' own addresses too. Where two servers claim one, we do not guess.
      const claims = mode === 'plain' || isWeb(shown) ? owners(shown).slice(0, 1) : claimants(shown);
      const upstream = claims.length === 1 ? claims[0] : undefined;
      return upstream === undefined ? undefined : { upstream, uri: shown };
    },
    show,
    sight: (upstream, uri) => {
      const shown = show(upstream, uri);
      const holders = seen.get(uri);
      if (holders === undefined) {
        if (seen.size >= MAX_SEEN) seen.delete(seen.keys().next().value ?? '');
        seen.set(uri, [upstream]);
      } else if (!holders.includes(upstream)) holders.push(upstream);
      return shown;
    },
    offer: (resources, made) => {
      listed = new Map();
      for (const { name, upstream } of resources) {
        const holders = listed.get(name);
        if (holders === undefined) listed.set(name, [upstream]);
        else holders.push(upstream);
      }
      templates = made
        .toSorted((a, b) => (rank.get(a.upstream) ?? 0) - (rank.get(b.upstream) ?? 0))
        .map(({ upstream, name }) => ({ upstream, text: name, matches: uriTemplate(name) }));
    },
  };
}

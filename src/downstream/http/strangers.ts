import type { IncomingMessage } from 'node:http';
import { countOf } from '../identity/bearer-header.ts';

/** By which names we are called, and from which pages. */
export interface HouseOptions {
  /** The address that is bound. */
  readonly host: string;
  /** Host names accepted besides this machine's own. */
  readonly hosts: readonly string[];
  /** Origins (`https://app.example`) or their host names accepted besides this machine's own. */
  readonly origins: readonly string[];
}

export interface Refused {
  readonly ok: false;
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The parts of a request that say where it is meant to go and where it comes from. */
export type Headed = Pick<IncomingMessage, 'headers' | 'rawHeaders'>;

/** Why a request is refused, whoever sent it; undefined where it is not. */
type Refuse = (request: Headed) => Refused | undefined;

const HERE = ['localhost', '127.0.0.1', '[::1]'];
/** A server bound to every address has no name of its own. */
const ANYWHERE = ['0.0.0.0', '::', '[::]'];

/** Whether a page may call that a person has named; of all others browsers keep what they are answered. */
export function namedPages({ origins: pages }: Pick<HouseOptions, 'origins'>): (origin: string | undefined) => boolean {
  const origins = new Set(pages.map((name) => name.toLowerCase().replace(/\/$/, '')));
  return (sent) => {
    const origin = sent?.toLowerCase();
    return origin !== undefined && (origins.has(origin) || origins.has(originHost(origin)));
  };
}

/** Keeps out requests for another host name and from other pages. */
export function refuseStrangers({ host: bound, hosts: more, origins }: HouseOptions): Refuse {
  const own = ANYWHERE.includes(bound) ? [] : [bracketed(bound)];
  const hosts = new Set([...HERE, ...own, ...more].map((name) => name.toLowerCase()));
  const isNamed = namedPages({ origins });
  // A client sends the same one each time.
  let served: string | undefined;
  return ({ headers, rawHeaders }) => {
    // Node keeps the first of several; a proxy in between might have gone by another.
    if (countOf(rawHeaders, 'host') > 1)
      return { ok: false, status: 400, message: 'there are two Host headers: send one' };
    if (served === undefined || headers.host !== served) {
      const host = headers.host?.toLowerCase() ?? '';
      if (!hosts.has(host) && !hosts.has(hostName(host)))
        return { ok: false, status: 403, message: `host "${host}" is not served here: add it to http.hosts` };
      served = headers.host;
    }
    const origin = headers.origin?.toLowerCase();
    if (origin !== undefined && !HERE.includes(originHost(origin)) && !isNamed(origin))
      return { ok: false, status: 403, message: `origin "${origin}" may not call: add it to http.origins` };
    return undefined;
  };
}

const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

const hostName = (host: string): string => host.replace(/:\d+$/, '');

/** The host of an origin; '' for `null` and for what is no origin. */
function originHost(origin: string): string {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match?.[1] === undefined ? '' : hostName(match[1]);
}

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { codeOf } from '../../model/caught.ts';
import { networkOf } from '../../model/network.ts';

/** One address that a name resolves to. */
export interface Resolved {
  readonly address: string;
  readonly family: number;
}

export type ResolveName = (host: string) => Promise<readonly Resolved[]>;

/**
 * Decides where discovery, registration and token requests may go. Their addresses come from servers that nobody vouches
 * for, and we stand inside the user's network.
 */
export interface Guard {
  /** The addresses to connect to, and no others. Throws a `GuardError` with words for a person. */
  vet(url: URL): Promise<readonly Resolved[]>;
}

export class GuardError extends Error {
  override readonly name = 'GuardError';
}

export interface GuardOptions {
  /** The server's own address. Where that is plainly on this machine or network, its authorization server may be, too. */
  readonly server: URL;
  /** Hosts, addresses and ranges that the configuration names. */
  readonly allowPrivate: readonly string[];
  readonly resolve?: ResolveName;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** What an allowed name may resolve to. Not link-local: that is where clouds keep a machine's keys. */
const PRIVATE: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

export function createGuard(options: GuardOptions): Guard {
  const { server, allowPrivate, resolve = resolveName } = options;
  const names = new Set<string>();
  const ranges: Range[] = [];
  for (const text of [...allowPrivate, ...implied(server)]) {
    const range = rangeOf(text);
    if (range !== undefined) ranges.push(range);
    else names.add(bare(text));
  }
  const inRange = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
    ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
  const mayReach = (host: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean => {
    const network = networkOf(address);
    // A name that means this machine must resolve to it.
    if (isLocalName(host) && network !== 'loopback') return false;
    return network === 'unicast' || inRange(address) || (names.has(host) && PRIVATE.has(network));
  };

  return {
    async vet(url) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:') {
        throw new GuardError(`${url.protocol}// addresses are not fetched; only https:// is`);
      }
      if (url.username !== '' || url.password !== '')
        throw new GuardError(`${url.host} is given with a password in it`);
      const host = bare(url.hostname);
      const found = isIP(host) === 0 ? await namesakes(host, resolve) : [{ address: host, family: isIP(host) }];
      for (const { address } of found) {
        const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
        if (parsed === undefined) throw new GuardError(`${host} stands for ${address}, which is not an address`);
        if (!mayReach(host, parsed)) throw new GuardError(refusal(host, address, networkOf(parsed)));
        if (url.protocol === 'http:' && networkOf(parsed) !== 'loopback') {
          throw new GuardError(`${url.host} is given with http://; only https:// is fetched, except on this machine`);
        }
      }
      return found;
    },
  };
}

/** Whether an address is plainly on this machine, without resolving its name. */
export function isLoopback({ hostname }: URL): boolean {
  const host = bare(hostname);
  return isLocalName(host) || (isIP(host) !== 0 && networkOf(ipaddr.process(host)) === 'loopback');
}

function refusal(host: string, address: string, network: string): string {
  const what = address === host ? host : `${host} stands for ${address}, which`;
  return `${what} is not a public address (${network}); if that is right, name it: auth: { oauth: { allowPrivate: [${JSON.stringify(host)}] } }`;
}

/** What the server's own address allows: an address, or a name that always means this machine. Any other name could be made to mean anything. */
function implied(server: URL): string[] {
  const host = bare(server.hostname);
  if (isLocalName(host)) return [host, '127.0.0.0/8', '::1'];
  if (isIP(host) === 0) return [];
  return PRIVATE.has(networkOf(ipaddr.process(host))) ? [host] : [];
}

const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** A host without brackets and final dot, in lower case. */
const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

function rangeOf(text: string): Range | undefined {
  const plain = bare(text);
  if (isIP(plain) !== 0) {
    const address = ipaddr.process(plain);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  }
  return ipaddr.isValidCIDR(plain) ? ipaddr.parseCIDR(plain) : undefined;
}

async function namesakes(host: string, resolve: ResolveName): Promise<readonly Resolved[]> {
  let found: readonly Resolved[];
  try {
    found = await resolve(host);
  } catch (error) {
    const code = codeOf(error) ?? 'no answer';
    throw new GuardError(`the name ${host} cannot be resolved (${code})`);
  }
  if (found.length === 0) throw new GuardError(`the name ${host} stands for no address`);
  return found;
}

const resolveName: ResolveName = (host) => lookup(host, { all: true });

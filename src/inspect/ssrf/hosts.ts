import ipaddr from 'ipaddr.js';
import type { Severity } from '../../model/evidence/severity.ts';
import { networkOf } from '../../model/network.ts';

const METADATA_NAMES =
  /(?:^|\.)(?:metadata\.google\.internal|metadata\.goog|metadata\.azure\.com|instance-data(?:\.ec2\.internal)?|metadata\.tencentyun\.com|rancher-metadata|metadata)$/;
const METADATA_ADDRESSES = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.169.123',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '169.254.0.23',
  'fd00:ec2::254',
  'fd20:ce::254',
]);
const LOCAL_NAMES =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa|corp|svc|cluster\.local)$|^(?:host\.docker\.internal|gateway\.docker\.internal|kubernetes(?:\.default)?)$/;
/** Public names that anybody can use to reach a private address. */
const WILDCARD_NAMES =
  /(?:^|[.-])((?:\d{1,3}[.-]){3}\d{1,3}|[0-9a-f]{8})\.(?:nip|sslip|xip)\.io$|\.(?:localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|localhost\.run)$|^(?:localtest\.me|lvh\.me|vcap\.me)$|rbndr\.us$|^spoofed\.burpcollaborator\.net$|--[0-9a-f-]*\.sslip\.io$/;
/** An address that a public name begins with is what many such services make of it, and the one of metadata wherever it is. */
const INSIDE_NAME = /^((?:\d{1,3}[.-]){3}\d{1,3})[.-].*[a-z]/;
const METADATA_IN_NAME = /(?:^|[.-])169[.-]254[.-]169[.-]254(?:[.-]|$)/;

/** What a host or an address is found to be. */
export type Judged = readonly [kind: string, severity: Severity, message: string];

export const METADATA: Judged = [
  'ssrf.metadata',
  'critical',
  "Names the address of a cloud's metadata service, which gives out credentials.",
];

function judgeAddress(host: string, wasWritten: string): Judged | undefined {
  const bare = host.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(bare)) return undefined;
  const address = ipaddr.process(bare);
  const network = networkOf(address);
  if (METADATA_ADDRESSES.has(address.toString()) || METADATA_ADDRESSES.has(embedded(address) ?? '')) return METADATA;
  if (network === 'unicast') return undefined;
  // `http://2130706433` and `http://0x7f.1` are 127.0.0.1; nobody writes that honestly.
  const isOdd = !wasWritten.toLowerCase().includes(bare.toLowerCase());
  if (isOdd) return ['ssrf.private', 'high', 'Names an address in the local network, in a spelling that hides it.'];
  return [
    'ssrf.private',
    network === 'loopback' ? 'low' : 'medium',
    network === 'loopback' ? 'Names this machine.' : `Names an address in the local network (${network}).`,
  ];
}

/** Whether a host is the address of a metadata service; as a URL has it, so that every number has one spelling. */
export function isMetadataHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return METADATA_ADDRESSES.has(bare) || judgeAddress(bare, bare)?.[0] === 'ssrf.metadata';
}

/** The IPv4 address inside a translated or tunnelled IPv6 address. */
function embedded(address: ipaddr.IPv4 | ipaddr.IPv6): string | undefined {
  if (address.kind() !== 'ipv6') return undefined;
  const bytes = address.toByteArray();
  const from = address.range() === '6to4' ? 2 : 12;
  return bytes.slice(from, from + 4).join('.');
}

const IN_NAME = 'Gives an address in the local network a public name.';

export function judgeHost(host: string, wasWritten: string): Judged | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === '') return undefined;
  if (METADATA_NAMES.test(name))
    return ['ssrf.metadata', 'critical', "Names a cloud's metadata service, which gives out credentials."];
  const wild = WILDCARD_NAMES.exec(name);
  if (wild !== null) {
    const inner = wild[1]?.replaceAll('-', '.');
    const behind = inner === undefined || !inner.includes('.') ? undefined : judgeAddress(inner, inner);
    if (inner?.includes('.') && behind === undefined) return undefined;
    return [behind?.[0] ?? 'ssrf.private', 'high', IN_NAME];
  }
  if (METADATA_IN_NAME.test(name) && /[a-z]/.test(name)) return ['ssrf.metadata', 'high', IN_NAME];
  const inside = INSIDE_NAME.exec(name)?.[1]?.replaceAll('-', '.');
  if (inside !== undefined && judgeAddress(inside, inside) !== undefined) return ['ssrf.private', 'medium', IN_NAME];
  if (LOCAL_NAMES.test(name))
    return ['ssrf.private', name === 'localhost' ? 'low' : 'medium', 'Names a machine in the local network.'];
  return judgeAddress(name, wasWritten);
}

/**
 * The hosts that other readers than the standard's see in an address: where a backslash, an escape or a sign of what follows
 * stands before an `@`, clients do not agree on which part is the host.
 */
export function judgeReadings(url: string): Judged | undefined {
  const authority = AUTHORITY.exec(url)?.[1] ?? '';
  if (!/[@\\#?%]/.test(authority)) return undefined;
  let found: Judged | undefined;
  for (const piece of authority.split(/[@\\#?%]+/)) {
    const host = piece.replace(/:\d{0,5}$/, '');
    if (!DOTTED.test(host) || !URL.canParse(`http://${host}`)) continue;
    const judged = judgeAddress(new URL(`http://${host}`).hostname, host);
    if (judged?.[0] === 'ssrf.metadata') return judged;
    if (judged !== undefined) found = TWO_WAYS;
  }
  return found;
}
const TWO_WAYS: Judged = [
  'ssrf.private',
  'high',
  'Names an address in the local network to some programs, and another to others.',
];
const AUTHORITY = /^\s*[a-z][a-z0-9+.-]{1,20}:[\\/]{2,}([^/]{1,2048})/i;
const DOTTED = /^(?:\[[\da-f:.]{2,45}\]|(?:0x[\da-f]{1,8}|\d{1,12})(?:\.(?:0x[\da-f]{1,8}|\d{1,12})){1,3})$/i;

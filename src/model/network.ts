import ipaddr from 'ipaddr.js';

/** What of IPv6 is given out for the internet; the rest holds old and local meanings, such as IPv4 addresses in disguise. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/** The network that an address is of: `unicast` is the internet, others are kept for a use of their own. */
export function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const range = address.range();
  return range === 'unicast' && address instanceof ipaddr.IPv6 && !address.match(GLOBAL) ? 'reserved' : range;
}

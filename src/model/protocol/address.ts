/** How many parts of an address are looked at: a bound for work. */
const MOST = 100;

/**
 * An address and those that it is a part of, the nearest first: whoever watches a folder hears of what is in it. A part
 * begins behind a slash, a query or a fragment.
 */
export function wholesOf(address: string): readonly string[] {
  const wholes = [address];
  for (let at = address.length - 1; at > 0 && wholes.length < MOST; at--) {
    const sign = address[at];
    if (sign !== '/' && sign !== '?' && sign !== '#') continue;
    // With the slash and without: both are written.
    if (sign === '/' && at < address.length - 1) wholes.push(address.slice(0, at + 1));
    wholes.push(address.slice(0, at));
  }
  return wholes;
}

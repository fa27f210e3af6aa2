import ipaddr from 'ipaddr.js';

/** Whether an address of a machine is one on the internet. */
export const isPublic = (text: string): boolean => ipaddr.isValid(text) && ipaddr.parse(text).range() === 'unicast';

/** First octets below 224 that have reserved ranges; from 224 on everything is reserved. */
const RESERVED: ReadonlySet<number> = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203]);

/**
 * Whether a dotted IPv4 address is public. Most are decided without parsing them again, and an invalid one never
 * reaches the parser, because its rejections are expensive.
 */
export function isPublicMachine(text: string): boolean {
  let first = -1;
  let number = 0;
  let digits = 0;
  let isOctal = false;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : DOT;
    if (code !== DOT) {
      if (digits > 0 && number === 0) isOctal = true;
      number = number * 10 + code - ZERO;
      digits++;
      continue;
    }
    if (number > 255) return false;
    if (first < 0) first = number;
    number = 0;
    digits = 0;
  }
  if (isOctal) return isPublic(text);
  return first < FIRST_SHARED && (!RESERVED.has(first) || isPublic(text));
}
/** First octet from which all addresses are multicast or reserved. */
const FIRST_SHARED = 224;
const DOT = 46;
const ZERO = 48;

import ipaddr from 'ipaddr.js';
import { isMetadataHost } from './hosts.ts';

/** Longer than any address without a scheme that a tool takes. */
const LONGEST = 2_048;
/** What of a text is host and port: before the path, after a user. */
const AUTHORITY = /^(?:[\\/]{2})?(?:[^\s/\\?#@]{0,255}@)?([^\s/\\?#@]{1,255})/;
/** Commands and programs that fetch from a host which has no scheme. */
const FETCHES =
  /\b(?:curl|wget|https?|xhs?|aria2c|nc|ncat|netcat|socat|telnet|lynx|links|w3m|iwr|irm|invoke-(?:webrequest|restmethod)|python[\d.]*|node|deno|bun|ruby|perl|php|ssh|openssl|fetch)\b/i;
const WORDS = /[^\s"'`=,;|&<>(){}$]{7,300}/g;
/** A number alone is read as an address by those who expect one; elsewhere it is a number. */
const MARKED = /[.:。．｡]|^0x/i;

/**
 * The host that a text without a scheme begins with, in the form in which clients read it: numbers of any base, letters that
 * look like digits, percent signs, a user before it and a dot behind it. Undefined where it begins with none.
 */
export function bareHost(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const authority = AUTHORITY.exec(text)?.[1];
  if (authority === undefined) return undefined;
  const whole = ipaddr.IPv6.isValid(authority) && !authority.startsWith('[') ? `[${authority}]` : authority;
  return URL.canParse(`http://${whole}`) ? new URL(`http://${whole}`).hostname.replace(/\.$/, '') : undefined;
}

/** Every spelling of an address consists of these; most texts are told by their first letters. */
const NUMERIC =
  /^[\s/\\]{0,8}(?:[^\s/\\?#@]{0,255}@)?[[\]\da-fx.:%\u2460-\u24ff\u3002\uff0e\uff10-\uff19\uff61]{3,255}(?:[\s/\\?#]|$)/i;

const SHORT_NUMBER = /^\d{1,9}$/;

/** Whether a text without a scheme is an address of a metadata service. */
export function isMetadata(text: string): boolean {
  // As one number each of them has ten digits or more; most numbers are short.
  if (!NUMERIC.test(text) || SHORT_NUMBER.test(text)) return false;
  const host = bareHost(text.trim());
  return host !== undefined && isMetadataHost(host);
}

/** Whether a command that fetches names the address of a metadata service without a scheme: `curl 169.254.169.254/latest`. */
export function fetchesMetadata(command: string): boolean {
  if (!FETCHES.test(command)) return false;
  for (const [word] of command.matchAll(WORDS))
    if (/\d/.test(word) && MARKED.test(word) && isMetadata(word)) return true;
  return false;
}

import { asciiHost, isAscii } from '../host.ts';
import { sha256 } from '../json/canonical.ts';
import { HAS_CAPITALS, HAS_LOOSE_SPACE, HAS_OTHER, HAS_WIDE, signsIn } from '../text/text-signs.ts';

/** How much of a text is read: a bound for memory. */
export const ENTITY_TEXT = 65_536;
/** Shorter values may be equal by chance. */
export const SHORTEST_VALUE = 4;
/** Longer keys of whole texts and addresses are hashed: memory has a bound. */
const LONGEST = 160;
const HASHED = 'sha:';
export const EXACT = 'exact:';

/** The name of a whole text: case, width and space do not count. Undefined where it is too short to mean anything. */
export function exactName(text: string): string | undefined {
  if (text.length < SHORTEST_VALUE) return undefined;
  const read = text.length > ENTITY_TEXT ? text.slice(0, ENTITY_TEXT) : text;
  return nameBySigns(read, signsIn(read));
}

/** The same of a text that is read whole, by what `signsIn` tells of it: most texts are their own names. */
export function nameBySigns(text: string, signs: number): string | undefined {
  let plain = text;
  if ((signs & HAS_OTHER) !== 0) plain = plainOf(text);
  else {
    if ((signs & HAS_WIDE) !== 0) plain = plain.normalize('NFKC');
    if ((signs & HAS_LOOSE_SPACE) !== 0) plain = plain.trim().replace(/ {2,}/g, ' ');
    if ((signs & HAS_CAPITALS) !== 0) plain = plain.toLowerCase();
  }
  return plain.length < SHORTEST_VALUE ? undefined : plain;
}

/** For any text. */
function plainOf(text: string): string {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  return plain.includes('  ') || /[\t\r\n]/.test(plain) ? plain.replace(/\s+/g, ' ') : plain;
}

/** The key of a whole text: its name, behind the head that marks whole texts. */
export function exactKey(text: string): string | undefined {
  const name = exactName(text);
  return name === undefined ? undefined : headOf(EXACT, name) + nameOf(EXACT, name);
}

/** Keys have a head, colon included, and a name. They are passed in two parts: whoever learns thousands need not join each. */
export const headOf = (head: string, name: string): string => (isLong(head, name) ? HASHED : head);
export const nameOf = (head: string, name: string): string => (isLong(head, name) ? sha256(head + name) : name);
const isLong = (head: string, name: string): boolean => head.length + name.length > LONGEST;

/** In lower case. Most are, and asking their letters costs less where the text around them is not all ASCII. */
export function lowerOf(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127 || (code > 64 && code < 91)) return text.toLowerCase();
  }
  return text;
}

export const accountName = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();

/** The host asked about last, and its name: each address asks twice, and those of a list have few hosts. */
let lastHost = '';
let lastName = '';

export function hostName(host: string): string {
  if (host !== lastHost) {
    lastName = hostNameOf(host);
    lastHost = host;
  }
  return lastName;
}

function hostNameOf(host: string): string {
  const lower = spelledPlainly(host.toLowerCase());
  const from = lower.startsWith('www.') ? 4 : 0;
  const end = lower.endsWith('.') && lower.length > from ? lower.length - 1 : lower.length;
  return end - from === lower.length ? lower : lower.slice(from, end);
}

/** The host as it travels; a user before it and a port behind it stay. */
function spelledPlainly(host: string): string {
  if (isAscii(host)) return host;
  const start = host.lastIndexOf('@') + 1;
  const port = host.indexOf(':', start);
  const end = port < 0 ? host.length : port;
  return host.slice(0, start) + asciiHost(host.slice(start, end)) + host.slice(end);
}

/** The host of an address, without user and port. */
export function hostOf(url: string): string {
  const from = url.indexOf('://') + 3;
  const end = hostEnd(url, from);
  const start = Math.max(url.lastIndexOf('@', end - 1) + 1, from);
  let last = end;
  while (last > start && isDigit(url.charCodeAt(last - 1))) last--;
  return hostName(url.slice(start, url.charCodeAt(last - 1) === COLON && last > start ? last - 1 : end));
}

/** Scheme and host in lower case, no `www.`, no fragment, no slash at the end. */
export function urlName(url: string): string {
  const hash = url.indexOf('#');
  let end = hash < 0 ? url.length : hash;
  if (url.charCodeAt(end - 1) === SLASH) end--;
  const plain = end === url.length ? url : url.slice(0, end);
  const from = plain.indexOf('://');
  const rest = plain.slice(from + 3, restEnd(plain, from + 3));
  const scheme = plain.slice(0, from);
  const host = hostName(rest);
  const small = scheme.toLowerCase();
  // Most addresses are written like this.
  if (host === rest && small === scheme && from > 0) return plain;
  return `${small}://${host}${plain.slice(scheme.length + 3 + rest.length)}`;
}
const SLASH = 47;
const COLON = 58;
export const isDigit = (code: number): boolean => code > 47 && code < 58;

/** Where the part that names a host ends, the user included. */
function hostEnd(url: string, from: number): number {
  let at = from;
  for (; at < url.length; at++) {
    const code = url.charCodeAt(at);
    if (code === SLASH || code === QUESTION || code === HASH || code === BACKSLASH) break;
  }
  return at;
}
const QUESTION = 63;
const HASH = 35;
const BACKSLASH = 92;

function restEnd(url: string, from: number): number {
  let at = from;
  while (at < url.length && url.charCodeAt(at) !== SLASH && url.charCodeAt(at) !== QUESTION) at++;
  return at;
}

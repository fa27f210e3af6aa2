/** Clients need no slashes behind the schemes of the web, and no scheme before two slashes. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:https?|wss?|ftps?):|[\\/]{2})/i;
/** What a mail program takes for further recipients. */
const SENDS_ELSEWHERE = /[?&](?:to|b?cc)=/i;
/** A mail address of nothing but letters, digits and the usual signs, whose host ends in a word: most are so written. */
const PLAIN_MAIL = /^[a-z0-9][a-z0-9.+_-]{0,100}@((?:[a-z0-9_-]{1,63}\.){1,9}[a-z][a-z_-]{1,62})$/;

/** The names of this machine alone, as an address to listen on and a URL have them. */
export const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1', '[::1]'];

/** The host of a mail address, URL or bare host name, in lower case; '' where there is none, and where not all who read it would find the same. */
export function domainOf(text: string): string {
  const mail = PLAIN_MAIL.exec(text)?.[1];
  if (mail !== undefined) return mail;
  const trimmed = text.trim().replace(/^[<("']+|[>)"']+$/g, '');
  if (ADDRESS.test(trimmed)) {
    try {
      return plainHost(new URL(/^[\\/]/.test(trimmed) ? `https:${trimmed}` : trimmed).hostname);
    } catch {
      return '';
    }
  }
  const plain = trimmed.replace(/^mailto:/i, '');
  if (SENDS_ELSEWHERE.test(plain)) return '';
  const bare = plain.replace(/\?.*$/s, '');
  const at = bare.lastIndexOf('@');
  // Some read what stands before such a sign as the host, others what stands behind the `@`.
  if (at > 0 && /[/\\#:]/.test(bare.slice(0, at))) return '';
  const host = (at < 0 ? bare : bare.slice(at + 1)).replace(/[:/].*$/s, '');
  // Not a version: `parser@1.3.0`.
  if (at >= 0 && /^[\d.]+$/.test(host) && !/^(?:\d{1,3}\.){3}\d{1,3}$/.test(host)) return '';
  return /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+\.?$/u.test(host) ? plainHost(host) : '';
}

const plainHost = (host: string): string => asciiHost(host.toLowerCase()).replace(/\.$/, '');

/** A host's name as it travels: one with other letters is the same host as its `xn--` spelling. Others stay as they are. */
export function asciiHost(host: string): string {
  if (isAscii(host)) return host;
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return host;
  }
}

export function isAscii(text: string): boolean {
  // Any other letter has more bytes than units. Of a short text, asking each letter tells sooner.
  if (text.length > SHORT) return Buffer.byteLength(text) === text.length;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
const SHORT = 32;

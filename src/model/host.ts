/** The host of a mail address, URL or bare host name, in lower case; '' where there is none. */
export function domainOf(text: string): string {
  const trimmed = text.trim().replace(/^[<("']+|[>)"']+$/g, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    try {
      return plainHost(new URL(trimmed).hostname);
    } catch {
      return '';
    }
  }
  const bare = trimmed.replace(/^mailto:/i, '').replace(/\?.*$/s, '');
  const at = bare.lastIndexOf('@');
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
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

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

const plainHost = (host: string): string => host.toLowerCase().replace(/\.$/, '');

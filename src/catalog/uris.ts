/**
 * Resource addresses in the union. `file:///a` of server `files` is shown as `sallyport+files+file:///a`: a function of both
 * alone, so that no server can take another's address and the order of arrival does not matter. Only the scheme grows, so
 * templates, relative references and clients that parse URIs keep working.
 */
const PREFIX = 'sallyport+';

/** Schemes are case-insensitive and allow no `_`: capitals are written `.x`, and `_` is written `..`. */
const toScheme = (server: string): string =>
  server.replace(/[A-Z_]/g, (char) => (char === '_' ? '..' : `.${char.toLowerCase()}`));

const fromScheme = (part: string): string =>
  part.toLowerCase().replace(/\.(.)/g, (_, char: string) => (char === '.' ? '_' : char.toUpperCase()));

export const wrapUri = (server: string, uri: string): string => `${PREFIX}${toScheme(server)}+${uri}`;

/** Undefined for an address that is not wrapped. */
export function unwrapUri(shown: string): { readonly server: string; readonly uri: string } | undefined {
  if (shown.slice(0, PREFIX.length).toLowerCase() !== PREFIX) return undefined;
  const end = shown.indexOf('+', PREFIX.length);
  if (end < 0) return undefined;
  return { server: fromScheme(shown.slice(PREFIX.length, end)), uri: shown.slice(end + 1) };
}

/** Web addresses may be opened by a client without us; wrapped, they could not. */
export const isWeb = (uri: string): boolean => /^https?:/i.test(uri);

import { isObject, type Json } from '../json.ts';
import { afterSpace, afterValue, members } from '../text/scan.ts';
import { splice } from '../text/splice.ts';

/**
 * A client's answer to `roots/list` as a server may read it that is told of some folders alone: with the roots that are one
 * of these, or lie below one. What stays is as the client wrote it. `text` is the answer's; one without roots stays whole.
 */
export function narrowRoots(text: string, folders: readonly string[]): string {
  const span = members(text)?.get('roots');
  if (span === undefined || text[span.start] !== '[') return text;
  const places = folders.flatMap((folder) => placeOf(folder) ?? []);
  const kept: string[] = [];
  let count = 0;
  let at = afterSpace(text, span.start + 1);
  for (; at < span.end && text[at] !== ']'; count++) {
    const end = afterValue(text, at);
    const root = text.slice(at, end);
    if (isBelow(JSON.parse(root) as Json, places)) kept.push(root);
    at = afterSpace(text, end);
    if (text[at] === ',') at = afterSpace(text, at + 1);
  }
  return kept.length === count ? text : splice(text, [{ span, put: `[${kept.join(',')}]` }]);
}

/** Params whose `inputResponses` bring such answers, each narrowed likewise. */
export function narrowResponses(params: string, folders: readonly string[]): string {
  const span = members(params)?.get('inputResponses');
  if (span === undefined) return params;
  const responses = params.slice(span.start, span.end);
  const edits = [...(members(responses) ?? [])].map(([, answer]) => ({
    span: answer,
    put: narrowRoots(responses.slice(answer.start, answer.end), folders),
  }));
  return splice(params, [{ span, put: splice(responses, edits) }]);
}

function isBelow(root: Json, places: readonly string[]): boolean {
  const place = isObject(root) && typeof root.uri === 'string' ? placeOf(root.uri) : undefined;
  return place !== undefined && places.some((folder) => place === folder || place.startsWith(`${folder}/`));
}

/** Where a path or file address leads, spelled in one way; undefined where it cannot be read, or leads elsewhere. */
function placeOf(text: string): string | undefined {
  try {
    const url = /^[a-z][\w+.-]+:/i.test(text) ? new URL(text) : undefined;
    if (url !== undefined && url.protocol !== 'file:') return undefined;
    const path = url === undefined ? text.replaceAll('\\', '/') : `${hostPart(url)}${decodeURIComponent(url.pathname)}`;
    const whole = /^[a-z]:/i.test(path) ? `/${path}` : path;
    // A slash that was written as `%2F` is one to whoever reads files: what steps up again is nowhere that can be told.
    if (/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(whole)) return undefined;
    const place = whole.replace(/\/+$/, '');
    // Drives are the same in either case, and so is what is on them.
    return /^\/[a-z]:/i.test(place) ? place.toLowerCase() : place;
  } catch {
    return undefined;
  }
}

const hostPart = ({ host }: URL): string => (host === '' ? '' : `//${host}`);

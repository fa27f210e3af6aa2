import { isObject, type JsonObject } from '../model/json.ts';
import { afterSpace, members, type Span } from '../model/scan.ts';
import { splice } from '../model/splice.ts';
import { type Dress, META } from './wire.ts';

/** Where a client may not keep what it read: every read is judged. */
const UNCACHED = '"ttlMs":0,"cacheScope":"private"';
/** Lists: short, since a change is also announced. */
export const CACHED = '"ttlMs":5000,"cacheScope":"private"';

/** The members every complete modern result of ours begins with. */
export const modernHead = ({ server }: Dress): string => `"resultType":"complete","_meta":{"${META.server}":${server}}`;

const MODERN_ONLY = ['resultType', 'ttlMs', 'cacheScope'] as const;

/** Fits the text of a complete result to the client's protocol by splicing; what both protocols know stays as it was written. */
export function fitResult(method: string, value: JsonObject, text: string, dress: Dress): string {
  return dress.era === 'modern' ? fitModern(method, value, text, dress) : fitLegacy(value, text);
}

function fitModern(method: string, value: JsonObject, text: string, { server }: Dress): string {
  const head = ['"resultType":"complete"'];
  if (method === 'resources/read') head.push(UNCACHED);
  const info = `"${META.server}":${server}`;
  // The common case, a legacy server without `_meta`: nothing to search for.
  if (
    value._meta === undefined &&
    value.resultType === undefined &&
    value.ttlMs === undefined &&
    value.cacheScope === undefined
  )
    return putFirst(text, `${head.join(',')},"_meta":{${info}}`);
  const meta = members(text)?.get('_meta');
  const kept =
    isObject(value._meta) && meta !== undefined ? dropMembers(text.slice(meta.start, meta.end), [META.server]) : '{}';
  return putFirst(dropMembers(text, [...MODERN_ONLY, '_meta']), `${head.join(',')},"_meta":${putFirst(kept, info)}`);
}

function fitLegacy(value: JsonObject, text: string): string {
  const meta = value._meta;
  const named = isObject(meta) && meta[META.server] !== undefined;
  const odd = value.structuredContent !== undefined && !isObject(value.structuredContent);
  if (!named && !odd && MODERN_ONLY.every((key) => value[key] === undefined)) return text;
  let fitted = dropMembers(text, MODERN_ONLY);
  if (named) {
    const span = members(fitted)?.get('_meta') as Span;
    fitted = splice(fitted, [{ span, put: dropMembers(fitted.slice(span.start, span.end), [META.server]) }]);
  }
  return odd ? unstructure(value, fitted) : fitted;
}

/** Legacy knows structured content as an object only: anything else stays as text, which most servers send beside it anyway. */
function unstructure(value: JsonObject, text: string): string {
  const span = members(text)?.get('structuredContent') as Span;
  const copy = text.slice(span.start, span.end);
  const rest = dropMembers(text, ['structuredContent']);
  if (Array.isArray(value.content) && value.content.length > 0) return rest;
  return putFirst(dropMembers(rest, ['content']), `"content":[{"type":"text","text":${JSON.stringify(copy)}}]`);
}

/** Puts members at the beginning of an object's text. */
export function putFirst(text: string, put: string): string {
  const open = afterSpace(text, 0) + 1;
  const empty = text[afterSpace(text, open)] === '}';
  return `${text.slice(0, open)}${put}${empty ? '' : ','}${text.slice(open)}`;
}

/** The object's text without the named members; the others keep their spelling. */
export function dropMembers(text: string, names: readonly string[]): string {
  // Most texts hold none of them; one that holds the name elsewhere, or escapes it, is looked at closely.
  if (!text.includes('\\') && !names.some((name) => text.includes(`"${name}"`))) return text;
  const found = members(text);
  if (found === undefined || !names.some((name) => found.has(name))) return text;
  const kept: string[] = [];
  for (const [name, { start, end }] of found) {
    if (!names.includes(name)) kept.push(`${JSON.stringify(name)}:${text.slice(start, end)}`);
  }
  return `{${kept.join(',')}}`;
}

import { canonicalText } from '../model/json/canonical.ts';
import { dropFromMeta, putFirst, withoutMembers } from '../model/json/members.ts';
import { parseStrict } from '../model/json/parse.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { itemTexts, members, type Span } from '../model/text/scan.ts';
import { splice } from '../model/text/splice.ts';
import { fitCompletion } from './completion.ts';
import { type Dress, META } from './wire.ts';

/** Clients may not cache what they read: every read is judged. */
const UNCACHED = '"ttlMs":0,"cacheScope":"private"';
/** How long a client may go on with a list that it was shown, in milliseconds. */
export const LISTS_KEPT = 5_000;
/** Lists are cached for a short time, since changes are also announced. */
export const CACHED = `"ttlMs":${LISTS_KEPT},"cacheScope":"private"`;

/** The members every complete modern result of ours begins with. */
export const modernHead = ({ server }: Dress): string => `"resultType":"complete","_meta":{"${META.server}":${server}}`;

const MODERN_ONLY = ['resultType', 'ttlMs', 'cacheScope'] as const;

/** Fits the text of a complete result to the client's protocol by splicing: what both protocols know keeps its spelling. */
export function fitResult(method: string, value: JsonObject, text: string, dress: Dress): string {
  const fitted = method === 'completion/complete' ? fitCompletion(value, text) : text;
  return dress.era === 'modern' ? fitModern(method, value, fitted, dress) : fitLegacy(value, fitted);
}

function fitModern(method: string, value: JsonObject, text: string, { server }: Dress): string {
  const head = ['"resultType":"complete"'];
  if (method === 'resources/read') head.push(UNCACHED);
  const info = `"${META.server}":${server}`;
  // The common case, a legacy server without `_meta`: there is nothing to search for.
  if (
    value._meta === undefined &&
    value.resultType === undefined &&
    value.ttlMs === undefined &&
    value.cacheScope === undefined
  )
    return putFirst(text, `${head.join(',')},"_meta":{${info}}`);
  const rest = withoutMembers(text, MODERN_ONLY);
  const meta = members(rest)?.get('_meta');
  if (meta === undefined) return putFirst(rest, `${head.join(',')},"_meta":{${info}}`);
  const kept = isObject(value._meta) ? withoutMembers(rest.slice(meta.start, meta.end), [META.server]) : '{}';
  return putFirst(splice(rest, [{ span: meta, put: putFirst(kept, info) }]), head.join(','));
}

function fitLegacy(value: JsonObject, text: string): string {
  const meta = value._meta;
  const named = isObject(meta) && meta[META.server] !== undefined;
  const odd = value.structuredContent !== undefined && !isObject(value.structuredContent);
  if (!named && !odd && MODERN_ONLY.every((key) => value[key] === undefined)) return text;
  let fitted = withoutMembers(text, MODERN_ONLY);
  if (named) fitted = dropFromMeta(fitted, (name) => name === META.server);
  return odd ? unstructure(value, fitted) : fitted;
}

/** Legacy allows structured content only as an object: anything else becomes text, unless the server sent such a text. */
function unstructure(value: JsonObject, text: string): string {
  const span = members(text)?.get('structuredContent') as Span;
  const copy = text.slice(span.start, span.end);
  const rest = withoutMembers(text, ['structuredContent']);
  const block = `{"type":"text","text":${JSON.stringify(copy)}}`;
  const content = members(rest)?.get('content');
  if (!Array.isArray(value.content) || content === undefined)
    return putFirst(withoutMembers(rest, ['content']), `"content":[${block}]`);
  if (value.content.some((one) => isCopy(one, value.structuredContent, copy))) return rest;
  const end = { start: content.end - 1, end: content.end - 1 };
  return splice(rest, [{ span: end, put: value.content.length === 0 ? block : `,${block}` }]);
}

/** Whether a content block says the same as the structured content, in whatever spelling. */
function isCopy(block: Json, structured: Json | undefined, text: string): boolean {
  if (!isObject(block) || typeof block.text !== 'string') return false;
  if (block.text === text || block.text === structured) return true;
  const parsed = parseStrict(block.text);
  return parsed.ok && canonicalText(block.text) === canonicalText(text);
}

/**
 * The tools' list for legacy clients: an output schema there describes an object, and one client loses its whole list to a
 * schema that does not. Such a schema is left out, and so is the content that it describes.
 */
export function legacyTools(items: string): string {
  if (!items.includes('"outputSchema"') && !items.includes('\\u')) return items;
  const texts = itemTexts(items);
  const fitted = texts.map((text) => {
    const span = members(text)?.get('outputSchema');
    if (span === undefined || isObjectSchema(text.slice(span.start, span.end))) return text;
    return withoutMembers(text, ['outputSchema']);
  });
  return fitted.some((text, i) => text !== texts[i]) ? `[${fitted.join(',')}]` : items;
}

function isObjectSchema(text: string): boolean {
  const type = members(text)?.get('type');
  return type !== undefined && JSON.parse(text.slice(type.start, type.end)) === 'object';
}

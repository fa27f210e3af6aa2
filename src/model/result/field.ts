import { type Json, type JsonPointer, valueAt } from '../json.ts';

/** Where results carry what a server printed. What libraries wrap a plain text in, to have a value, is one of these. */
const PRINTED =
  /^\/(?:(?:content|contents|messages)\/\d+\/(?:content\/)?(?:resource\/)?text|structuredContent\/result)$/;
/** Where results carry values for programs. */
export const STRUCTURED = '/structuredContent';

export const isPrinted = (at: JsonPointer): boolean => PRINTED.test(at);

/** Where results carry files as base64. A client shows those that are texts as any other text. */
const BLOB = /^\/(?:content|contents|messages)\/\d+\/(?:content\/)?(?:resource\/)?blob$/;

export const isBlob = (at: JsonPointer): boolean => at.endsWith('/blob') && BLOB.test(at);

/** Whether a file is sent as a text: what it says of itself stands beside it. */
export function isSentAsText(result: Json, at: JsonPointer): boolean {
  const mime = valueAt(result, `${at.slice(0, -'blob'.length)}mimeType`);
  return typeof mime === 'string' && TEXT_MIME.test(mime);
}
const TEXT_MIME = /^\s*(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|x-yaml|toml|javascript|sql)\b)/i;

/** Where results carry pictures, sounds and files: no client shows a model their letters. */
const DATA = /^\/(?:content|contents|messages)\/\d+\/(?:content\/)?(?:resource\/)?(?:data|blob)$/;

/** Whether a text is the bytes of something. A file that is a text is one too: whoever reads files asks for that first. */
export const isData = (at: JsonPointer, text: string): boolean => DATA.test(at) && isBytes(text);

/** Whether a text may be bytes in base64, by its beginning. */
export const isBytes = (text: string): boolean => BASE64.test(text.slice(0, 1_024));
const BASE64 = /^[A-Za-z0-9+/_=\r\n-]{1,1024}$/;

/**
 * Where in what a tool returned a place in its result is: `/structuredContent/items/0` and, in a printed text that was read
 * as structure, `/content/0/text#/items/0` are both `/items/0`. Undefined in prose and in what a result says of itself.
 */
export function fieldAt(at: JsonPointer): JsonPointer | undefined {
  const hash = at.indexOf('#');
  if (hash >= 0 && isPrinted(at.slice(0, hash))) return at.slice(hash + 1);
  return at.startsWith(`${STRUCTURED}/`) ? at.slice(STRUCTURED.length) : undefined;
}

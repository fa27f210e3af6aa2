import { afterSpace, afterValue, memberAt, type Span } from '../model/text/scan.ts';
import { type Edit, splice } from '../model/text/splice.ts';

/** Returns what replaces an address, or the address itself. */
export type Readdress = (uri: string) => string;

/** The places of the items of the list at `at`; the value's own place where it is no list. */
function itemsAt(text: string, at: Span): Span[] {
  if (text[at.start] !== '[') return [at];
  const items: Span[] = [];
  let i = afterSpace(text, at.start + 1);
  while (i < at.end && text[i] !== ']') {
    const end = afterValue(text, i);
    items.push({ start: i, end });
    i = afterSpace(text, end);
    if (text[i] === ',') i = afterSpace(text, i + 1);
  }
  return items;
}

/** Replaces the string that a path of names leads to. The same text where there is none. */
export function putString(text: string, path: readonly string[], value: string): string {
  const span = followPath(text, path);
  if (span === undefined) return text;
  return text.slice(0, span.start) + JSON.stringify(value) + text.slice(span.end);
}

/** The string that a path of names leads to; undefined where there is none. */
export function stringAt(text: string, path: readonly string[]): string | undefined {
  const span = followPath(text, path);
  return span !== undefined && text[span.start] === '"'
    ? (JSON.parse(text.slice(span.start, span.end)) as string)
    : undefined;
}

function followPath(text: string, path: readonly string[]): Span | undefined {
  let span: Span | undefined = { start: 0, end: text.length };
  for (const key of path) span = span === undefined ? undefined : memberAt(text, span.start, key);
  return span;
}

/**
 * Replaces each address of a result, where the protocol has one: `contents[].uri` of a read, links and embedded resources
 * of tools and prompts, `data.uri` of an error. Text and structured content are the server's words and stay as they are.
 */
export function readdressResult(method: string, text: string, readdress: Readdress): string {
  // The fast path: most results hold no address, and a search is all they cost.
  if (!text.includes('"uri"') && !text.includes('\\u')) return text;
  const edits: Edit[] = [];
  const put = (object: Span | undefined): void => {
    const span = object === undefined ? undefined : memberAt(text, object.start, 'uri');
    if (span === undefined || text[span.start] !== '"') return;
    const uri = JSON.parse(text.slice(span.start, span.end)) as string;
    const shown = readdress(uri);
    if (shown !== uri) edits.push({ span, put: JSON.stringify(shown) });
  };
  const putBlock = (block: Span): void => {
    const type = memberAt(text, block.start, 'type');
    const kind = type === undefined ? undefined : JSON.parse(text.slice(type.start, type.end));
    if (kind === 'resource_link') put(block);
    else if (kind === 'resource') put(memberAt(text, block.start, 'resource'));
  };
  const each = (list: Span | undefined, visit: (item: Span) => void): void => {
    if (list !== undefined) for (const item of itemsAt(text, list)) visit(item);
  };
  const whole = afterSpace(text, 0);
  if (method === 'tools/call') each(memberAt(text, whole, 'content'), putBlock);
  else if (method === 'prompts/get') {
    each(memberAt(text, whole, 'messages'), (message) => each(memberAt(text, message.start, 'content'), putBlock));
  } else if (method === 'resources/read') {
    each(memberAt(text, whole, 'contents'), put);
    if (memberAt(text, whole, 'code') !== undefined) put(memberAt(text, whole, 'data'));
  }
  return edits.length === 0 ? text : splice(text, edits);
}

import { isObject, type Json } from '../json.ts';
import { readLiteral } from './literal.ts';

/** How Python prints a result of a tool, with or without the name of its type: some servers pass on what another answered so. */
const PRINTED = /^\s{0,80}(?:CallToolResult\()?(?:meta=|content=\[)/;

/** What its objects are called. Any other name could say something, and is not among what was read. */
const TYPES: ReadonlySet<string> = new Set(['CallToolResult', 'TextContent']);

/**
 * What a result says that was printed as an object: `meta=None content=[TextContent(type='text', text='Added')] isError=False`
 * says `Added`. Undefined where the text is none, or says anything else, which would go unread.
 */
export function unwrapped(text: string): string | undefined {
  if (!PRINTED.test(text)) return undefined;
  const value = readLiteral(text, TYPES);
  if (!isObject(value)) return undefined;
  const { content, ...rest } = value;
  if (!Array.isArray(content) || content.length === 0 || !isSilent(rest)) return undefined;
  const texts = content.map(textOf);
  return texts.includes(undefined) ? undefined : texts.join('\n');
}

function textOf(item: Json): string | undefined {
  if (!isObject(item)) return undefined;
  const { type = 'text', text, ...rest } = item;
  return type === 'text' && typeof text === 'string' && isSilent(rest) ? text : undefined;
}

/** Whether what stands beside a text says no more than whether there is something. Its names are a program's. */
const isSilent = (beside: { readonly [name: string]: Json }): boolean =>
  Object.entries(beside).every(([name, value]) => BESIDE.has(name) && (value === null || typeof value === 'boolean'));
const BESIDE: ReadonlySet<string> = new Set(['meta', 'annotations', 'structuredContent', 'isError']);

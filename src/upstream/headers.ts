import type { OutgoingHttpHeaders } from 'node:http';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Listing } from '../model/upstreams.ts';
import type { Outgoing } from './wire.ts';

/** One argument that is repeated in a header: its place below the arguments, and the header's name. */
export interface Mirror {
  readonly path: readonly string[];
  readonly header: string;
}

/** By tool name. */
export type MirroredArguments = ReadonlyMap<string, readonly Mirror[]>;

/** Methods whose object is repeated in `Mcp-Name`. */
const NAMED: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read']);
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MIRRORED_TYPES: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean']);

/** Adds what a modern server must find in headers as well as in the body. */
export function modernHeaders(headers: OutgoingHttpHeaders, message: Outgoing, mirrored: MirroredArguments): void {
  if (message.method === '') return;
  headers['mcp-method'] = headerValue(message.method);
  if (NAMED.has(message.method) && message.name !== '') headers['mcp-name'] = headerValue(message.name);
  if (message.method !== 'tools/call' || message.args === undefined) return;
  for (const { path, header } of mirrored.get(message.name) ?? []) {
    const value = valueOn(message.args, path);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      headers[`mcp-param-${header.toLowerCase()}`] = headerValue(String(value));
    }
  }
}

/** A value that is not safe in a header, or looks like an encoded one, is sent as base64 between marks. */
export function headerValue(value: string): string {
  const isPlain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !/^=\?base64\?.*\?=$/.test(value);
  return isPlain ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

/**
 * The mirrored arguments of a tool's input schema (`x-mcp-header`), or undefined where an annotation is invalid: such a
 * tool must not be offered over HTTP, since server and gateways could disagree about what is called.
 */
export function mirrorsOf(schema: Json | undefined): readonly Mirror[] | undefined {
  const found: Mirror[] = [];
  const seen = new Set<string>();
  const walk = (here: JsonObject, path: readonly string[]): boolean => {
    const header = here['x-mcp-header'];
    if (header !== undefined) {
      const isFit =
        typeof header === 'string' && TOKEN.test(header) && MIRRORED_TYPES.has(here.type) && path.length > 0;
      if (!isFit || seen.has(header.toLowerCase())) return false;
      seen.add(header.toLowerCase());
      found.push({ path, header });
    }
    const properties = here.properties;
    if (!isObject(properties)) return true;
    return Object.entries(properties).every(([name, inner]) => !isObject(inner) || walk(inner, [...path, name]));
  };
  if (!isObject(schema)) return found;
  const isSound = walk(schema, []);
  // Anywhere else (below items, anyOf, $ref) it would not name a single argument.
  return isSound && countOf(schema) === found.length ? found : undefined;
}

function countOf(schema: JsonObject): number {
  let count = 0;
  const stack: Json[] = [schema];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next) && isMarked(next as JsonObject)) count++;
    for (const inner of Object.values(next)) if (typeof inner === 'object' && inner !== null) stack.push(inner);
  }
  return count;
}

/** A property may have this name, too; then its value is a schema. */
const isMarked = (here: JsonObject): boolean => Object.hasOwn(here, 'x-mcp-header') && !isObject(here['x-mcp-header']);

function valueOn(args: JsonObject, path: readonly string[]): Json | undefined {
  let here: Json | undefined = args;
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** Learns which arguments go into headers, and leaves out tools with an annotation that is not allowed. */
export function mirrorListing(
  listing: Listing,
  mirrored: Map<string, readonly Mirror[]>,
  odd: (message: string) => void,
): Listing {
  mirrored.clear();
  const tools = listing.tools.filter((text) => {
    const tool = JSON.parse(text) as Json;
    if (!isObject(tool) || typeof tool.name !== 'string') return true;
    const mirrors = mirrorsOf(tool.inputSchema);
    if (mirrors === undefined) odd(`tool ${tool.name} is left out: its x-mcp-header annotations are invalid`);
    else if (mirrors.length > 0) mirrored.set(tool.name, mirrors);
    return mirrors !== undefined;
  });
  return { ...listing, tools };
}

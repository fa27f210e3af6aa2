import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Listing } from '../../model/upstreams.ts';

/** One argument that is repeated in a header: its place below the arguments, and the header's name. */
export interface Mirror {
  readonly path: readonly string[];
  readonly header: string;
}

/** By tool name. */
export type MirroredArguments = ReadonlyMap<string, readonly Mirror[]>;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MIRRORED_TYPES: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean']);

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

import type { ListKind } from '../model/gate.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';

const KEY = 'x-mcp-header';
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PLAIN_TYPES: readonly Json[] = ['string', 'integer', 'boolean'];

/**
 * What is wrong with a tool's `x-mcp-header` annotations (arguments mirrored into HTTP headers), or undefined. A client of an
 * HTTP server must drop a tool whose annotations break the rules: a token, once, on a plain value, under `properties` alone.
 */
export function headerFault(kind: ListKind, tool: JsonObject): string | undefined {
  if (kind !== 'tools' || !isObject(tool.inputSchema)) return undefined;
  const seen = new Set<string>();
  const visit = (schema: Json | undefined, reachable: boolean): string | undefined => {
    if (Array.isArray(schema)) return first(schema, (each) => visit(each, false));
    if (!isObject(schema)) return undefined;
    const header = schema[KEY];
    if (header !== undefined) {
      if (!reachable) return `its "${KEY}" stands where no plain argument is`;
      if (typeof header !== 'string' || !TOKEN.test(header)) return `its "${KEY}" is no header name`;
      if (!PLAIN_TYPES.includes(schema.type ?? null))
        return `its "${KEY}" is on a value that is not a string, integer or boolean`;
      if (seen.has(header.toLowerCase())) return `it names the header "${header}" twice`;
      seen.add(header.toLowerCase());
    }
    return first(Object.entries(schema), ([key, value]) => {
      if (key !== 'properties' || !isObject(value)) return key === KEY ? undefined : visit(value, false);
      return first(Object.values(value), (property) => visit(property, reachable));
    });
  };
  // The schema itself is no argument; what is under its properties can be reached.
  if (tool.inputSchema[KEY] !== undefined) return `its "${KEY}" stands where no plain argument is`;
  return visit(tool.inputSchema, true);
}

function first<T>(list: readonly T[], test: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const fault = test(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

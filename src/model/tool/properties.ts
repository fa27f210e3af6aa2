import { isObject, type Json, type JsonObject, type JsonPointer, pointerKey, valueAt } from '../json.ts';

/** One argument that an input schema describes, wherever it nests. */
export interface Property {
  /** Pointer pattern relative to the arguments: in `/items/*` the star is any item or any other key. */
  readonly at: JsonPointer;
  readonly name: string;
  /** The names above it, outermost first. */
  readonly within: readonly string[];
  /** The names beside it, its own included: `to` beside `from` may be an end of a range. */
  readonly beside: readonly string[];
  readonly description: string;
  readonly format: string | undefined;
  readonly types: readonly string[];
  readonly isEnum: boolean;
}

/** Schemas come from servers: arguments nested deeper, or beyond this number, get no role. */
const MOST_DEPTH = 8;
const MOST_PROPERTIES = 400;
/** References may name the same schema in ever new ways: so many steps are gone to places, and to parts of what stands there. */
const MOST_STEPS = 50_000;
const MOST_PARTS = 200;

/** An argument before its schema is read; `description`: that of what it is an item of. */
interface Unread extends Pick<Property, 'at' | 'name' | 'within' | 'beside' | 'description'> {
  readonly schema: Json | undefined;
}

/** Every argument that a schema describes: nested objects, arrays, alternatives and local references included. */
export function propertiesOf(root: JsonObject): Property[] {
  const found: Property[] = [];
  /** By place, the schemas that were read there. */
  const seen = new Map<JsonPointer, Set<Json | undefined>>();
  const parter = new Parter(root);
  let steps = 0;
  const visit = (place: Unread, depth: number): void => {
    // One to a place that is known already counts too: thousands of parts may each name it.
    if (depth > MOST_DEPTH || found.length >= MOST_PROPERTIES || ++steps > MOST_STEPS) return;
    const here = seen.get(place.at);
    if (here?.has(place.schema)) return;
    const parts = parter.partsOf(place.schema);
    const description = parts.map((part) => text(part.description)).find((each) => each !== '') ?? place.description;
    seen.set(place.at, (here ?? new Set()).add(place.schema));
    if (place.at !== '' && here === undefined) {
      found.push({
        at: place.at,
        name: place.name,
        within: place.within,
        beside: place.beside,
        description,
        format: parts.map((part) => text(part.format)).find((each) => each !== ''),
        types: [...new Set(parts.flatMap(typesOf))],
        isEnum: parts.some((part) => Array.isArray(part.enum) || part.const !== undefined),
      });
    }
    const within = place.at === '' || place.at.endsWith('/*') ? place.within : [...place.within, place.name];
    for (const part of parts) {
      if (isObject(part.properties)) {
        const beside = Object.keys(part.properties);
        for (const [name, schema] of Object.entries(part.properties)) {
          visit({ schema, at: `${place.at}/${pointerKey(name)}`, name, within, beside, description: '' }, depth + 1);
        }
      }
      const rest = [
        part.items,
        part.additionalProperties,
        ...(Array.isArray(part.prefixItems) ? part.prefixItems : []),
      ];
      // An item has the name of its list: `recipients` holds recipients.
      for (const schema of rest) {
        if (isObject(schema)) visit({ ...place, schema, at: `${place.at}/*`, within, description }, depth + 1);
      }
    }
  };
  visit({ schema: root, at: '', name: '', within: [], beside: [], description: '' }, 0);
  return found;
}

/** Finds a schema with everything that it refers to or that may stand in for it. */
class Parter {
  readonly #root: JsonObject;
  #steps = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** Each once, in the order in which they stand there. */
  partsOf(schema: Json | undefined): readonly JsonObject[] {
    const depths = new Map<JsonObject, number>();
    this.#add(depths, schema, 0);
    return [...depths.keys()];
  }

  #add(depths: Map<JsonObject, number>, schema: Json | undefined, depth: number): void {
    if (!isObject(schema) || depth > MOST_DEPTH || ++this.#steps > MOST_STEPS) return;
    const before = depths.get(schema);
    // What was met farther down was not followed as far.
    if (before === undefined ? depths.size >= MOST_PARTS : before <= depth) return;
    depths.set(schema, depth);
    const reference = schema.$ref;
    if (typeof reference === 'string' && reference.startsWith('#'))
      this.#add(depths, valueAt(this.#root, reference.slice(1)), depth + 1);
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
      const list = schema[key];
      if (Array.isArray(list)) for (const each of list.slice(0, 50)) this.#add(depths, each, depth + 1);
    }
    for (const key of ['then', 'else'] as const) this.#add(depths, schema[key], depth + 1);
  }
}

function typesOf(schema: JsonObject): string[] {
  if (typeof schema.type === 'string') return [schema.type];
  return Array.isArray(schema.type) ? schema.type.filter((each) => typeof each === 'string') : [];
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

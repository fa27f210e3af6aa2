import { isObject, type Json, type JsonObject, pointerKeys, valueAt } from '../../model/json.ts';
import { commentText } from './comment.ts';

/** A schema of ours made from a server's, or why there is none. */
export type Tamed = { readonly schema: JsonObject; readonly parts: number } | { readonly why: string };

/** Schemas and values in one schema; the largest real one has a tenth of this. */
const MOST_PARTS = 2_000;
const MOST_DEPTH = 40;
const TYPES = new Set(['null', 'boolean', 'number', 'integer', 'string', 'array', 'object']);

class Wild extends Error {}

/**
 * Keeps of a server's schema only what says which form values have: what turns schemas into types would fetch what a
 * `$ref` names, read it from the disk, and copy a `tsType` into the file as it is. References to places in the schema
 * itself are kept, each place once, so that neither circles nor repetition grow. `name` is put before those.
 */
export function tameSchema(root: Json, name: string): Tamed {
  const tamer = new Tamer(root, name);
  try {
    return tamer.tame();
  } catch (error) {
    if (error instanceof Wild) return { why: error.message };
    throw error;
  }
}

class Tamer {
  readonly #root: Json;
  readonly #name: string;
  readonly #places = new Map<string, string>();
  readonly #definitions: Record<string, JsonObject> = Object.create(null);
  #parts = 0;

  constructor(root: Json, name: string) {
    this.#root = root;
    this.#name = name;
  }

  tame(): Tamed {
    let root = this.#root;
    for (let hops = 0; isObject(root) && typeof root.$ref === 'string'; hops++) {
      const pointer = pointerOf(root.$ref);
      const target = pointer === undefined ? undefined : valueAt(this.#root, pointer);
      if (pointer === undefined) throw new Wild('its schema lies elsewhere');
      if (target === undefined || hops > MOST_DEPTH) throw new Wild('its schema refers to what is not there');
      root = target;
    }
    if (!isObject(root)) throw new Wild('it has no schema');
    if (root.$long !== undefined && typeof root.characters === 'number')
      throw new Wild('its schema is too long for the lockfile');
    const { description: _, ...schema } = this.#schema(root, 0);
    const definitions = this.#definitions;
    const isUsed = Object.keys(definitions).length > 0;
    return { schema: isUsed ? { ...schema, definitions } : schema, parts: this.#parts };
  }

  #count(more = 1): void {
    this.#parts += more;
    if (this.#parts > MOST_PARTS) throw new Wild(`its schema has more than ${MOST_PARTS} parts`);
  }

  #schema(given: Json | undefined, depth: number): JsonObject {
    this.#count();
    if (depth > MOST_DEPTH) throw new Wild(`its schema nests deeper than ${MOST_DEPTH}`);
    if (!isObject(given)) return {};
    if (given.$ref !== undefined) return this.#reference(given.$ref, depth);
    const { description, deprecated } = given;
    return {
      ...(typeof description === 'string' ? { description: commentText(description) } : {}),
      ...(deprecated === true ? { deprecated } : {}),
      ...this.#values(given),
      ...this.#members(given, depth),
      ...this.#items(given, depth),
      ...this.#branches(given, depth),
    };
  }

  /** Every referenced place, once. */
  #reference(reference: Json, depth: number): JsonObject {
    const pointer = typeof reference === 'string' ? pointerOf(reference) : undefined;
    if (pointer === undefined) return { description: 'Unknown: its schema lies elsewhere.' };
    let place = this.#places.get(pointer);
    if (place === undefined) {
      const target = valueAt(this.#root, pointer);
      if (target === undefined) return { description: 'Unknown: its schema refers to what is not there.' };
      place = `${this.#name}Part${this.#places.size + 1}`;
      this.#places.set(pointer, place);
      this.#definitions[place] = this.#schema(target, depth + 1);
    }
    return { $ref: `#/definitions/${place}` };
  }

  #values(given: JsonObject): JsonObject {
    const types = (Array.isArray(given.type) ? given.type : [given.type]).filter(
      (one): one is string => typeof one === 'string' && TYPES.has(one),
    );
    const values = given.const === undefined ? given.enum : [given.const];
    if (Array.isArray(values) && values.length > 0) {
      this.#count(values.length);
      // An object among them has no literal type.
      if (values.every((one) => typeof one !== 'object' || one === null)) return { enum: [...new Set(values)] };
    }
    if (types.length === 0) return isObject(given.properties) ? { type: 'object' } : {};
    return { type: types.length === 1 ? (types[0] ?? '') : types };
  }

  #members(given: JsonObject, depth: number): JsonObject {
    const { properties, required, additionalProperties: more } = given;
    const isAny = !isObject(properties) || Object.keys(properties).length === 0;
    const rest = isObject(more) ? this.#schema(more, depth + 1) : more === true;
    if (isAny) {
      const isObjectType = [given.type].flat().includes('object');
      const isBare = given.anyOf === undefined && given.oneOf === undefined && given.allOf === undefined;
      return isObjectType && more !== false ? { additionalProperties: isObject(rest) ? rest : isBare } : {};
    }
    const members = Object.entries(properties).map(([key, one]) => [key, this.#schema(one, depth + 1)] as const);
    const names = Array.isArray(required) ? new Set(required) : new Set();
    return {
      properties: Object.fromEntries(members),
      required: members.map(([key]) => key).filter((key) => names.has(key)),
      additionalProperties: rest,
    };
  }

  #items({ items, prefixItems }: JsonObject, depth: number): JsonObject {
    const list = Array.isArray(items) ? items : Array.isArray(prefixItems) ? prefixItems : undefined;
    if (list !== undefined && list.length > 0)
      return { items: { anyOf: list.map((one) => this.#schema(one, depth + 1)) } };
    return isObject(items) ? { items: this.#schema(items, depth + 1) } : {};
  }

  #branches(given: JsonObject, depth: number): JsonObject {
    const branches: Record<string, Json> = {};
    for (const key of ['anyOf', 'oneOf', 'allOf']) {
      const list = given[key];
      if (!Array.isArray(list) || list.length === 0) continue;
      branches[key] = list.map((one) => this.#schema(one, depth + 1));
    }
    return branches;
  }
}

/** The place in the same document that a `$ref` names; undefined for any other. */
function pointerOf(reference: string): string | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  try {
    const pointer = decodeURIComponent(reference.slice(1));
    return pointerKeys(pointer).length > MOST_DEPTH ? undefined : pointer;
  } catch {
    return undefined;
  }
}

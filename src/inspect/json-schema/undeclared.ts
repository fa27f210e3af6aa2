import { isObject, type Json, type JsonObject, type JsonPointer, pointerKey, pointerKeys } from '../../model/json.ts';
import { propertiesOf } from '../../model/tool/properties.ts';
import type { ToolFacts } from '../../model/tool.ts';

/** What a schema declares at one place. */
class Declared {
  readonly names = new Map<string, Declared>();
  /** For the items of a list, and for names of which none is declared by itself. */
  any: Declared | undefined;

  below(key: string): Declared {
    const known = key === '*' ? this.any : this.names.get(key);
    if (known !== undefined) return known;
    const made = new Declared();
    if (key === '*') this.any = made;
    else this.names.set(key, made);
    return made;
  }
}

/** More are not told one by one. */
const MOST = 20;
const NONE: readonly JsonPointer[] = Object.freeze([]);
const ALL_OVER: readonly JsonPointer[] = Object.freeze(['']);

/**
 * The arguments that a call gives its tool beside those which the tool declares, where one of these says where something goes:
 * many servers take what they do not declare, and `bcc` beside `to` sends as well. Of too many it is all arguments. An object
 * that declares no names is meant to hold any.
 */
export function undeclaredOf(tool: ToolFacts, args: JsonObject): readonly JsonPointer[] {
  const declared = declaredBy(tool);
  if (declared === undefined) return NONE;
  const found: JsonPointer[] = [];
  walk(args, declared, '', found, tool.roles);
  return found.length === 0 ? NONE : found.length > MOST ? ALL_OVER : found;
}

function walk(value: Json, declared: Declared, at: JsonPointer, found: JsonPointer[], roles: ToolFacts['roles']): void {
  if (Array.isArray(value)) {
    const { any } = declared;
    if (any !== undefined) for (const [i, item] of value.entries()) walk(item, any, `${at}/${i}`, found, roles);
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const inner = value[key] as Json;
      const below = declared.names.get(key) ?? (declared.names.size === 0 ? declared.any : undefined);
      if (below !== undefined) {
        if (typeof inner === 'object') walk(inner, below, `${at}/${pointerKey(key)}`, found, roles);
      } else if (declared.names.size > 0 && found.length <= MOST) {
        const place = `${at}/${pointerKey(key)}`;
        // A person has said what it is.
        if (roles[place] === undefined) found.push(place);
      }
    }
  }
}

const known = new WeakMap<ToolFacts, Declared | undefined>();

/** Undefined where nothing goes anywhere, or nothing is declared. Worked out once for each tool. */
function declaredBy(tool: ToolFacts): Declared | undefined {
  if (known.has(tool)) return known.get(tool);
  const declared = sends(tool) && isObject(tool.inputSchema) ? readDeclared(tool.inputSchema) : undefined;
  known.set(tool, declared);
  return declared;
}

const sends = ({ roles }: ToolFacts): boolean => Object.values(roles).includes('destination');

function readDeclared(schema: JsonObject): Declared | undefined {
  const root = new Declared();
  for (const { at } of propertiesOf(schema)) {
    let here = root;
    for (const key of pointerKeys(at)) here = here.below(key);
  }
  return root.names.size === 0 ? undefined : root;
}

import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { putString, stringAt } from './edits.ts';

/** The thing that a request is about, by the name or address that the client gave. */
export interface Reference {
  readonly kind: 'tool' | 'prompt' | 'resource';
  readonly shown: string;
}

/** Where the params of a request name the thing. */
interface Naming {
  readonly kind: Reference['kind'];
  readonly path: readonly string[];
}

const URI: Naming = { kind: 'resource', path: ['uri'] };
const NAMINGS: ReadonlyMap<string, Naming> = new Map([
  ['tools/call', { kind: 'tool', path: ['name'] }],
  ['prompts/get', { kind: 'prompt', path: ['name'] }],
  ['resources/read', URI],
  ['resources/subscribe', URI],
  ['resources/unsubscribe', URI],
]);
const COMPLETE = 'completion/complete';

const namingOfRef = (type: Json | undefined): Naming =>
  type === 'ref/prompt' ? { kind: 'prompt', path: ['ref', 'name'] } : { kind: 'resource', path: ['ref', 'uri'] };

/** Undefined where a method is about no one thing, or none is named. */
export function referenceIn(method: string, params: JsonObject): Reference | undefined {
  const { ref } = params;
  const naming = method === COMPLETE ? namingOfRef(isObject(ref) ? ref.type : undefined) : NAMINGS.get(method);
  if (naming === undefined) return undefined;
  let shown: Json | undefined = params;
  for (const key of naming.path) shown = isObject(shown) ? shown[key] : undefined;
  return typeof shown === 'string' ? { kind: naming.kind, shown } : undefined;
}

/** The params' text with another name in that place; nothing else is touched. */
export function putReference(method: string, paramsText: string, name: string): string {
  const naming = method === COMPLETE ? namingOfRef(stringAt(paramsText, ['ref', 'type'])) : NAMINGS.get(method);
  return naming === undefined ? paramsText : putString(paramsText, naming.path, name);
}

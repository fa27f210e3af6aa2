import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { putString, stringAt } from './edits.ts';

/** The thing that a request is about, by the name or address that the client gave. */
export interface Reference {
  readonly kind: 'tool' | 'prompt' | 'resource';
  readonly shown: string;
}

/** Where the params of a request name the thing. */
interface Place {
  readonly kind: Reference['kind'];
  readonly path: readonly string[];
}

const URI: Place = { kind: 'resource', path: ['uri'] };
const PLACES: ReadonlyMap<string, Place> = new Map([
  ['tools/call', { kind: 'tool', path: ['name'] }],
  ['prompts/get', { kind: 'prompt', path: ['name'] }],
  ['resources/read', URI],
  ['resources/subscribe', URI],
  ['resources/unsubscribe', URI],
]);
const COMPLETE = 'completion/complete';

const placeOfRef = (type: Json | undefined): Place =>
  type === 'ref/prompt' ? { kind: 'prompt', path: ['ref', 'name'] } : { kind: 'resource', path: ['ref', 'uri'] };

/** Undefined where a method is about no one thing, or none is named. */
export function referenceIn(method: string, params: JsonObject): Reference | undefined {
  const { ref } = params;
  const place = method === COMPLETE ? placeOfRef(isObject(ref) ? ref.type : undefined) : PLACES.get(method);
  if (place === undefined) return undefined;
  let shown: Json | undefined = params;
  for (const key of place.path) shown = isObject(shown) ? shown[key] : undefined;
  return typeof shown === 'string' ? { kind: place.kind, shown } : undefined;
}

/** The params' text with another name in that place; nothing else is touched. */
export function putReference(method: string, paramsText: string, name: string): string {
  const place = method === COMPLETE ? placeOfRef(stringAt(paramsText, ['ref', 'type'])) : PLACES.get(method);
  return place === undefined ? paramsText : putString(paramsText, place.path, name);
}

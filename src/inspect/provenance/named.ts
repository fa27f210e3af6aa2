import type { Call } from '../../model/call.ts';
import type { Json } from '../../model/json.ts';
import { type Setting, settingsIn } from '../../model/structure/settings.ts';
import type { Role } from '../../model/tool.ts';

/** A value that a call is made with, by its name; what stands in a list has the list's. */
export type Named = Setting;
/** How much of what a call is made with is looked at. */
const MOST_LOOKED = 200;

/** The values of a tool's arguments in their order, however deep they stand; none of any other request. */
export function namedIn({ method, params }: Call): readonly Named[] {
  const found: Named[] = [];
  let looked = 0;
  const look = (value: Json, name: string): void => {
    if (++looked > MOST_LOOKED) return;
    if (typeof value !== 'object' || value === null) found.push({ name, value });
    else if (Array.isArray(value)) for (const one of value) look(one, name);
    else for (const [key, one] of Object.entries(value)) look(one, key);
  };
  if (method === 'tools/call' && params.arguments !== undefined) look(params.arguments, '');
  return found;
}

/** How many values of documents are taken. */
const MOST_SET = 200;

/**
 * What the texts of a call set that are documents: a manifest, a configuration. Whoever only keeps one in a file has it do nothing.
 */
export function setIn(given: readonly { readonly text: string; readonly role: Role | undefined }[]): readonly Named[] {
  if (given.some(({ role }) => role === 'path')) return NOTHING;
  const found: Named[] = [];
  for (const { text } of given)
    if (found.length < MOST_SET) found.push(...(settingsIn(text, MOST_SET - found.length) ?? NOTHING));
  return found;
}
const NOTHING: readonly Named[] = Object.freeze([]);

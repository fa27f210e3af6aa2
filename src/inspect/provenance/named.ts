import type { Call } from '../../model/call.ts';
import type { Json } from '../../model/json.ts';

/** A value that a call is made with, by its name; what stands in a list has the list's. */
export interface Named {
  readonly name: string;
  readonly value: string | number | boolean | null;
}
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

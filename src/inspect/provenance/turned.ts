import type { Call } from '../../model/call.ts';
import type { Json } from '../../model/json.ts';
import { actsOf } from '../../model/words/deed-words.ts';
import { wordsOf } from '../../model/words/name-words.ts';

/** What the switches of a call do, as a text would ask for it, and each as it is written down: `unlock=true`. */
export interface Turned {
  readonly acts: readonly string[];
  readonly values: readonly string[];
}
const NOTHING: Turned = Object.freeze({ acts: Object.freeze([]), values: Object.freeze([]) });

/** Acts that put a thing into one of two states, and what brings the other about. */
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['enable', 'disable'],
  ['stop', 'enable'],
  ['open', 'lock'],
  ['lock', 'unlock'],
]);
/** How much a call may be made with is looked at for this. */
const MOST_LOOKED = 200;

/**
 * A switch of a tool that is named after both its states says which one is wanted: `on: false` turns off, `unlock: true` unlocks.
 * What else a switch is called, such as `notify`, goes with what is done and is not it.
 */
export function turnedBy({ method, params }: Call): Turned {
  if (method !== 'tools/call' || params.arguments === undefined) return NOTHING;
  const acts: string[] = [];
  const values: string[] = [];
  let looked = 0;
  const look = (value: Json, name: string): void => {
    if (++looked > MOST_LOOKED) return;
    if (typeof value === 'boolean') {
      for (const word of wordsOf(name))
        for (const act of actsOf(word)) {
          const opposite = OPPOSITES.get(act);
          if (opposite !== undefined) acts.push(value ? word : opposite);
        }
      values.push(`${name}=${value}`);
    } else if (Array.isArray(value)) for (const one of value) look(one, name);
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) look(one, key);
  };
  look(params.arguments, '');
  return looked === 0 || values.length === 0 ? NOTHING : { acts, values };
}

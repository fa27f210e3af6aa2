import { actsOf } from '../../model/words/deed-words.ts';
import { wordsOf } from '../../model/words/name-words.ts';
import type { Named } from './named.ts';

/** What the switches of a call do, as a text would ask for it, and each as it is written down: `unlock=true`. */
export interface Turned {
  readonly acts: readonly string[];
  readonly values: readonly string[];
}

/** Acts that put a thing into one of two states, and what brings the other about. */
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['enable', 'disable'],
  ['stop', 'enable'],
  ['open', 'lock'],
  ['lock', 'unlock'],
]);
/** `archived`, `is_deleted`: the state that a thing is to be in is named after what brings it there. `include_deleted` is none. */
const STATE = /^(?:is |mark |as |set )?\p{L}{2,20}ed$/u;
/**
 * A switch of a tool that is named after both its states says which one is wanted: `on: false` turns off, `unlock: true` unlocks.
 * What else a switch is called, such as `notify`, goes with what is done and is not it.
 */
export function turnedBy(given: readonly Named[]): Turned {
  const acts: string[] = [];
  const values: string[] = [];
  for (const { name, value } of given) {
    if (typeof value !== 'boolean') continue;
    const words = wordsOf(name);
    const isState = value && STATE.test(words.join(' '));
    for (const word of words)
      for (const act of actsOf(word)) {
        const opposite = OPPOSITES.get(act);
        if (opposite !== undefined) acts.push(value ? word : opposite);
        else if (isState) acts.push(word);
      }
    values.push(`${name}=${value}`);
  }
  return { acts, values };
}

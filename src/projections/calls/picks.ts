import { isObject, type Json } from '../../model/json.ts';
import { wordsOf } from '../../model/words/name-words.ts';
import { wordSet } from '../../model/words/word-set.ts';

/** So many values are kept of one call, and none that is longer. */
const MOST = 8;
const LONGEST = 300;
/** Names of arguments that say how much of a thing is taken, and from where. */
const EXTENTS: ReadonlySet<string> = wordSet(
  'head tail offset limit length start begin from to end line lines row rows page pages size max min count number of view range first last byte bytes char chars character characters',
);

/**
 * The values that say what a call is about: all but how much of it is taken, and what is written down. None if they are more
 * than are kept, or one is too long: who knows only some of them knows not what it was.
 */
export function picksOf(params: Json): readonly string[] | undefined {
  const picks: string[] = [];
  const names: string[] = [];
  const values: Json[] = [];
  if (isObject(params) && params.arguments !== undefined) {
    names.push('');
    values.push(params.arguments);
  }
  // Two stacks, and loops by index: this runs for every call, and V8 takes several times as long to compile an iterator.
  while (values.length > 0) {
    const name = names.pop() as string;
    const value = values.pop() as Json;
    if (isObject(value)) {
      const keys = Object.keys(value);
      for (let i = 0; i < keys.length; i++) {
        names.push(keys[i] as string);
        values.push(value[keys[i] as string] as Json);
      }
    } else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        names.push(name);
        values.push(value[i] as Json);
      }
    } else if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value);
      // A text of several lines is something to write down: it says nothing of where.
      if (text.includes('\n') || (/^-?\d+$/.test(text) && wordsOf(name).every((word) => EXTENTS.has(word)))) continue;
      if (text.length > LONGEST || picks.length === MOST) return undefined;
      picks.push(text);
    }
    if (values.length > MOST * MOST) return undefined;
  }
  return picks;
}

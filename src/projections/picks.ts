import { isObject, type Json } from '../model/json.ts';
import { wordsOf } from '../model/words/name-words.ts';

/** So many values are kept of one call, and none that is longer. */
const MOST = 8;
const LONGEST = 300;
/** Names of arguments that say how much of a thing is taken, and from where. */
const EXTENTS: ReadonlySet<string> = new Set(
  'head tail offset limit length start begin from to end line lines row rows page pages size max min count number of view range first last byte bytes char chars character characters'.split(
    ' ',
  ),
);

/**
 * The values that say what a call is about: all but how much of it is taken, and what is written down. None if they are more
 * than are kept, or one is too long: who knows only some of them knows not what it was.
 */
export function picksOf(params: Json): readonly string[] | undefined {
  const picks: string[] = [];
  const open: (readonly [name: string, value: Json])[] = [];
  if (isObject(params) && params.arguments !== undefined) open.push(['', params.arguments]);
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const [name, value] = one;
    if (isObject(value)) for (const [key, inside] of Object.entries(value)) open.push([key, inside]);
    else if (Array.isArray(value)) for (const inside of value) open.push([name, inside]);
    else if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value);
      // A text of several lines is something to write down: it says nothing of where.
      if (text.includes('\n') || (/^-?\d+$/.test(text) && wordsOf(name).every((word) => EXTENTS.has(word)))) continue;
      if (text.length > LONGEST || picks.length === MOST) return undefined;
      picks.push(text);
    }
    if (open.length > MOST * MOST) return undefined;
  }
  return picks;
}

import { messageOf } from '../caught.ts';
import { isObject, type Json } from '../json.ts';
import { census } from '../text/scan.ts';

/** How deep JSON may nest before it is refused. Real arguments stay below 20; inspectors and the policy recurse into it. */
export const MOST_DEPTH = 200;

export type Parsed =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly fault: 'syntax' | 'duplicate-key' | 'depth'; readonly message: string };

/**
 * `JSON.parse`, with two more refusals: a repeated key (two readers may take different values of it, so what was judged need
 * not be what is done), and nesting beyond `most`, which is at most `MOST_DEPTH`.
 */
export function parseStrict(text: string, most = MOST_DEPTH): Parsed {
  const { members, depth } = census(text);
  if (depth > most) {
    return {
      ok: false,
      fault: 'depth',
      message: `JSON nests ${depth} deep; at most ${most} is accepted (limits.depth)`,
    };
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return { ok: false, fault: 'syntax', message: messageOf(error) };
  }
  // A name written twice stands twice in the text and once in the value.
  if (countMembers(value) !== members) {
    return { ok: false, fault: 'duplicate-key', message: 'an object names the same key twice; send each key once' };
  }
  return { ok: true, value };
}

/** The value of a text; undefined where it is no JSON. */
export function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function countMembers(value: Json): number {
  if (Array.isArray(value)) {
    let count = 0;
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (typeof item === 'object' && item !== null) count += countMembers(item);
    }
    return count;
  }
  if (!isObject(value)) return 0;
  const names = Object.keys(value);
  let count = names.length;
  for (let i = 0; i < names.length; i++) {
    const item = value[names[i] as string];
    if (typeof item === 'object' && item !== null) count += countMembers(item);
  }
  return count;
}

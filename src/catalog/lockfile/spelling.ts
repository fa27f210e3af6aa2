import type { Json } from '../../model/json.ts';
import { UNSHOWN } from '../../model/text/unshown.ts';

/** In a file that people review, what would not be shown is escaped; so is what stands for characters that could not be read. */
const ESCAPED = new RegExp(`${UNSHOWN.source}|[\\ufffc-\\uffff]`, 'gu');

/** JSON on one line, members sorted by name: the same value always gives the same text. It is YAML as well. */
export const jsonText = (value: Json): string => JSON.stringify(sorted(value)).replace(ESCAPED, spelled);

const spelled = (character: string): string => {
  let out = '';
  for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
};

/** The same value, members sorted by name. */
export function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => byUnits(a, b))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** Order of names in the file: by UTF-16 units, independent of any locale. */
export const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const PLAIN = /^[A-Za-z_/$][\w./*$-]*$/;
/** Words that some YAML readers take for something other than a string. */
const WORD = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A key as it is written before its colon: bare where no reader could take it for anything else. */
export const keyText = (key: string): string => (PLAIN.test(key) && !WORD.test(key) ? key : jsonText(key));

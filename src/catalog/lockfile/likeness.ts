import { leaves } from '../../model/json.ts';
import { canonical } from './change.ts';
import type { Locked } from './lockfile.ts';

const texts = new WeakMap<Locked, string>();

/** A definition without its name, in one spelling. */
export function partsText(locked: Locked | undefined): string {
  if (locked === undefined) return '';
  let text = texts.get(locked);
  if (text === undefined) {
    text = canonical(locked.definition());
    texts.set(locked, text);
  }
  return text;
}

/** How similar two definitions are, from 0 to 1: the share of common words, names of arguments included. */
export function likeness(a: Locked | undefined, b: Locked | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (partsText(a) === partsText(b)) return 1;
  const [here, there] = [wordsOf(a), wordsOf(b)];
  // A few words in common say nothing.
  if (here.size < 4 || there.size < 4) return 0;
  let shared = 0;
  for (const word of here) if (there.has(word)) shared++;
  return shared / (here.size + there.size - shared);
}

/** Words that every definition has by its form. */
const FORM = new Set(
  `description title inputschema outputschema annotations properties required type object string number integer boolean
  array items schema additionalproperties true false readonlyhint destructivehint openworldhint idempotenthint http json
  org draft 07`.split(/\s+/),
);

function wordsOf(locked: Locked): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { text } of leaves(locked.definition())) {
    for (const word of text
      .slice(0, 5_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []) {
      if (!FORM.has(word)) words.add(word);
    }
  }
  return words;
}

import type { Leaf } from './json.ts';

/** What signs stand in a text, one bit for each kind. */
export type Traits = number;

/** Kinds of signs without any of which much of what is looked for in texts cannot be written. */
export const TRAIT = {
  digit: 1,
  dot: 2,
  colon: 4,
  at: 8,
  /** A slash of either direction. */
  slash: 16,
  space: 32,
  /** Quotes, and signs that part, join or call where a text is run: `;`, `$`, `(`. */
  joint: 64,
  /** What nobody types: controls. */
  odd: 128,
} as const;

/** A text that may hold anything: one with letters beyond ASCII, or too long to be looked through for this. */
export const ANY_TRAIT: Traits = -1;
const LONGEST = 4_096;

const KINDS: readonly (readonly [Traits, RegExp])[] = [
  [TRAIT.digit, /\d/],
  [TRAIT.dot, /\./],
  [TRAIT.colon, /:/],
  [TRAIT.at, /@/],
  [TRAIT.slash, /[\\/]/],
  [TRAIT.space, /\s/],
  [TRAIT.joint, /['"`;|&$%#=()<>[\]{}\\-]/],
  [TRAIT.odd, /[\0-\x08\x0e-\x1f\x7f]/],
];
/** By the codes of ASCII. */
const TRAITS = Int32Array.from({ length: 128 }, (_, code) =>
  KINDS.reduce((traits, [trait, kind]) => (kind.test(String.fromCharCode(code)) ? traits | trait : traits), 0),
);

/** Whether somebody who needs one of some traits, where that is known, may see something in a text. */
export const isEnough = (traits: Traits, needs: Traits | undefined): boolean =>
  needs === undefined || (traits & needs) !== 0;

/** The traits of a text: one look for all who would each look for their own signs. */
export function traitsOf(text: string): Traits {
  if (text.length > LONGEST) return ANY_TRAIT;
  let traits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return ANY_TRAIT;
    traits |= TRAITS[code] as number;
  }
  return traits;
}

/** The traits of each of several texts, and those that one or the other has. */
export interface TraitsOfTexts {
  readonly each: readonly Traits[];
  readonly all: Traits;
}

let last: TraitsOfTexts & { readonly texts?: readonly Leaf[] } = { each: [], all: 0 };

/** All who look at one call or result are handed the same texts: each is looked through once. */
export function traitsIn(texts: readonly Leaf[]): TraitsOfTexts {
  if (last.texts === texts) return last;
  const each: Traits[] = [];
  let all = 0;
  for (let i = 0; i < texts.length; i++) {
    const traits = traitsOf((texts[i] as Leaf).text);
    each.push(traits);
    all |= traits;
  }
  last = { texts, each, all };
  return last;
}

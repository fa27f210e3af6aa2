import type { Leaf, Leaves } from '../json.ts';
import { PIECE, type Steps } from '../steps.ts';

/** Which kinds of characters a text contains, one bit each. */
export type Traits = number;

/** Kinds of characters: most of what detectors look for cannot be written without some of them. */
export const TRAIT = {
  digit: 1,
  dot: 2,
  colon: 4,
  at: 8,
  /** A slash in either direction. */
  slash: 16,
  space: 32,
  /** Quotes, and characters that separate, join or call something in code: `;`, `$`, `(`. */
  joint: 64,
  /** Control characters, which nobody types. */
  odd: 128,
} as const;

/** The traits of a text that may contain anything: one with non-ASCII letters, or one too long to be examined for this. */
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
/** Traits by ASCII code. */
const TRAITS = Int32Array.from({ length: 128 }, (_, code) =>
  KINDS.reduce((traits, [trait, kind]) => (kind.test(String.fromCharCode(code)) ? traits | trait : traits), 0),
);

/** Whether a text may contain something for a detector that needs one of these traits; true if its needs are unknown. */
export const isEnough = (traits: Traits, needs: Traits | undefined): boolean =>
  needs === undefined || (traits & needs) !== 0;

/** The traits of a text: one pass instead of one per detector, each looking for its own characters. */
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

/** The traits of each of several texts, and those that any of them has. */
export interface TraitsOfTexts {
  readonly each: ArrayLike<Traits>;
  readonly all: Traits;
}

let last: TraitsOfTexts & { readonly texts?: Leaves } = { each: [], all: 0 };
/** Those of long results: while inspectors pause, others are asked about. */
const long = new WeakMap<Leaves, TraitsOfTexts>();

/** All inspectors of one call or result get the same texts, so each text is examined once. */
export function traitsIn(texts: Leaves): TraitsOfTexts {
  if (last.texts === texts) return last;
  const known = texts.length > FEW ? long.get(texts) : undefined;
  if (known !== undefined) return known;
  const each: Traits[] = [];
  let all = 0;
  for (let i = 0; i < texts.length; i++) {
    const traits = traitsOf((texts.at(i) as Leaf).text);
    each.push(traits);
    all |= traits;
  }
  last = { texts, each, all };
  return last;
}
/** So few are examined again before anybody could remember them. */
const FEW = 64;

/** Examines the texts of a long result, with pauses, for those who ask later. */
export function* traitsInSteps(texts: Leaves): Steps<void> {
  const each = new Int32Array(texts.length);
  let all = 0;
  let read = 0;
  for (let i = 0; i < texts.length; i++) {
    const { text } = texts.at(i) as Leaf;
    const traits = traitsOf(text);
    each[i] = traits;
    all |= traits;
    read += text.length + TEXT;
    if (read < PART) continue;
    read = 0;
    yield;
  }
  long.set(texts, { each, all });
}
/** What is read before a pause, and the cost of a text besides its letters, in letters. */
const PART = PIECE * 8;
const TEXT = 64;

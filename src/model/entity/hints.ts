/** What a word must have so that an entity can begin in it, as bits. */
export const HAS_AT = 2;
export const HAS_DIGIT = 4;
export const HAS_SLASH = 8;
export const HAS_PLUS = 16;
/** A dot with something after it. */
export const HAS_DOT = 32;
export const HAS_SCHEME = 64;

/** Separates words; only entities with spaces have such signs inside. */
const SEPARATES = 1;
/** Only part of addresses: anywhere else it separates words. */
const BREAKS = 128;
const PARTS = SEPARATES | BREAKS;
/** What it hints at depends on the sign behind it. */
const AHEAD = 256;
const DOT = 46;
const COLON = 58;
const SLASH = 47;

/** Which signs separate words here, and which hint at an entity: most letters do neither. */
const SIGNS = new Uint16Array(128);
for (let code = 0; code < 128; code++) {
  const sign = String.fromCharCode(code);
  if (/[\s"'<>`^{}|]/.test(sign)) SIGNS[code] = SEPARATES;
  else if (/\d/.test(sign)) SIGNS[code] = HAS_DIGIT;
  else if (/[\\/]/.test(sign)) SIGNS[code] = HAS_SLASH;
  else if (/[,;!?=&#$*[\]]/.test(sign)) SIGNS[code] = BREAKS;
}
SIGNS[64] = HAS_AT;
SIGNS[43] = HAS_PLUS;
SIGNS[DOT] = AHEAD;
SIGNS[COLON] = AHEAD;
/** 1 for each sign that may hint at one. */
const MAY_HINT = Uint8Array.from(SIGNS, (sign) => Number((sign & ~PARTS) !== 0));

/** What a sign is here, as bits; 0 for most letters. Those beyond ASCII are in no form. */
export const signOf = (code: number): number => (code < 128 ? (SIGNS[code] as number) : BREAKS);

/** Whether a sign separates words that hint at nothing. */
export const partsWords = (code: number): boolean => (signOf(code) & PARTS) !== 0;

/** Whether a word ends before a sign, by what it has so far. */
export const endsWord = (sign: number, held: number): boolean =>
  (sign & ((held & HAS_SCHEME) === 0 ? PARTS : SEPARATES)) !== 0;

/** What the sign at a place hints at, as bits. */
export function hintsAt(sign: number, text: string, at: number): number {
  if ((sign & AHEAD) === 0) return sign & ~PARTS;
  const next = text.charCodeAt(at + 1);
  if (text.charCodeAt(at) === DOT) return isInHost(next) ? HAS_DOT : 0;
  return next === SLASH ? HAS_SCHEME : 0;
}

/** Letters, digits and the hyphen: what a host's name is made of. */
export const isInHost = (code: number): boolean =>
  (code > 96 && code < 123) || (code > 47 && code < 58) || (code > 64 && code < 91) || code === 45;

/** Where the next sign stands that hints at an entity; -1 where there is none. */
export function hintIn(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const sign = signOf(text.charCodeAt(at));
    if (sign !== 0 && hintsAt(sign, text, at) !== 0) return at;
  }
  return -1;
}

/** The same where the letters of the text are at hand. Most letters of most texts hint at nothing, and are passed over quickly. */
export function hintAmong(letters: Uint16Array, text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = letters[at] as number;
    if (MAY_HINT[code & 127] !== 0 && hintsAt(signOf(code), text, at) !== 0) return at;
  }
  return -1;
}

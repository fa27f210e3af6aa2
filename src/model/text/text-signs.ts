/** What one reading of a text's letters tells of it, as bits. */

/** Capital letters of Latin or Cyrillic, or full-width ones. */
export const HAS_CAPITALS = 1;
/** Space at an end, or two in a row. */
export const HAS_LOOSE_SPACE = 2;
/** Full-width signs: each is another spelling of one sign of ASCII. */
export const HAS_WIDE = 4;
/** Something whose spellings only the tables of Unicode tell: marks, ligatures, space that is none of ASCII. */
export const HAS_OTHER = 8;
/** Something without which no entity can begin: see `eachEntity`. */
export const HAS_HINTS = 16;
/** What entities and signs that are spelled out are written with: `&amp;`, `(at)`, `desk @ ours`. */
export const HAS_MARKS = 32;
/** `_`, which every token that stands for a secret has. */
export const HAS_LOW_LINE = 64;
/** What numbers, dates, names and addresses are not written with. */
export const HAS_MORE = 128;
/** `@`, and what an address may stand behind: `mailto:ann@…`. */
export const HAS_AT = 256;
export const HAS_STEP = 512;

const SIGNS = new Uint16Array(128);
for (let code = 0; code < 128; code++) {
  const sign = String.fromCharCode(code);
  let signs = 0;
  if (code < 32 || code === 127) signs |= HAS_OTHER;
  if (/[A-Z]/.test(sign)) signs |= HAS_CAPITALS;
  if (/[\d/\\@+]/.test(sign)) signs |= HAS_HINTS;
  if (/[&@[({<]/.test(sign)) signs |= HAS_MARKS;
  if (sign === '_') signs |= HAS_LOW_LINE;
  if (sign === '@') signs |= HAS_AT;
  else if (/[:/]/.test(sign)) signs |= HAS_STEP;
  else if (!/[\w.+-]/.test(sign)) signs |= HAS_MORE;
  SIGNS[code] = signs;
}
const SPACE = 32;
const DOT = 46;

/** The text that was read last, and what it has: who learns a text and who keeps it ask one after the other. */
let held = '';
let heldSigns = HAS_LOOSE_SPACE;

export function signsIn(text: string): number {
  if (text !== held) {
    heldSigns = read(text);
    held = text;
  }
  return heldSigns;
}

function read(text: string): number {
  let signs = 0;
  let last = SPACE;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) signs |= signsBeyond(code) | HAS_MORE;
    else {
      signs |= SIGNS[code] as number;
      if (code === SPACE && last === SPACE) signs |= HAS_LOOSE_SPACE;
      // Only what goes on after it is the name of a host.
      else if (last === DOT && code !== SPACE) signs |= HAS_HINTS;
    }
    last = code;
  }
  return last === SPACE ? signs | HAS_LOOSE_SPACE : signs;
}

/**
 * Of a sign beyond ASCII. Letters of Latin and Cyrillic, dashes and quotes, signs of Chinese, Japanese and Korean have one spelling,
 * and none with one another: what joins them has others.
 */
export function signsBeyond(code: number): number {
  if (code > 0x2fff) {
    if (code > 0x4dff && code < 0xa000) return 0;
    if (code > 0xabff && code < 0xd7a4) return 0;
    if ((code > 0x3000 && code < 0x3021) || (code > 0x3040 && code < 0x3097)) return 0;
    if ((code > 0x30a0 && code < 0x30ff) || (code > 0x33ff && code < 0x4dc0)) return 0;
    if (code < 0xff01 || code > 0xff5e) return HAS_OTHER;
    return code > 0xff20 && code < 0xff3b ? HAS_WIDE | HAS_CAPITALS : HAS_WIDE;
  }
  if ((code > 0xde && code < 0x100) || (code > 0x42f && code < 0x460)) return 0;
  if ((code > 0xbf && code < 0xdf && code !== 0xd7) || (code > 0x40f && code < 0x430)) return HAS_CAPITALS;
  return (code > 0x2011 && code < 0x2017) || (code > 0x2017 && code < 0x2023) ? 0 : HAS_OTHER;
}

/**
 * What the letters of a run of base64 or hex tell before it is decoded: most runs in a text are words, names and pictures, and
 * a buffer for each would be most of the cost.
 */

/** The first bytes, which tell of most that they are no text. */
const HEAD = 64;
/** Of a text, one letter in so many may be a control character, or no UTF-8. */
export const FEW_BROKEN = 10;
const NONE = 255;

/** What each letter stands for, by its code. */
const valuesOf = (letters: string): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => {
    const value = letters.indexOf(String.fromCharCode(code));
    return value < 0 ? NONE : value;
  });
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BASE64 = valuesOf(`${UPPER}${UPPER.toLowerCase()}0123456789+/`);
const HEX = valuesOf('0123456789abcdef').map((value, code) =>
  /[A-F]/.test(String.fromCharCode(code)) ? code - 55 : value,
);
const BITS = { hex: 4, base64: 6 };

/** Whether a run of letters of base64 is one of hex. */
export function isHexRun(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (HEX[text.charCodeAt(at)] === NONE) return false;
  return true;
}

/** Whether a run mixes lower case with other letters, as base64 of a text does every few; its first one may be a word's. */
export function isMixedRun(text: string, from: number, end: number): boolean {
  const until = Math.min(end, from + HEAD);
  for (let at = from + 2; at < until; at++)
    if (isLower(text.charCodeAt(at)) !== isLower(text.charCodeAt(at - 1))) return true;
  return false;
}
const isLower = (code: number): boolean => code > 96;

/**
 * Whether a run may decode to a text, in letters of one byte or of two, or to one that was packed. The first bytes tell of most
 * that it does not.
 */
export function mayBeSaid(text: string, from: number, end: number, isHex: boolean): boolean {
  const values = isHex ? HEX : BASE64;
  const width = isHex ? BITS.hex : BITS.base64;
  const most = Math.min(HEAD, ((end - from) * width) >> 3);
  let held = 0;
  let bits = 0;
  let broken = 0;
  let last = 0;
  for (let at = from, length = 0; length < most; at++) {
    held = ((held << width) | (values[text.charCodeAt(at)] as number)) & 0xffff;
    bits += width;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    if (length === 0 ? BEGINS_OTHER.has(byte) : length === 1 && byte === 0) return true;
    if (isBroken(byte, last)) broken++;
    if (++length > 1 && broken * FEW_BROKEN > most) return false;
    last = byte;
  }
  return broken * FEW_BROKEN <= most;
}
/** With letters of two bytes, with the mark of such, with gzip and with deflate. */
const BEGINS_OTHER: ReadonlySet<number> = new Set([0, 0xfe, 0xff, 0x1f, 0x78]);

/** By its first bytes, one at a time. */
export function mayBeText(bytes: Uint8Array, length: number): boolean {
  const most = Math.min(length, HEAD);
  let broken = 0;
  let last = 0;
  for (let at = 0; at < most; at++) {
    const byte = bytes[at] as number;
    if (isBroken(byte, last)) broken++;
    last = byte;
  }
  return broken * FEW_BROKEN <= most;
}

/** Whether a byte is in no text: a letter of several begins with one from 192 on, and goes on with others from 128 on. */
const isBroken = (byte: number, last: number): boolean =>
  byte > 127 && byte < 192 ? last < 128 : last > 191 || byte < 9;

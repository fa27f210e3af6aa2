/** A text hidden in a value by an encoding. */
export interface Undisguised {
  readonly how: 'base64' | 'hexadecimal digits' | 'base32';
  readonly text: string;
}

const BASE64 = /^[A-Za-z0-9+/_-]{6,4096}={0,2}$/;
const HEX = /^[0-9a-f]{2}(?:[-:._ ]?[0-9a-f]{2}){3,2047}$/i;
const BASE32 = /^[a-z2-7]{8,4096}={0,6}$/i;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const PRINTABLE = /^[\t\n\r\x20-\x7e]+$/;

/** What a value says in each of the encodings that are used to put data into addresses; only printable results. */
export function undisguise(value: string): readonly Undisguised[] {
  const found: Undisguised[] = [];
  const add = (how: Undisguised['how'], text: string): void => {
    if (text.length >= 4 && PRINTABLE.test(text)) found.push({ how, text });
  };
  if (HEX.test(value)) add('hexadecimal digits', Buffer.from(value.replace(/[-:._ ]/g, ''), 'hex').toString('latin1'));
  if (BASE64.test(value)) add('base64', Buffer.from(value, 'base64').toString('latin1'));
  if (BASE32.test(value)) add('base32', fromBase32(value));
  return found;
}

function fromBase32(value: string): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const letter of value.toLowerCase()) {
    const index = LETTERS.indexOf(letter);
    if (index < 0) break;
    held = ((held << 5) | index) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out += String.fromCharCode((held >> bits) & 0xff);
  }
  return out;
}

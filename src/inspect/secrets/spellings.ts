import { looksSecret } from '../detectors/assignments.ts';

/** One way to write a value. */
export interface Spelling {
  readonly text: string;
  /** What it is hidden in. */
  readonly how?: How;
}
/** What carries bytes; and how letters are written otherwise, in which nothing is hidden beside them. */
export type Carrier = 'base64' | 'base32' | 'hexadecimal digits';
export type How = Carrier | 'capital letters' | 'small letters' | 'reverse' | 'part';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** What stands between two bytes. */
const BETWEEN = ['', ' ', ':', '-', '.', '_'];

/**
 * Of what is cut in two, one part has the first half or the last. A shorter half, or one made of words, stands in other texts too: many
 * keys begin alike.
 */
const SHORTEST_HALF = 12;

/** How a value may be written: as it is, in JSON that was printed into a text, in an address, and in what carries bytes. */
export function* spellingsOf(value: string): Generator<Spelling> {
  const bytes = Buffer.from(value);
  const json = JSON.stringify(value).slice(1, -1);
  // Some languages print a stroke so.
  for (const text of [value, json, json.replaceAll('/', '\\/'), encodeURIComponent(bytes.toString())]) yield { text };
  yield { text: value.toUpperCase(), how: 'capital letters' };
  yield { text: value.toLowerCase(), how: 'small letters' };
  yield { text: [...value].reverse().join(''), how: 'reverse' };
  const half = value.length >> 1;
  for (const text of [value.slice(0, half), value.slice(half)])
    if (half >= SHORTEST_HALF && looksSecret(text)) yield { text, how: 'part' };
  for (const text of middlesOf(bytes, BASE64, 6)) {
    yield { text, how: 'base64' };
    yield { text: text.replaceAll('+', '-').replaceAll('/', '_'), how: 'base64' };
  }
  for (const text of middlesOf(bytes, BASE32, 5)) {
    yield { text, how: 'base32' };
    yield { text: text.toLowerCase(), how: 'base32' };
  }
  const pairs = bytes.toString('hex').match(/../g) ?? [];
  for (const sign of BETWEEN) {
    yield { text: pairs.join(sign), how: 'hexadecimal digits' };
    yield { text: pairs.join(sign).toUpperCase(), how: 'hexadecimal digits' };
  }
}

/**
 * The signs that write these bytes and nothing else, wherever they stand: `Basic` carries a password behind its user's name.
 * What stands before them decides which bits share a sign.
 */
function* middlesOf(bytes: Buffer, alphabet: string, width: number): Generator<string> {
  const begins = new Set(Array.from({ length: width }, (_, lead) => (lead * (8 - width)) % width));
  for (const begin of begins) {
    let text = '';
    for (let bit = begin; bit + width <= bytes.length * 8; bit += width) {
      const at = bit >> 3;
      const two = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      text += alphabet[(two >> (16 - width - (bit & 7))) & ((1 << width) - 1)];
    }
    yield text;
  }
}

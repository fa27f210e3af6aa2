import type { Decoded } from '../model/decode.ts';

/** Pairs of digits, perhaps parted; hashes are shorter than text worth hiding or decode to nothing that can be read. */
const HEX = /(?<![0-9A-Za-z])[0-9a-f]{2}(?:[-: ]?[0-9a-f]{2}){15,4000}(?![0-9A-Za-z])/gi;
const MOST_RUNS = 50;
const READABLE = /^[\t\n\r\x20-\x7e]+$/;

/** Hexadecimal runs that spell printable text of sixteen characters or more. */
export function hexRuns(text: string): readonly Decoded[] {
  const found: Decoded[] = [];
  for (const hit of text.matchAll(HEX)) {
    const plain = Buffer.from(hit[0].replace(/[-: ]/g, ''), 'hex').toString('latin1');
    if (!READABLE.test(plain)) continue;
    found.push({ start: hit.index, end: hit.index + hit[0].length, text: plain });
    if (found.length >= MOST_RUNS) break;
  }
  return found;
}

import os from 'node:os';

/** UTF-16 units of a text that can be had at once. */
export const MOST_LETTERS = 1_048_576;

/** Units behind a text that are none of it, and zero. */
const BEHIND = 4;
const row = new Uint16Array(MOST_LETTERS + BEHIND);
const room = Buffer.from(row.buffer, 0, MOST_LETTERS * 2);
const isSwapped = os.endianness() === 'BE';
/** The text whose letters are in the row. */
let held = '';

/**
 * The UTF-16 units of a text in a row of numbers: going through them costs a quarter of asking the text for each. The row is
 * one for all, and good until somebody asks for another text's. Four zeros stand behind the text. Of a longer text only the
 * first are in it.
 */
export function lettersOf(text: string): Uint16Array {
  const isHeld = text === held;
  // Another copy of the same text is as good, and from now on told without comparing the two.
  held = text;
  if (isHeld) return row;
  if (isSwapped) for (let at = 0; at < Math.min(text.length, MOST_LETTERS); at++) row[at] = text.charCodeAt(at);
  else room.write(text, 'utf16le');
  row.fill(0, Math.min(text.length, MOST_LETTERS), Math.min(text.length, MOST_LETTERS) + BEHIND);
  return row;
}

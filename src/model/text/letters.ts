import os from 'node:os';

/** The most UTF-16 units of a text that are available at once. */
export const MOST_LETTERS = 1_048_576;

/** Zero units that follow the text and do not belong to it. */
const BEHIND = 4;
const SHORT = 48;
const row = new Uint16Array(MOST_LETTERS + BEHIND);
const room = Buffer.from(row.buffer, 0, MOST_LETTERS * 2);
const isSwapped = os.endianness() === 'BE';
/** The text whose units are in the row. */
let held = '';

/**
 * The UTF-16 units of a text as an array of numbers: reading them there costs a quarter of asking the text for each.
 * There is only one array, valid until somebody asks for another text's. Four zeros follow the text. Of a longer text,
 * only the first `MOST_LETTERS` are included.
 */
export function lettersOf(text: string): Uint16Array {
  const isHeld = text === held;
  // An equal copy of the text is as good; keeping it makes the next comparison with it instant.
  held = text;
  if (isHeld) return row;
  const length = Math.min(text.length, MOST_LETTERS);
  // Of a short text, asking for each takes less time than to have them written.
  if (isSwapped || length < SHORT) for (let at = 0; at < length; at++) row[at] = text.charCodeAt(at);
  else room.write(text, 'utf16le');
  for (let at = length; at < length + BEHIND; at++) row[at] = 0;
  return row;
}

/** The text that so many units at the beginning of a row are. */
export function textOf(units: Uint16Array, length: number): string {
  const bytes = Buffer.from(units.buffer, units.byteOffset, length * 2);
  return (isSwapped ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
}

/** What ends a part of a text that makes one statement. */
const END = /[.!?;:]\s|。|\s-\s|\bthen\b|,\s(?=please)/;
/** A letter that is in no end, so that none goes beyond it. */
const INNER = /[^.!?;:,。\sthen-]/;
/** How much of the end of a long text is read first. UTF-16 units. */
const TAIL = 65_536;

/**
 * The parts of a text that make one statement each: all of them, or of a long text only the last ones, but then more than
 * `most`. Nearly always those are near its end.
 */
export function partsOf(text: string, most: number): readonly string[] {
  if (text.length > TAIL * 2) {
    const tail = text.slice(-TAIL);
    const from = tail.search(INNER);
    const parts = from < 0 ? [] : tail.slice(from).split(END);
    if (parts.length > most) return parts;
  }
  return text.split(END);
}

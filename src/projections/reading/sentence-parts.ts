import { plainText } from '../../model/text/plain-text.ts';

/** What ends a part of a text that makes one statement. */
const END = /[.!?;:]\s|。|\s-\s|\bthen\b|,\s(?=please)/;
/** A letter that no end above contains: an end that begins before it is over before it. */
const INNER = /[^.!?;:,。\sthen-]/;
/** How much of the end of a long text is read first. UTF-16 units. */
const TAIL = 65_536;
/** A shorter part says nothing. */
const SHORTEST = 4;
/**
 * A longer part, such as a log without full stops, is read in pieces that overlap: in one of them stands all of an order, and
 * what it is about.
 */
const LONGEST = 600;
const STEP = 300;
/** A longer word may be cut. */
const LONGEST_WORD = 80;

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

/** A value as parts of texts hold it, which have lost what ended them: `acme ltd` for `Acme Ltd.`, wherever it stood. */
export function unstopped(value: string): string {
  const plain = plainText(value).trim();
  return STOPS.includes(plain.charAt(plain.length - 1)) ? plain.slice(0, -1) : plain;
}
const STOPS = '.!?;:。';

/** Of a value that a text is parted within, the part that stands beside what is said before it: `we close on 1` of `We close on 1. May`. */
export function firstPart(value: string): string {
  const [first = ''] = value.split(END, 1);
  return first.length < PARTED ? value : first;
}
/** Fewer letters stand in any text. */
const PARTED = 12;

/** The last parts, long ones in pieces: all of them, or more than `most`. */
export function inPieces(parts: readonly string[], most: number): string[] {
  const pieces: string[] = [];
  for (let i = parts.length - 1; i >= 0 && pieces.length <= most; i--) {
    const part = parts[i] as string;
    if (part.length < SHORTEST) continue;
    const last = part.length <= LONGEST ? 0 : Math.ceil((part.length - LONGEST) / STEP);
    for (let n = last; n >= 0 && pieces.length <= most; n--) pieces.push(pieceAt(part, n * STEP));
  }
  return pieces.reverse();
}

/** A piece of a part, in whole words. */
function pieceAt(part: string, at: number): string {
  const next = at === 0 ? 0 : part.slice(at, at + LONGEST_WORD).indexOf(' ');
  const start = at + Math.max(next, 0);
  const end = at + LONGEST;
  const last = end >= part.length ? -1 : part.slice(end - LONGEST_WORD, end + 1).lastIndexOf(' ');
  return part.slice(start, last < 0 ? end : end - LONGEST_WORD + last);
}

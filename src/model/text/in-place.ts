/** How many places of one value, and words of one text, are compared. Beyond that nothing is known. */
const MOST_PLACES = 64;
const MOST_WORDS = 20_000;
/** Single words come and go with every change; a name, a number or so many words in a row are the same thing elsewhere. */
const IN_A_ROW = 3;
const WORD = /\S+/g;
const IS_NAME = /[\p{L}\p{N}][@\d_/:=.-][\p{L}\p{N}]|\d/u;

/**
 * Tells whether a value stands in a text where it stood before that was changed: no oftener, and on the same side of all that stands in
 * both. A line that is moved to where another was is the same line, and says something else.
 */
export function inPlace(before: string, after: string): (value: string) => boolean {
  let known: Kept | undefined;
  return (value) => {
    const from = placesOf(before, value);
    const to = placesOf(after, value);
    if (to.length > from.length || from.length > MOST_PLACES) return false;
    known ??= keptOf(before, after);
    const kept = known;
    if (kept === TOO_MUCH) return false;
    // Of a value that stands there several times, the first that fits is taken: what is left out is gone.
    let next = 0;
    return to.every((at) => {
      while (next < from.length) {
        const place = from[next++] as number;
        if (kept.every(([was, is]) => was < place === is < at)) return true;
      }
      return false;
    });
  };
}

type Kept = readonly (readonly [was: number, is: number])[];
const TOO_MUCH: Kept = [];

function keptOf(before: string, after: string): Kept {
  const marks = marksOf(before);
  const now = marksOf(after);
  if (marks === undefined || now === undefined) return TOO_MUCH;
  return [...now].flatMap(([mark, at]) => {
    const was = marks.get(mark);
    return at < 0 || was === undefined || was < 0 ? [] : [[was, at] as const];
  });
}

function placesOf(text: string, value: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(value); at >= 0 && places.length <= MOST_PLACES; at = text.indexOf(value, at + 1))
    places.push(at);
  return places;
}

/** What can be found again, and where; -1 of what stands there twice. Undefined of a text that is too long to tell. */
function marksOf(text: string): Map<string, number> | undefined {
  const marks = new Map<string, number>();
  const add = (mark: string, at: number): void => void marks.set(mark, marks.has(mark) ? -1 : at);
  let row: RegExpExecArray[] = [];
  let left = MOST_WORDS;
  for (const word of text.matchAll(WORD)) {
    if (left-- <= 0) return undefined;
    if (IS_NAME.test(word[0])) add(word[0], word.index);
    row = [...row.slice(1 - IN_A_ROW), word];
    const [first] = row;
    if (first !== undefined && row.length === IN_A_ROW) add(row.map(([one]) => one).join(' '), first.index);
  }
  return marks;
}

/** A part of a text that is read as a unit, and its offset. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
}

/**
 * Longer sentences are read in overlapping windows (UTF-16 units), each starting halfway through the one before, so
 * that nothing is lost between two.
 */
const WINDOW = 600;
const STEP = 300;
const END = /[.!?。！？](?=["'”)\]]{0,3}\s)|[。！？]|\n\s{0,80}(?=\n|[-*•#>]|\d{1,2}[.)]\s)|\n\s{0,20}\n/g;

/**
 * The sentences of a text, in order. The end of a line does not end a sentence by itself: descriptions are wrapped.
 * Takes linear time.
 */
export function* sentencesOf(text: string): Generator<Sentence> {
  let start = 0;
  END.lastIndex = 0;
  const ends: number[] = [];
  for (const hit of text.matchAll(END)) ends.push(hit.index + hit[0].length);
  ends.push(text.length);
  for (const end of ends) {
    for (let from = start; from < end; from += STEP) {
      const part = text.slice(from, Math.min(end, from + WINDOW));
      if (part.trim() !== '') yield { text: part, start: from };
      if (from + WINDOW >= end) break;
    }
    start = end;
  }
}

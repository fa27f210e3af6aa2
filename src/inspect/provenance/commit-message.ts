import type { Span } from '../../model/text/scan.ts';

/** A message that is given in quotes, and into which a shell puts nothing. Every repetition is bounded. */
const COMMIT =
  /(?<![\w-])git (?:-C [\w./~-]{1,200} )?commit (?:-{1,2}[a-z-]{1,20} ){0,6}(?:-[a-z]{0,4}m|--message)[ =](?:'[^']{0,4000}'|"(?:[^"\\$`]|\\["\\]){0,4000}")/g;

/** The messages of commits in a command line, quotes and all: what they say is kept, and runs nothing. */
export function messagesIn(text: string): readonly Span[] {
  if (!text.includes('commit')) return NONE;
  return [...text.matchAll(COMMIT)].map(({ 0: line, index }) => ({
    start: index + line.search(/["']/),
    end: index + line.length,
  }));
}
const NONE: readonly Span[] = Object.freeze([]);

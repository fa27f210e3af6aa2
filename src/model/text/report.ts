import { isClause } from './clause.ts';
import { isHeading, isSpeech } from './heading.ts';

/** A line in which a server says what it found or did is no longer. UTF-16 units. */
export const LONGEST_REPORT = 200;

/** What a server did, or how much of it there is: `Found 3 items:`, `(2 rows)`. */
const REPORTS =
  /(?<!\p{L})(?:results?|response|output|data|rows?|records?|items?|entries|matches|found|retrieved|returned|listed|fetched|showing|query|success(?:ful(?:ly)?)?|created|updated|total|\d+ \p{L}{3,20}s?)(?!\p{L})/iu;
/** `Here are the`, before what was found. */
const HERE = /^here (?:is|are) (?:the |your )?/i;
/** What begins a line and says nothing: a bullet, a sign. */
const SIGNS = /^[^\p{L}\p{N}(]{0,8}/u;
/** What quotes or marks something. */
const MARKS = /[<>[\]{}"`=|]/;
/** What was done, with what it was done to behind it: `Successfully read 4 rows from range 'A1:D10' for ann@ours.example:`. */
const DONE = /^(?:successfully )?(?:read|found|retrieved|listed|fetched|got|returned) (?=[\p{L}\d])[^\n]*:$/iu;
/** What follows was written by somebody, however it looks: a page, a letter, the text of a file. */
const TEXT =
  /(?<!\p{L})(?:contents?|file|page|document|text|message|e-?mail|letter|body|comment|note|description|lines?|reading|post|reply|answer|subject|snippet|attachment|transcript|excerpt|quote[ds]?|said|says|wrote|writes)(?!\p{L})/iu;

/** Whether a line beside records is a server's own: it says what was found or done, and asks nobody for anything. */
export function isReport(line: string): boolean {
  if (MARKS.test(line)) return false;
  const said = line.trim().replace(SIGNS, '').replace(HERE, '').replace(/[.!]$/, '');
  return isHeading(said) && REPORTS.test(said) && !TEXT.test(said) && !isClause(said);
}

/** The same above lines that have a form of their own, where it may name what was asked for. What it names is no value. */
export const isLongReport = (line: string): boolean =>
  line.length <= LONGEST_REPORT && DONE.test(line.trim()) && !TEXT.test(line) && !isSpeech(line);

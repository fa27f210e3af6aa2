import { isOfSame, type Rewrite } from '../../model/evidence/rewrite.ts';
import { inPlace } from '../../model/text/in-place.ts';
import type { Span } from '../../model/text/scan.ts';
import type { View } from '../../model/view.ts';
import type { Argument } from './arguments.ts';
import { OLD } from './rewrite.ts';

/** How much on each side of a value shows where it stands. */
const AROUND = 24;
/** How much of a line is compared on each side, and how many places in one text. */
const LINE = 200;
const MOST = 64;
/** A word that may be cut, and the signs beside it. */
const CUT_BEFORE = /^[\p{L}\p{N}]*[^\p{L}\p{N}]*/u;
const CUT_AFTER = /[^\p{L}\p{N}]*[\p{L}\p{N}]*$/u;

/**
 * Whether a value of a call stands where it stood in what the call writes over: in the text that it replaces, where it names
 * that, otherwise in the file. A line that a file wants to have elsewhere stands in that file too: alone it says
 * nothing.
 */
export function isLeft({ memory }: View, rewrite: Rewrite, { at, text }: Argument, { start, end }: Span): boolean {
  if (OLD.test(at)) return true;
  if (rewrite.replaced !== undefined)
    return replacedBy(rewrite, text).some(
      ({ old, isLeft }) => standsAlike(old, text, { start, end }) && isLeft(text.slice(start, end)),
    );
  if (!text.trim().includes('\n') || (start < AROUND && end + AROUND > text.length)) return false;
  const before = text.slice(Math.max(0, start - AROUND), start);
  const after = text.slice(end, end + AROUND);
  const around = `${start > AROUND ? before.replace(CUT_BEFORE, '') : before}${text.slice(start, end)}${
    end + AROUND < text.length ? after.replace(CUT_AFTER, '') : after
  }`.trim();
  return memory.search(around).some((one) => isOfSame(one, memory.picksOf(one.call), rewrite));
}

interface Replaced {
  readonly old: string;
  readonly isLeft: (value: string) => boolean;
}
/** Many values of one text are asked about. */
const made = new WeakMap<Rewrite, Map<string, readonly Replaced[]>>();

/** What a text takes the place of: of several edits each its own, or a line would stand where another edit took it away. */
function replacedBy(rewrite: Rewrite, text: string): readonly Replaced[] {
  const { replaced = [], written } = rewrite;
  const known = made.get(rewrite) ?? new Map<string, readonly Replaced[]>();
  if (known.size === 0) made.set(rewrite, known);
  let found = known.get(text);
  if (found === undefined) {
    const own = replaced.length === written.length ? replaced.filter((_, i) => written[i] === text) : replaced;
    found = own.map((old) => ({ old, isLeft: inPlace(old, text) }));
    known.set(text, found);
  }
  return found;
}

/** Whether a value has the same on each side of it in another text: as much as is compared, or all of its line. */
function standsAlike(old: string, text: string, { start, end }: Span): boolean {
  const value = text.slice(start, end);
  const beside = besideOf(text, start, end);
  const line = lineOf(text, start, end);
  for (let at = old.indexOf(value), left = MOST; at >= 0 && left > 0; at = old.indexOf(value, at + 1), left--) {
    const to = at + value.length;
    if (besideOf(old, at, to) === beside || lineOf(old, at, to) === line) return true;
  }
  return false;
}

/** What is just around a value, and where in it the value is. */
const besideOf = (text: string, start: number, end: number): string =>
  `${Math.min(AROUND, start)}:${text.slice(Math.max(0, start - AROUND), end + AROUND)}`;

function lineOf(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - LINE), start);
  const after = text.slice(end, end + LINE);
  const to = after.indexOf('\n');
  return before.slice(before.lastIndexOf('\n') + 1) + text.slice(start, end) + (to < 0 ? after : after.slice(0, to));
}

import { PIECE, type Steps } from '../steps.ts';

/** A longer text is searched in parts, with a pause after each. */
const PART = PIECE * 8;
/** What precedes a part and decides how it begins, and how far a match may reach beyond it: few forms reach further. */
const BEFORE = 64;
const BEHIND = 4_096;
/** Matches that are taken before a pause, however close they stand. */
const MANY = 4_096;

/**
 * Reports each match of a global form and where it begins, until `take` declines; with pauses where the text is long. The
 * form may read at most 64 units before a match, and `behind` from its beginning on.
 */
export function* eachMatch(
  text: string,
  form: RegExp,
  take: (hit: RegExpExecArray, at: number) => boolean,
  behind = BEHIND,
): Steps<void> {
  let taken = 0;
  for (let from = 0; from < text.length; ) {
    const before = Math.max(0, from - BEFORE);
    const end = from + PART;
    const part = text.length <= PART ? text : text.slice(before, end + behind);
    let next = end;
    form.lastIndex = from - before;
    for (let hit = form.exec(part); hit !== null; hit = form.exec(part)) {
      const at = before + hit.index;
      if (at >= end) break;
      const last = form.lastIndex;
      next = Math.max(end, before + last);
      if (!take(hit, at)) return;
      if (++taken % MANY === 0) yield;
      form.lastIndex = last;
    }
    if (next >= text.length) return;
    from = next;
    yield;
  }
}

/** Whether a form that is not global occurs in a text, with the same pauses and bounds. */
export function* hasMatch(text: string, form: RegExp): Steps<boolean> {
  if (text.length <= PART) return form.test(text);
  for (let from = 0; from < text.length; from += PART) {
    if (form.test(text.slice(Math.max(0, from - BEFORE), from + PART + BEHIND))) return true;
    yield;
  }
  return false;
}

/** Whether some letters occur in a text, with the same pauses: where most of them begin a match, that is looked at long. */
export function* hasInSteps(text: string, wanted: string): Steps<boolean> {
  if (text.length <= PART) return text.includes(wanted);
  for (let from = 0; from < text.length; from += PART) {
    if (text.slice(from, from + PART + wanted.length).includes(wanted)) return true;
    yield;
  }
  return false;
}

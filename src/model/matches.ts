import { PIECE, type Steps } from './steps.ts';

/** A longer text is looked through in parts, with a pause after each. */
const PART = PIECE * 8;
/** What stands before a part and decides how it begins, and what may belong to it behind: no form reaches so far. */
const BEFORE = 64;
const BEHIND = 4_096;

/**
 * Hands on each match of a global form and where it begins, until nothing more is taken; with pauses where the text is
 * long. The form reads at most 64 signs before a match and 4,096 from its beginning on.
 */
export function* eachMatch(
  text: string,
  form: RegExp,
  take: (hit: RegExpExecArray, at: number) => boolean,
): Steps<void> {
  for (let from = 0; from < text.length; ) {
    const before = Math.max(0, from - BEFORE);
    const end = from + PART;
    const part = text.length <= PART ? text : text.slice(before, end + BEHIND);
    let next = end;
    form.lastIndex = from - before;
    for (let hit = form.exec(part); hit !== null; hit = form.exec(part)) {
      const at = before + hit.index;
      if (at >= end) break;
      const last = form.lastIndex;
      next = Math.max(end, before + last);
      if (!take(hit, at)) return;
      form.lastIndex = last;
    }
    if (next >= text.length) return;
    from = next;
    yield;
  }
}

/** Whether a form that is not global stands anywhere in a text, with the same pauses and bounds. */
export function* hasMatch(text: string, form: RegExp): Steps<boolean> {
  if (text.length <= PART) return form.test(text);
  for (let from = 0; from < text.length; from += PART) {
    if (form.test(text.slice(Math.max(0, from - BEFORE), from + PART + BEHIND))) return true;
    yield;
  }
  return false;
}

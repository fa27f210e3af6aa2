import type { Signs } from '../../model/text/runs.ts';

/** A form that consists of a run of certain characters and a sign behind it: it can only begin where such a run begins. */
export interface Anchored<To> {
  /** None of the characters before it. */
  readonly sign: string;
  readonly before: Signs;
  readonly longest: number;
  /** The form does not begin behind one of these: most of what looks like it is ruled out by that. */
  readonly notBehind?: Signs;
  /** Sticky. */
  readonly form: RegExp;
  /** Takes a match and its start; returns whether more are wanted. */
  readonly take: (to: To, hit: string, start: number) => boolean;
}

/** Signs tried at once. */
const MANY = 4_096;

/**
 * Tries a form at the next of its signs, from a place on, and hands each match on to `to`, until no more are wanted. Returns where to go on, perhaps after a pause; -1 where nothing is left to do.
 */
export function tryAnchored<To>(
  to: To,
  text: string,
  { sign, before, longest, notBehind, form, take }: Anchored<To>,
  first: number,
): number {
  let from = first;
  for (let tries = 0; tries < MANY; tries++) {
    const at = text.indexOf(sign, from);
    if (at < 0) return -1;
    let start = at;
    while (start > from && at - start <= longest && before[text.charCodeAt(start - 1)] === 1) start--;
    from = at + 1;
    if (start === at || at - start > longest || notBehind?.[text.charCodeAt(start - 1)] === 1) continue;
    form.lastIndex = start;
    const hit = form.exec(text);
    if (hit === null) continue;
    from = form.lastIndex;
    if (!take(to, hit[0], start)) return -1;
  }
  return from;
}

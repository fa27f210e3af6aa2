/** Work that may be paused between its parts, so that others get their turn. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** UTF-16 units of text that are processed before a pause is offered: about a millisecond of work. */
export const PIECE = 65_536;

/** Words of a command, or commands of a line, that are looked at before a pause: a few milliseconds, whatever they are. */
const PIECE_OF_WORDS = 64;

/** Whether it is time to pause before the word at an index. */
export const rests = (index: number): boolean => index % PIECE_OF_WORDS === PIECE_OF_WORDS - 1;

/** Runs work to its end without a pause. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Where all texts are short, a pause costs more than it gives: work on them is done at once. */
export const atOnceIfShort = <T>(texts: readonly { readonly text: string }[], steps: Steps<T>): T | Steps<T> =>
  texts.some(({ text }) => text.length > SHORT) ? steps : finish(steps);
const SHORT = 1_024;

/** Goes on until a time (as `performance.now` tells it), and for at least one part; undefined where more is left. */
export function advance<T>(steps: Steps<T>, until: number, now: () => number): { readonly value: T } | undefined {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return { value: step.value };
    if (now() >= until) return undefined;
  }
}

/** Whether something is work in parts. It may come from a user's code: nothing is taken on trust. */
export const isSteps = <T>(value: T | Steps<T>): value is Steps<T> =>
  typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function';

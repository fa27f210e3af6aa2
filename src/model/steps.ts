/** Work that may be paused between its parts, so that others have their turn in between. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** UTF-16 units of text that are looked through before a pause is offered: about a millisecond of work. */
export const PIECE = 65_536;

/** Does work that may be paused without a pause. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Goes on until a time (as `performance.now` tells it); undefined where there is more to do. At least one part is done. */
export function advance<T>(steps: Steps<T>, until: number, now: () => number): { readonly value: T } | undefined {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return { value: step.value };
    if (now() >= until) return undefined;
  }
}

/** Whether something is work in parts. It may come from anybody: nothing is taken on trust. */
export const isSteps = <T>(value: T | Steps<T>): value is Steps<T> =>
  typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function';

import { advance, type Steps } from '../model/steps.ts';

/** After this many milliseconds of work on one result, whatever else waits has its turn. */
export const SLICE = 5;

export const now = (): number => performance.now();

/** Lets whatever else waits have its turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Does work in slices. Whatever else waits has its turn before each of them. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await turn();
    const done = advance(steps, now() + SLICE, now);
    if (done !== undefined) return done.value;
  }
}

import { deedWords } from './words/name-words.ts';

/** What a call writes over, by its values: a file that is edited where it lies. */
export interface Rewrite {
  readonly upstream: string;
  /** Where it lies: the path, and whatever else says where the call goes. */
  readonly places: readonly string[];
  /** All short values of the call. */
  readonly values: readonly string[];
}

/** So many values of a call are kept: one that has them all may have named another place too. */
const MOST_KNOWN = 8;
const NUMBER = /^\d+$/;

/**
 * Whether a result of a tool shows just what is written over, by what its call was made with: whoever wrote that could have
 * put there whatever they want to stand there. How much of it was read says nothing; what a program prints is not the program.
 */
export const isOfSame = (
  { upstream, tool }: { readonly upstream: string; readonly tool: string },
  made: readonly string[],
  { places, values, upstream: own }: Rewrite,
): boolean =>
  upstream === own &&
  made.length < MOST_KNOWN &&
  places.every((place) => made.includes(place)) &&
  made.every((value) => values.includes(value) || NUMBER.test(value)) &&
  !deedWords(tool).acts.has('run');

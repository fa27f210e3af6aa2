import { wordsOf } from '../words/name-words.ts';
import { wordSet } from '../words/word-set.ts';

/** What a call writes over, by its values: one file that is edited where it lies. */
export interface Rewrite {
  readonly upstream: string;
  /** Where it lies: the path, and whatever else says where the call goes. */
  readonly places: readonly string[];
  /** The values of the call that say what it is about. */
  readonly values: readonly string[];
  /** The texts that the call names to be replaced; empty where it only adds text; undefined where it may replace all. */
  readonly replaced?: readonly string[];
  /** What it writes there. */
  readonly written: readonly string[];
}

/**
 * Words of names of tools that show a file, or write to it and show what they wrote. Comments on a file, its history and what
 * a search finds by its name are what others say of it.
 */
const SHOWING: ReadonlySet<string> = wordSet(
  'read get view open show cat print fetch load retrieve edit write update create or replace str append insert save text file files document doc content contents source raw block line lines range local fs filesystem multiple from in to based tool',
);
/** A server puts its own name before those of its tools. */
const isShowing = (tool: string, upstream: string): boolean => {
  const own = new Set(wordsOf(upstream));
  return wordsOf(tool).every((word) => SHOWING.has(word) || own.has(word));
};

/**
 * Whether a result shows nothing but the file that is written over. Whoever wrote that file could have put anything into it
 * themselves, so what they say in it wins them nothing.
 */
export const isOfSame = (
  { upstream, tool }: { readonly upstream: string; readonly tool: string },
  picks: readonly string[] | undefined,
  { places, values, upstream: own }: Rewrite,
): boolean =>
  upstream === own &&
  picks !== undefined &&
  places.every((place) => picks.includes(place)) &&
  picks.every((value) => values.includes(value)) &&
  isShowing(tool, upstream);

import { type Conceal, concealPointer } from '../../catalog/lockfile/conceal.ts';
import { MOST_SPOTTED } from '../../inspect/detectors/detector.ts';
import type { Given, SpottedGiven } from '../../inspect/secrets/given.ts';
import { type Json, type JsonPointer, leaves } from '../../model/json.ts';

/** Replaces each credential that a server is given: what servers say of themselves goes into files that are kept in git. */
export const concealerOf =
  (given: () => Given): Conceal =>
  (text) => {
    const found = given().find(text);
    // There may be more than are found.
    if (found.length >= MOST_SPOTTED) return HIDDEN;
    return found
      .toReversed()
      .reduce((rest, { start, end }) => `${rest.slice(0, start)}${HIDDEN}${rest.slice(end)}`, text);
  };

/** Square brackets would be taken for a mark that speaks to the model. */
const HIDDEN = '(hidden)';

/** One text of what a server says that has credentials in it. */
export interface Repeated {
  /** Where, in the same value concealed. */
  readonly at: JsonPointer;
  readonly inKey: boolean;
  /** Where the credentials are configured; of the token of a sign-in, whose it is. */
  readonly given: readonly string[];
}

/** Where credentials stand in what a server says, and whose they are; never the credentials themselves. */
export function repeatedIn(value: Json, given: Given): Repeated[] {
  const conceal = concealerOf(() => given);
  return leaves(value).flatMap(({ at, key, text }): Repeated[] => {
    const places = new Set(given.find(text).flatMap(placesOf));
    if (places.size === 0) return [];
    return [{ at: concealPointer(at, conceal), inKey: key, given: [...places].sort() }];
  });
}

const placesOf = ({ from, servers }: SpottedGiven): readonly string[] =>
  from.length > 0 ? from : servers.map((server) => `the sign-in of ${server}`);

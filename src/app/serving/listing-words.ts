import type { Catalog } from '../../catalog/catalog.ts';
import type { Remark } from '../../catalog/definition.ts';
import type { Difference } from '../../catalog/lockfile/compare.ts';
import { countOf } from '../../model/count.ts';
import { onOneLine } from '../../model/text/unshown.ts';
import type { Listing } from '../../model/upstreams.ts';

/** Names that are told in a line. */
const MOST_TOLD = 5;

/**
 * What a server offers, and what of it clients are not shown: `dropped` cannot be used, and so many are `withheld` for what
 * they say. In the words that `sallyport servers` shows.
 */
export function sayListing(listing: Listing | undefined, dropped: readonly Remark[] = [], withheld = 0): string {
  if (listing === undefined) return 'offers nothing any more';
  const { tools, resources, prompts, protocol } = listing;
  const counts = [
    countOf(tools.length, 'tool'),
    countOf(resources.length, 'resource'),
    countOf(prompts.length, 'prompt'),
  ].join(', ');
  const left = dropped.length === 0 ? '' : `; left out: ${some(dropped.map(({ name }) => onOneLine(name)))}`;
  const kept = withheld === 0 ? '' : `; withheld for what they say: ${withheld}`;
  return `${counts} (${protocol})${left}${kept}`;
}

/** How a server's definitions stand to the lockfile, in the words that `sallyport servers` shows. `about` ends a command. */
export function sayLock(
  upstream: string,
  catalog: Pick<Catalog, 'differences' | 'isLocked'>,
  about: string,
): { readonly line: string; readonly isAsAccepted: boolean } {
  const found = catalog.differences(upstream);
  // What is not offered may be offered to other clients: `sallyport diff`, which asks as one that can do everything, knows.
  const isGone = ({ kind, what }: Difference): boolean => what === 'vanished' && kind !== 'server';
  const differences = found.filter((each) => !isGone(each));
  if (differences.length === 0) {
    const gone = found.map(({ name }) => onOneLine(name));
    const besides = gone.length === 0 ? '' : `; not offered now: ${some(gone)}`;
    return { line: catalog.isLocked(upstream) ? `as accepted${besides}` : 'taken as it comes', isAsAccepted: true };
  }
  const said = differences.map(
    ({ kind, name, what, grade }) =>
      `${kind === 'server' ? 'what it says of its use' : onOneLine(name)} ${what} (${grade})`,
  );
  const line = `not as accepted: ${some(said)}; look at it with: sallyport diff ${upstream}${about}`;
  return { line, isAsAccepted: false };
}

function some(all: readonly string[]): string {
  const more = all.length > MOST_TOLD ? `, and ${all.length - MOST_TOLD} more` : '';
  return all.slice(0, MOST_TOLD).join(', ') + more;
}

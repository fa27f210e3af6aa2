import type { Catalog } from '../../catalog/catalog.ts';
import type { Remark } from '../../catalog/definition.ts';
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
  const differences = catalog.differences(upstream);
  if (differences.length === 0)
    return { line: catalog.isLocked(upstream) ? 'as accepted' : 'taken as it comes', isAsAccepted: true };
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

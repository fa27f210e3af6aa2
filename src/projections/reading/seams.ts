import { entitiesOf } from '../../model/entity.ts';

/** No address is longer. */
const LONGEST = 100;
const TAIL = /[^\s<>"']{1,100}\s?$/;
const HEAD = /^\s?[^\s<>"']{1,100}/;
/** What an address has, whichever part of it. */
const SIGNS = /@|\d{2}/;

/**
 * What two texts of one result say together where the first ends and the second begins, if that is an address and neither says it:
 * a client shows them one behind the other.
 */
export function seamOf(before: string, next: string): string | undefined {
  const tail = TAIL.exec(before.slice(-LONGEST - 1))?.[0].trimEnd();
  const head = HEAD.exec(next.slice(0, LONGEST + 1))?.[0].trimStart();
  if (!tail || !head || !SIGNS.test(tail + head)) return undefined;
  const seam = tail.length;
  const isOver = entitiesOf(tail + head).some(
    ({ kind, start, end }) => (kind === 'email' || kind === 'account') && start < seam && end > seam,
  );
  return isOver ? tail + head : undefined;
}

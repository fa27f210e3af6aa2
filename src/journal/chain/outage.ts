import { messageOf } from '../../model/caught.ts';
import type { Item } from './group.ts';

/** Of records that could not be written, at most this many are kept, with this many UTF-16 units of payload. */
const MOST_KEPT = 20_000;
const MOST_KEPT_UNITS = 32_000_000;

/** The first of the records that wait for the disk, as many as may be held in memory. */
export function thoseThatFit(waiting: readonly Item[]): Item[] {
  let units = 0;
  return waiting.filter(({ payload }, i) => {
    units += payload?.text.length ?? 0;
    return i < MOST_KEPT && units <= MOST_KEPT_UNITS;
  });
}

/** That a record could not be written, why, and what to do. */
export const outageText = (dir: string, failure: NodeJS.ErrnoException): string =>
  `the record in ${dir} could not be written: ${messageOf(failure)}; ${adviceFor(failure.code)}`;

function adviceFor(code: string | undefined): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'free some space; calls go on as soon as there is room';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return 'make the folder writable';
  if (code === 'ENOENT' || code === 'ESTALE') return 'the folder was removed or moved: put it back or restart';
  return 'no call passes until it can be';
}

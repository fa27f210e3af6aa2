import { messageOf } from '../../model/caught.ts';
import { makePayload } from '../payload/payload.ts';
import type { Item } from './group.ts';
import { lostEntry } from './lost.ts';

/** So many records that could not be written are kept as they are, with this many UTF-16 units of payload. */
const MOST = 20_000;
const MOST_UNITS = 32_000_000;

/**
 * What is kept of records until the disk takes them again, and how many texts found no room. Results without are recorded as
 * lost: a call without any end would be a riddle, and a session that read its result would come again as one that had not.
 * What was said is recorded as cut to nothing: that it was said counts.
 */
export function keptOf(items: readonly Item[]): { readonly kept: Item[]; readonly lost: number } {
  let units = 0;
  let lost = 0;
  const kept = items.map((item, i) => {
    const length = item.payload?.text.length ?? 0;
    const isText = item.entry.kind === 'result' || length > 0;
    if (!isText) return item;
    if (i < MOST && units + length <= MOST_UNITS) {
      units += length;
      return item;
    }
    lost++;
    return withoutText(item);
  });
  return { kept, lost };
}

function withoutText(item: Item): Item {
  const { entry, payload, labels = [] } = item;
  if (entry.kind === 'result')
    return { ...item, entry: lostEntry(entry.call, entry.session, labels), payload: undefined };
  const empty = makePayload(payload?.text ?? '', 0);
  if (entry.kind === 'task') return { ...item, entry: { ...entry, payload: empty.ref }, payload: empty };
  if (entry.kind !== 'saying') return item;
  return { ...item, entry: { ...entry, cut: true, payload: empty.ref }, payload: empty };
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

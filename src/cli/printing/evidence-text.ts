import type { EvidenceDifference, EvidenceDifferences } from '../../app/replay/evidence-count.ts';
import { countOf } from '../../model/count.ts';
import type { Screen } from '../screen.ts';
import { plainLine } from './plain.ts';

/** How many ids of calls are printed for one number; the file of --out has all. */
const MOST_IDS = 5;
/** How many kinds of differences are printed; the file of --out has all. */
const MOST_SORTS = 30;

/** The first ids of some calls. */
export const idsText = (calls: readonly string[]): string =>
  calls.slice(0, MOST_IDS).join(' ') + (calls.length > MOST_IDS ? ' …' : '');

/** Prints how newly gathered evidence differs from the recorded evidence, and what could not be gathered. */
export function printEvidence(found: EvidenceDifferences, { out, paint }: Screen): void {
  const { different, afterGap, changes, cut, gone, kept } = found;
  if (different === 0) out('\nThe evidence that could be gathered anew is what was recorded.');
  else out(`\nThe evidence of ${paint.bold(String(different))} decisions is not what was recorded.`);
  for (const isNew of [true, false]) {
    const sorts = changes.filter((one) => one.isNew === isNew);
    if (sorts.length === 0) continue;
    out(`\n${paint.bold(isNew ? 'Seen now, and not then' : 'Seen then, and not now')}`);
    for (const sort of sorts.slice(0, MOST_SORTS)) out(sortText(sort));
    if (sorts.length > MOST_SORTS) out(`  and ${sorts.length - MOST_SORTS} more sorts; --out writes all of them`);
  }
  if (afterGap > 0)
    out(
      `\n${afterGap} of these follow, in their session, something that is not kept whole: what came from it is not seen any more.`,
    );
  if (cut > 0)
    out(`\nNot gathered anew: ${countOf(cut, 'result')} that the record has only the beginning of (record.payload).`);
  if (gone > 0)
    out(`\nNot gathered anew: ${countOf(gone, 'decision')} whose arguments or result were erased or removed.`);
  if (kept.length > 0)
    out(
      `\nTaken from the record, which has no grounds for it: ${kept.map(([what, times]) => `${plainLine(what)} (${times})`).join(', ')}.`,
    );
}

function sortText({ what, calls }: EvidenceDifference): string {
  return `  ${plainLine(what)}  ${calls.length}\n    ${idsText(calls)}`;
}

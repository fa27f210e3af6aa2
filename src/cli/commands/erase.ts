import { withJournal } from '../../app/scribe.ts';
import { erase as blank } from '../../journal/payload/erasure.ts';
import { removeHolds } from '../../journal/state/hold-folder.ts';
import { countOf } from '../../model/count.ts';
import { findOneCall } from '../found-call.ts';
import { type GuardOptions, whyNoHuman } from '../guard.ts';
import { toolText } from '../printing/hold-text.ts';
import { plainLine } from '../printing/plain.ts';
import { confirm, type Screen } from '../screen.ts';
import { loginName, readState } from '../scribe.ts';

export interface EraseOptions {
  readonly state?: string;
  readonly guard?: Partial<GuardOptions>;
}

/** Erases one call's arguments and result for good, after asking: an agent must not be able to remove its traces. */
export async function erase(id: string, { state: root, guard }: EraseOptions, screen: Screen): Promise<number> {
  const state = readState(root);
  const barred = whyNoHuman(screen, { clients: state.clients, ...guard });
  if (barred !== undefined) {
    screen.err(`sallyport: nothing was erased: ${barred}`);
    return 1;
  }
  const call = await findOneCall(state.journal, id);
  const what = call.judged === undefined ? '' : ` (${plainLine(toolText(call.judged.entry))})`;
  if (!(await confirm(screen, `Erase the arguments and results of call ${call.id}${what} for good?`))) {
    screen.out('Nothing was erased.');
    return 1;
  }
  return withJournal(state, async (journal, why) => {
    const erased = await blank(state.journal, call.id, loginName(), journal);
    if (erased === undefined) throw new Error(`the record could not be written, so nothing was erased: ${why()}`);
    await removeHolds(state.approvals, erased.holds);
    const { payloads } = erased;
    screen.out(
      payloads === 0
        ? 'There was nothing left to erase.'
        : `Erased: ${countOf(payloads, 'payload')}. The chain is whole.`,
    );
    return 0;
  });
}

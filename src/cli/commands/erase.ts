import { withJournal } from '../../app/scribe.ts';
import { erase as blank } from '../../journal/payload/erasure.ts';
import { removeHolds } from '../../journal/state/hold-folder.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { countOf } from '../../model/count.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { toolText } from '../printing/hold-text.ts';
import { plainLine } from '../printing/plain.ts';
import { findOneCall } from '../record/found-call.ts';
import { confirm, type Screen } from '../screen.ts';
import { changeState, loginName } from '../state.ts';
import { uninterrupted } from '../uninterrupted.ts';

export interface EraseOptions {
  readonly state?: string;
  readonly guard?: Partial<GuardOptions>;
}

/**
 * Erases the arguments and results of calls for good, after asking once: an agent must not be able to remove its traces.
 * Every id must name a call before anything is erased.
 */
export async function erase(
  ids: readonly string[],
  { state: root, guard }: EraseOptions,
  screen: Screen,
): Promise<number> {
  const state = changeState(root);
  if (!mayDecide(screen, { clients: state.clients, ...guard }, 'nothing was erased')) return 1;
  const named = new Map<string, string>();
  for (const id of ids) {
    const call = await findOneCall(state.journal, id);
    named.set(call.id, call.judged === undefined ? '' : ` (${plainLine(toolText(call.judged.entry))})`);
  }
  const [[only, what] = ['', '']] = named;
  if (named.size > 1) for (const [id, tool] of named) screen.out(`${id}${tool}`);
  const which = named.size === 1 ? `call ${only}${what}` : `these ${named.size} calls`;
  if (!(await confirm(screen, `Erase the arguments and results of ${which} for good?`))) {
    screen.out('Nothing was erased.');
    return 1;
  }
  // What is recorded as erased must be gone.
  const payloads = await uninterrupted(() => eraseAll([...named.keys()], state));
  screen.out(
    payloads === 0
      ? 'There was nothing left to erase.'
      : `Erased: ${countOf(payloads, 'payload')}. The chain is whole.`,
  );
  return 0;
}

/** Returns how many payloads are gone. */
const eraseAll = (ids: readonly string[], state: StateDir): Promise<number> =>
  withJournal(state, undefined, async (journal, why) => {
    let payloads = 0;
    for (const id of ids) {
      const erased = await blank(state.journal, id, loginName(), journal);
      if (erased === undefined) {
        const before = payloads === 0 ? 'nothing' : `only ${countOf(payloads, 'payload')}`;
        throw new Error(`the record could not be written, so ${before} was erased: ${why()}`);
      }
      await removeHolds(state.approvals, erased.holds);
      payloads += erased.payloads;
    }
    return payloads;
  });

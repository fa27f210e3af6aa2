import { aboutState } from '../../app/places/config-place.ts';
import { openApprovals } from '../../journal/state/approvals.ts';
import { whichAreOver } from '../../journal/state/session-end.ts';
import type { Hold } from '../../model/approval.ts';
import { askerText, toolText } from '../printing/hold-text.ts';
import { table } from '../printing/table.ts';
import { spanText, stampText } from '../printing/time.ts';
import type { Screen } from '../screen.ts';
import { changeState } from '../state.ts';

export interface PendingOptions {
  readonly state?: string;
  readonly json?: boolean;
}

/** Lists the calls that wait for a person. */
export async function pending({ state, json }: PendingOptions, screen: Screen): Promise<number> {
  const dir = changeState(state);
  const approvals = openApprovals(dir.approvals, { onFault: screen.err });
  const holds = await approvals.pending();
  approvals.close();
  const over = await whichAreOver(holds, dir);
  const left = await approvals.left();
  if (json === true) {
    for (const hold of holds) {
      const times = { at: stampText(hold.at), expires: stampText(hold.expires) };
      screen.out(JSON.stringify({ ...hold, ...times, ended: over.has(hold.id), takenBack: left.has(hold.id) }));
    }
    return 0;
  }
  if (holds.length === 0) {
    screen.out('No call waits for approval.');
    return 0;
  }
  const { paint, now } = screen;
  const untilText = ({ id, expires }: Hold): string =>
    over.has(id) ? 'session ended' : `in ${spanText(expires - now())}${left.has(id) ? ', taken back' : ''}`;
  screen.out(
    table(
      screen,
      [
        { head: 'ID', cell: (hold) => hold.id, paint: paint.bold },
        { head: 'EXPIRES', cell: untilText },
        { head: 'ASKED BY', cell: (hold) => askerText(hold.principal), flexible: true },
        { head: 'CALL', cell: toolText, paint: paint.cyan, flexible: true },
        { head: 'WHY', cell: whyText, below: true },
      ],
      holds,
    ),
  );
  if (holds.every(({ id }) => over.has(id))) {
    screen.out(
      '\nNo agent waits any more, so there is nothing to answer: what is still wanted the agent must call again.',
    );
    return 0;
  }
  const where = aboutState(state);
  screen.out(
    `\nAnswer with ${paint.bold(`sallyport approve ID${where}`)} or ${paint.bold(`sallyport deny ID${where}`)}.`,
  );
  if (holds.some(({ id, list }) => list !== undefined && !over.has(id))) {
    screen.out(
      `One on a list: ${paint.bold(`sallyport approve ID --list${where}`)}, which shows the list, asks no more about it in that session.`,
    );
  }
  return 0;
}

const whyText = ({ reasons, list }: Hold): string =>
  [...(list === undefined ? [] : [`One of ${list.rows.length} on a list.`]), ...new Set(reasons)].join(' ');

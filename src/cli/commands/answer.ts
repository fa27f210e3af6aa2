import { record } from '../../app/scribe.ts';
import { type OpenApprovals, openApprovals } from '../../journal/state/approvals.ts';
import { isOver } from '../../journal/state/session-end.ts';
import type { Hold, Verdict } from '../../model/approval.ts';
import { compareDoors, NO_CONSOLE } from '../../model/decision.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { holdText } from '../printing/hold-text.ts';
import { plainLine } from '../printing/plain.ts';
import { confirm, type Screen } from '../screen.ts';
import { changeState, loginName } from '../state.ts';

export interface AnswerOptions {
  readonly state?: string;
  /** A yes to all values that the hold lists. */
  readonly list?: boolean;
  /** Tests sit elsewhere in the process tree. */
  readonly guard?: Partial<GuardOptions>;
}

const QUESTION = { approve: 'Let this call run, once?', deny: 'Refuse this call?' } as const;
const LISTED = {
  question:
    'Let this call run, and ask no more in its session about any value listed above, whatever else goes with it?',
  done: 'Approved, with all that was listed. The agent goes on by calling again, or with sallyport__resume.',
} as const;
const DONE = {
  approve:
    'Approved, once. The agent goes on by calling again, or with sallyport__resume. Where the policy or the tool was changed since the call was held, it is judged anew then, and you may be asked again.',
  deny: 'Denied. The agent is told.',
} as const;
const TAKEN_BACK =
  'Approved, once. The client took its call back while you read: nothing runs unless it makes the identical call again.';
const DENIED_LATE = 'Denied. Its session has ended, so no agent is there to be told.';

/** Shows a held call to the person at the terminal and records their answer. */
export async function answer(
  id: string,
  kind: Verdict['answer'],
  { state: root, guard, list }: AnswerOptions,
  screen: Screen,
): Promise<number> {
  const state = changeState(root);
  const refuse = (why: string): number => {
    screen.err(`sallyport: ${why}`);
    return 1;
  };
  const otherwise = kind === 'approve' ? 'not approved' : 'not denied';
  if (!mayDecide(screen, { clients: state.clients, ...guard }, otherwise)) return 1;
  const approvals = openApprovals(state.approvals, { onFault: screen.err, now: screen.now });
  try {
    const hold = await findHold(approvals, id);
    if (typeof hold === 'string') return refuse(hold);
    if (compareDoors(hold.door, 'terminal') > 0) {
      return refuse(
        `the rule ${hold.rules[0]} wants ${NO_CONSOLE}; give it \`door: terminal\`, and have the agent make the call again`,
      );
    }
    const over = 'the session of this call has ended, so an approval would let nothing run';
    const hasEnded = await isOver(hold, state);
    if (kind === 'approve' && hasEnded) return refuse(`${over}; if it is still wanted, the agent must call again`);
    if (list === true && hold.list === undefined)
      return refuse(`the hold ${hold.id} lists no values: leave --list out to let this one call run`);
    const wasLeft = await approvals.isLeft(hold.id);
    screen.out(holdText(hold, screen, { hasEnded, isLeft: wasLeft }));
    const asked = screen.now();
    const question = list === true ? LISTED.question : QUESTION[kind];
    if (!(await confirm(screen, `\n${question}`))) {
      screen.out('Nothing was changed; the call waits on.');
      return 1;
    }
    const at = screen.now();
    const { id: holdId, binding } = hold;
    const took = at - asked;
    const all = list === true ? { list: true as const } : {};
    const verdict: Verdict = {
      hold: holdId,
      binding,
      answer: kind,
      ...all,
      door: 'terminal',
      by: loginName(),
      at,
      took,
    };
    if (at >= hold.expires) return refuse(`the hold ${holdId} expired while you read; the agent must call again`);
    if (kind === 'approve' && (await isOver(hold, state))) return refuse(`${over}: it ended while you read`);
    // Recorded before it can let anything through.
    const isFiled = await approvals.answer(verdict, async () => {
      await record(state, [{ kind: 'approval', verdict }]);
      return true;
    });
    if (!isFiled) {
      await record(state, [{ kind: 'late', verdict }]);
      const first = await answeredBy(approvals, holdId);
      return refuse(`your answer to ${holdId} did not count: ${first ?? 'it was too late'}`);
    }
    const isNews = kind === 'approve' && !wasLeft && (await approvals.isLeft(holdId));
    screen.out(isNews ? TAKEN_BACK : hasEnded ? DENIED_LATE : list === true ? LISTED.done : DONE[kind]);
    return 0;
  } finally {
    approvals.close();
  }
}

/** The waiting hold that an id or a prefix of it names; or why there is none. */
async function findHold(approvals: OpenApprovals, typed: string): Promise<Hold | string> {
  const wanted = typed.trim().toLowerCase();
  const waiting = await approvals.pending();
  const exact = waiting.find((hold) => hold.id.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const begun = wanted === '' ? [] : waiting.filter((hold) => hold.id.toLowerCase().startsWith(wanted));
  if (begun.length === 1) return begun[0] as Hold;
  if (begun.length > 1) return `${typed} begins ${begun.length} ids: ${begun.map((hold) => hold.id).join(', ')}`;
  const gone = await approvals.get(wanted);
  if (gone !== undefined) {
    const why =
      (await answeredBy(approvals, gone.id)) ??
      'it has expired, its call was decided without an answer, or the policy was changed (`sallyport log --kind note` says so)';
    return `the hold ${gone.id} does not wait any more: ${why}; if it is still wanted, the agent must call again`;
  }
  const ids = waiting.length === 0 ? 'No call waits.' : `These wait: ${waiting.map((hold) => hold.id).join(', ')}.`;
  return `no held call has the id ${typed}. ${ids}`;
}

/** Who answered a hold, and how; undefined where nobody has. */
async function answeredBy(approvals: OpenApprovals, id: string): Promise<string | undefined> {
  const first = await approvals.wait(id, 0);
  return first && `${plainLine(first.by)} has ${first.answer === 'approve' ? 'approved' : 'denied'} it already`;
}

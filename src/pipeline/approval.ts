import type { Approvals, Hold, Verdict } from '../model/approval.ts';
import type { Call, Continuation } from '../model/call.ts';
import { compareDoors, type Decision, type MatchedRule } from '../model/decision.ts';
import type { ListYes } from '../model/evidence/value-list.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Outcome } from '../model/outcome.ts';
import { isUnsent } from '../model/result.ts';
import { roundsBinding } from './binding.ts';
import { asking, type Desk, doorOf } from './hold.ts';

export type Spending =
  /** `hold`: what the person was told, and shown. */
  | { readonly kind: 'approved'; readonly verdict: Verdict; readonly hold: Hold }
  | { readonly kind: 'denied'; readonly verdict: Verdict }
  | { readonly kind: 'unanswered' };

/** Whether every rule that asks is one that the person was told of: what was seen since they looked may be why they would say no. */
export const areTold = (decision: Decision, told: readonly string[]): boolean =>
  asking(decision).every(({ rule }) => told.includes(rule));

/** Looks for a person's answer to exactly this call and spends a yes: of many calls that want the same one, one gets it. */
export async function spendVerdict(approvals: Approvals, binding: string, decision: Decision): Promise<Spending> {
  let hold: Hold | undefined;
  const verdict = await approvals.find(binding, (one) => {
    const covers = areTold(decision, one.rules);
    if (covers) hold = one;
    return covers;
  });
  if (verdict === undefined) return { kind: 'unanswered' };
  if (verdict.answer === 'deny') return { kind: 'denied', verdict };
  if (hold === undefined || compareDoors(verdict.door, doorOf(decision)) < 0) return { kind: 'unanswered' };
  return (await approvals.consume(verdict.hold)) ? { kind: 'approved', verdict, hold } : { kind: 'unanswered' };
}

/** A yes is used up by a call that was sent. One that was not leaves it for the same call, made again. */
export async function keepUnsent(
  outcome: Outcome,
  { continues }: Call,
  { approvals, journal }: Desk,
): Promise<Outcome> {
  if (outcome.kind !== 'answered' || outcome.approval === undefined || !isUnsent(outcome.settled.result))
    return outcome;
  const { approval, settled } = outcome;
  // What an earlier round was sent with is used up.
  if (approval === continues?.approval) return outcome;
  const isBack = await approvals.giveBack(approval).then(
    () => true,
    () => false,
  );
  if (!isBack) return outcome;
  const message = `${approval} is not used up: its call ${settled.call.id} was not sent`;
  await journal.write({ kind: 'note', about: 'hold', message });
  return { kind: 'answered', settled };
}

/** What a person's yes to this decision covers in the next round of the same call; undefined where nobody was asked. */
export function continuationOf(call: Call, decision: Decision): Continuation | undefined {
  if (decision.approval === undefined) return undefined;
  return {
    approval: decision.approval,
    binding: roundsBinding(call, decision),
    rules: asking(decision).map(({ rule }) => rule),
  };
}

/**
 * Whether the yes of an earlier round covers this decision: the same call, no rule that the human was not told of, and no
 * finding or decisive flow in the answers, which did not exist yet when the person looked.
 */
export const isCovered = (
  call: Call,
  { findings, flows }: Evidence,
  decision: Decision,
  earlier: Continuation,
): boolean =>
  roundsBinding(call, decision) === earlier.binding &&
  areTold(decision, earlier.rules) &&
  !findings.some(({ at }) => isAnswer(at)) &&
  !flows.some(({ to }) => to.role !== undefined && isAnswer(to.at));

const isAnswer = (at: string): boolean => at.startsWith('/inputResponses');

/** The decision after a person's yes. It lifts an `ask`, never a `deny` (law 5). */
export function approved(decision: Decision, hold: string, list?: ListYes): Decision {
  if (decision.effect !== 'ask') return decision;
  return { ...decision, effect: 'allow', approval: hold, ...(list === undefined ? {} : { list }) };
}

/** The rule that stands first where a person said no; it is in no pack. */
export const DENIED_BY_HUMAN = 'denied-by-human';

/** The decision after a person's no. */
export function denied(decision: Decision, verdict: Verdict): Decision {
  const no: MatchedRule = {
    rule: DENIED_BY_HUMAN,
    pack: 'floor',
    effect: 'deny',
    mode: 'enforce',
    reason: `A person (${verdict.by}) looked at this call and said no.`,
    instead: 'Do not try it again in another form; tell the user what you wanted to do and ask how to go on.',
  };
  return { ...decision, effect: 'deny', matched: [no, ...decision.matched], approval: verdict.hold };
}

import type { Approvals, Continuation, Hold, Verdict } from '../model/approval.ts';
import type { Call } from '../model/call.ts';
import { sha256 } from '../model/canonical.ts';
import { type Decision, DOORS, type Door, type MatchedRule } from '../model/decision.ts';
import { shortId } from '../model/id.ts';
import { members } from '../model/scan.ts';

/** What an approval is good for: this call's digest, under this definition of the tool and this policy. Any change asks again. */
export const bindingOf = (call: Call, decision: Decision): string =>
  sha256(`${call.digest}\n${call.tool.definition}\n${decision.policy}`);

/** The rules that ask, those that want the strongest door first. */
const asking = (decision: Decision): MatchedRule[] =>
  decision.matched
    .filter((rule) => rule.mode === 'enforce' && rule.effect === 'ask')
    .sort((a, b) => rank(b.door) - rank(a.door));

const rank = (door: Door | undefined): number => (door === undefined ? 0 : DOORS.indexOf(door));

/** Whether an answer given through `door` counts where `demanded` is the weakest that does. */
export const isStrongEnough = (door: Door, demanded: Door): boolean => rank(door) >= rank(demanded);

/** A hold for a call that the policy asks about. `seen` is the call with its secrets tokenised: a person sees nothing else. */
export function makeHold(seen: Call, decision: Decision, now: number, expire: number): Hold {
  const rules = asking(decision);
  return Object.freeze({
    id: shortId(),
    call: seen.id,
    binding: bindingOf(seen, decision),
    session: seen.session.key,
    principal: seen.principal,
    target: seen.target,
    method: seen.method,
    shown: argsText(seen),
    rules: rules.map((rule) => rule.rule),
    reasons: rules.map((rule) => rule.reason),
    door: rules[0]?.door ?? 'elicitation',
    at: now,
    expires: now + expire,
  });
}

/** The arguments as they were written: a number keeps every digit on a person's screen. */
function argsText(seen: Call): string {
  const span = members(seen.text)?.get('arguments');
  return span === undefined ? JSON.stringify(seen.args) : seen.text.slice(span.start, span.end);
}

export type Spending =
  | { readonly kind: 'approved' | 'denied'; readonly verdict: Verdict }
  | { readonly kind: 'unanswered' };

/** Looks for a human's answer to exactly this call and spends a yes: of many that ask for the same one, one gets it. */
export async function spendVerdict(approvals: Approvals, binding: string, demanded: Door): Promise<Spending> {
  const verdict = await approvals.find(binding);
  if (verdict === undefined) return { kind: 'unanswered' };
  if (verdict.answer === 'deny') return { kind: 'denied', verdict };
  if (!isStrongEnough(verdict.door, demanded)) return { kind: 'unanswered' };
  return (await approvals.consume(verdict.hold)) ? { kind: 'approved', verdict } : { kind: 'unanswered' };
}

/** What a human's yes to this decision is good for in the next round of the same call; undefined where nobody was asked. */
export function continuationOf(seen: Call, decision: Decision): Continuation | undefined {
  if (decision.approval === undefined) return undefined;
  return {
    approval: decision.approval,
    binding: bindingOf(seen, decision),
    rules: asking(decision).map(({ rule }) => rule),
  };
}

/** Whether the yes of an earlier round covers this decision: the same call, and no rule that the human was not told of. */
export const isCovered = (call: Call, decision: Decision, earlier: Continuation): boolean =>
  bindingOf(call, decision) === earlier.binding && asking(decision).every(({ rule }) => earlier.rules.includes(rule));

/** The decision after a human's yes. It lifts an `ask`, never a `deny` (law 5). */
export function approved(decision: Decision, hold: string): Decision {
  if (decision.effect !== 'ask') return decision;
  return { ...decision, effect: 'allow', approval: hold };
}

/** The decision after a human's no. */
export function denied(decision: Decision, verdict: Verdict): Decision {
  const no: MatchedRule = {
    rule: 'denied-by-human',
    pack: 'floor',
    effect: 'deny',
    mode: 'enforce',
    reason: `A person (${verdict.by}) looked at this call and said no.`,
    instead: 'Do not try it again in another form; tell the user what you wanted to do and ask how to go on.',
  };
  return { ...decision, effect: 'deny', matched: [no, ...decision.matched], approval: verdict.hold };
}

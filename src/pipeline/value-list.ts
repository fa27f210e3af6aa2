import type { Approvals, Hold, Verdict } from '../model/approval.ts';
import type { Call } from '../model/call.ts';
import type { Decide, Decision } from '../model/decision.ts';
import {
  anyItem,
  type ListYes,
  shownWith,
  soleValue,
  type ValueList,
  withListed,
} from '../model/evidence/value-list.ts';
import type { Evidence, Flow } from '../model/evidence.ts';
import type { Journal } from '../model/journal.ts';
import type { JudgedCall } from '../model/passage.ts';
import { tokenName } from '../model/secret-token.ts';
import type { View } from '../model/view.ts';
import { bindingOf } from './binding.ts';
import { faultOf, saidNo, withFault, withFinding } from './fault.ts';

/** What a question is weighed by once more. */
interface Scales {
  readonly view: (around: Call) => View;
  readonly decide: Decide;
}

/**
 * What a person may say yes to together with a call: the values that stand where its own came from. Only where that yes would
 * have let this call pass, so that nobody is asked again about what they were told they would not be.
 */
export function listFor(judged: JudgedCall, { view: viewOf, decide }: Scales): ValueList | undefined {
  const { call, seen, evidence, decision, asOf } = judged;
  if (call.method !== 'tools/call') return undefined;
  const view = viewOf(call);
  for (const flow of sourcesOf(decision, evidence.flows).slice(0, MOST_TRIED)) {
    const { from, to } = flow;
    const value = soleValue(flow, call.params);
    if (value === undefined) continue;
    const shown = shownWith(value.key, view.memory.listWith(value.key, from));
    if (shown.rows.length < 2) continue;
    const at = anyItem(to.at);
    const keys = new Set(shown.rows.map(({ key }) => key));
    const flows = withListed(evidence.flows, call.params, (place, { key }) =>
      place === at && keys.has(key) ? from.call : undefined,
    );
    if (decide(seen, { ...evidence, flows }, view, asOf).effect !== 'allow') continue;
    const { call: id, upstream, tool } = from;
    return { at, from: { call: id, upstream, tool }, ...shown };
  }
  return undefined;
}

/** A list that lets a call pass has all of its values, so that of one of the first will do: a call may have hundreds. */
const MOST_TRIED = 8;

/** Where the values that rules ask about stood in results. */
const sourcesOf = ({ matched }: Decision, flows: readonly Flow[]): readonly Flow[] =>
  matched.flatMap(({ place, effect, mode }) =>
    place === undefined || effect !== 'ask' || mode !== 'enforce'
      ? []
      : flows.filter(
          ({ to, from }) =>
            to.at === place.at && (to.part ?? 0) === (place.letter ?? 0) && from.call !== '' && from.said === undefined,
        ),
  );

/** Whether a call may pass only because a person said yes to a list. */
export const restsOnList = ({ evidence, decision }: JudgedCall): boolean =>
  decision.effect === 'allow' && evidence.flows.some(({ from }) => from.listed === true);

/** What a person said against this very call, as more evidence. Where that cannot be looked up, it is a fault, which denies. */
export async function objectionTo(
  { call, decision }: JudgedCall,
  approvals: Pick<Approvals, 'find'>,
): Promise<(seen: Evidence) => Evidence> {
  try {
    const found = await approvals.find(bindingOf(call, decision));
    return (seen) => (found?.answer === 'deny' ? withFinding(seen, saidNo(found.by)) : seen);
  } catch (error) {
    return (seen) => withFault(seen, faultOf('approvals', error));
  }
}

/** What is recorded of a yes to a list; undefined where it was to the call alone. */
export function yesTo({ list }: Hold, verdict: Verdict, journal: Pick<Journal, 'token'>): ListYes | undefined {
  if (verdict.list !== true || list === undefined) return undefined;
  const { at, from, rows } = list;
  return { at, from: from.call, values: rows.map(({ key }) => tokenName(journal.token('', key))) };
}

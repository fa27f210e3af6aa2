import { type Approvals, type Hold, MOST_WAITING, TooManyHeld } from '../model/approval.ts';
import type { Call } from '../model/call.ts';
import type { Decide, Decision } from '../model/decision.ts';
import type { Evidence, Fault, Finding } from '../model/evidence.ts';
import type { Journal } from '../model/journal.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Admitted, Settled } from '../model/passage.ts';
import type { Courier, Relay } from '../model/relay.ts';
import { isFailure, type Result, resultText } from '../model/result.ts';
import { isSteps } from '../model/steps.ts';
import type { View } from '../model/view.ts';
import { approved, areTold, bindingOf, continuationOf, denied, isCovered, makeHold, spendVerdict } from './approval.ts';
import { faultOf, lastResort, withFault, withFinding } from './fault.ts';
import { gatherOnCall, gatherOnResult, type Mounted } from './gather.ts';
import { blankCall, blankEvidence, maskCall, maskEvidence } from './mask.ts';
import { fulfil, maskResult } from './redact.ts';
import { inSlices } from './slices.ts';

/** Everything a call passes through. One of these serves all calls; a reload replaces it whole. */
export interface Interposer {
  readonly inspectors: readonly Mounted[];
  /** Milliseconds one inspector may take. */
  readonly limit: number;
  readonly decide: Decide;
  /** What is known around a call. Works before there is a call, too: whether a person has stopped the session, for one. */
  readonly view: (around: Pick<Call, 'session' | 'principal' | 'target'>) => View;
  readonly journal: Journal;
  readonly approvals: Approvals;
  /** Milliseconds a hold waits for its answer. */
  readonly expire: number;
  readonly relay: Relay;
  readonly now: () => number;
}

/** A call under judgement: what was seen, what the record will say, what was concluded. */
interface Judged {
  readonly call: Call;
  readonly seen: Call;
  readonly evidence: Evidence;
  readonly decision: Decision;
  readonly asOf: number;
}

/**
 * The whole spine: gather, decide, record, relay, gather, decide, record. Waits only for the disk, the upstream, and an
 * inspector that has something to load: every wait is a turn of the microtask queue and a promise more.
 */
export async function interpose(call: Call, courier: Courier, interposer: Interposer): Promise<Outcome> {
  const { inspectors, limit, journal, relay } = interposer;
  const view = interposer.view(call);
  const gathered = gatherOnCall(inspectors, call, view, limit);
  let judged =
    gathered instanceof Promise
      ? judge(call, await gathered, interposer, interposer.view(call))
      : judge(call, gathered, interposer, view);
  if (judged.decision.effect === 'ask') {
    const asked = await ask(judged, interposer);
    if ('kind' in asked) return asked;
    judged = asked;
  }
  if (judged.decision.effect === 'deny') return refuse(judged, interposer);
  const admission = await journal.admit(judged);
  if (!admission.ok) return refuse(faulted(judged, admission.fault, interposer), interposer);
  courier.admitted?.(judged.decision);
  return answerWith(await relay(admission.admitted, courier), admission.admitted, judged, interposer);
}

/** Where the policy asks, a person may have answered already; otherwise the question is filed, and the call held. */
async function ask(first: Judged, interposer: Interposer): Promise<Judged | Outcome> {
  let judged = anew(await withVerdict(first, interposer), interposer);
  if (judged.decision.effect !== 'ask') return judged;
  const filed = await file(judged, interposer);
  if ('severity' in filed) return refuse(again(judged, withFinding(judged.evidence, filed), interposer), interposer);
  if ('message' in filed) return refuse(faulted(judged, filed, interposer), interposer);
  judged = anew({ judged, answer: unanswered }, interposer);
  return judged.decision.effect === 'ask' ? hold(judged, filed, interposer) : judged;
}

/** What came back is looked at, judged and recorded like the call. */
function answerWith(
  received: Result,
  admitted: Admitted,
  judged: Judged,
  interposer: Interposer,
): Outcome | Promise<Outcome> {
  const { call } = judged;
  const view = interposer.view(call);
  const gathered = gatherOnResult(interposer.inspectors, call, received, view, interposer.limit);
  return gathered instanceof Promise
    ? gathered.then((seen) => settle(admitted, judged, received, seen, interposer, interposer.view(call)))
    : settle(admitted, judged, received, gathered, interposer, view);
}

/** Decides and leaves no gap: `view` is read, the decision made and (by the caller) the record appended in one tick. */
function judge(call: Call, evidence: Evidence, interposer: Interposer, view: View): Judged {
  const asOf = interposer.now();
  try {
    const { token } = interposer.journal;
    const seen = maskCall(call, evidence, token);
    const masked = maskEvidence(evidence, token);
    return { call, seen, evidence: masked, decision: interposer.decide(seen, masked, view, asOf), asOf };
  } catch (error) {
    // What could not be masked may hold a secret, so nothing of it is recorded.
    const faulty = withFault(blankEvidence(evidence), faultOf('pipeline', error));
    return { call, seen: blankCall(call), evidence: faulty, decision: lastResort('call'), asOf };
  }
}

/** The same call with a fault of ours added to the evidence: the policy, not this code, turns that into a refusal. */
function faulted(judged: Judged, fault: Fault, interposer: Interposer): Judged {
  return again(judged, withFault(judged.evidence, fault), interposer);
}

function again(judged: Judged, evidence: Evidence, interposer: Interposer): Judged {
  const asOf = interposer.now();
  return {
    ...judged,
    evidence,
    asOf,
    decision: interposer.decide(judged.seen, evidence, interposer.view(judged.call), asOf),
  };
}

/** After a wait for a person: the evidence as it is now, and what their answer does to a decision. */
interface Waited {
  readonly judged: Judged;
  readonly answer: (decision: Decision) => Decision;
}

const unanswered = (decision: Decision): Decision => decision;

/** Decides again after a wait: other calls may have been recorded meanwhile, and a decision rests on all that are (law 9). */
function anew({ judged, answer }: Waited, interposer: Interposer): Judged {
  const { call, seen, evidence } = judged;
  const asOf = interposer.now();
  const decision = interposer.decide(seen, evidence, interposer.view(call), asOf);
  return { call, seen, evidence, decision: decision.effect === 'ask' ? answer(decision) : decision, asOf };
}

/** Where a person has answered this very call, everything is judged once more: their yes lifts the question and nothing else. */
async function withVerdict(judged: Judged, interposer: Interposer): Promise<Waited> {
  const { approvals, inspectors, view, limit } = interposer;
  const { call } = judged;
  const { continues } = call;
  const { evidence: seen } = judged;
  if (continues !== undefined && isCovered(call, seen, judged.decision, continues)) {
    const isStill = (decision: Decision): boolean => isCovered(call, seen, decision, continues);
    return { judged, answer: (decision) => (isStill(decision) ? approved(decision, continues.approval) : decision) };
  }
  const spending = await spendVerdict(approvals, bindingOf(call, judged.decision), judged.decision).catch(
    (error: unknown) => faultOf('approvals', error),
  );
  // What cannot be looked up, or spent, is no yes: a full disk for one.
  if ('message' in spending) return { judged: faulted(judged, spending, interposer), answer: unanswered };
  if (spending.kind === 'unanswered') return { judged, answer: unanswered };
  const { verdict } = spending;
  if (spending.kind === 'denied') return { judged, answer: (decision) => denied(decision, verdict) };
  const { told } = spending;
  const evidence = await gatherOnCall(inspectors, call, view(call), limit);
  const isSame = (decision: Decision): boolean =>
    bindingOf(call, decision) === verdict.binding && areTold(decision, told);
  return {
    judged: judge(call, evidence, interposer, view(call)),
    answer: (decision) => (isSame(decision) ? approved(decision, verdict.hold) : decision),
  };
}

/** Evidence like any other: the policy turns it into a refusal. */
const CROWDED: Finding = {
  kind: 'approvals.crowded',
  severity: 'medium',
  at: '',
  message: `${MOST_WAITING} calls of this caller wait for a person already, and more would hide those.`,
};

/** Files the question where a person can answer it, or says why not. */
async function file(
  { call, seen, evidence, decision }: Judged,
  { approvals, now, expire }: Interposer,
): Promise<Hold | Fault | Finding> {
  try {
    return await approvals.hold(makeHold(call, seen, decision, now(), expire, evidence));
  } catch (error) {
    return error instanceof TooManyHeld ? CROWDED : faultOf('approvals', error);
  }
}

async function hold(judged: Judged, filed: Hold, interposer: Interposer): Promise<Outcome> {
  const { call, decision } = judged;
  if (await interposer.journal.hold(judged, filed)) return { kind: 'held', call, decision, hold: filed };
  const fault = { inspector: 'journal', message: 'the hold could not be recorded' };
  return refuse(faulted(judged, fault, interposer), interposer);
}

async function refuse(judged: Judged, interposer: Interposer): Promise<Outcome> {
  // A refusal that cannot be recorded is still a refusal: nothing passed.
  await interposer.journal.refuse(judged);
  return { kind: 'refused', call: judged.call, decision: judged.decision };
}

function settle(
  admitted: Admitted,
  judged: Judged,
  received: Result,
  gathered: Evidence,
  interposer: Interposer,
  view: View,
): Outcome | Promise<Outcome> {
  const asOf = interposer.now();
  const { evidence, decision, result, seen } = conclude(judged, received, gathered, asOf, interposer, view);
  const settled = interposer.journal.settle({ admitted, received, seen, result, evidence, decision, asOf });
  return isSteps(settled) ? inSlices(settled).then((key) => answer(judged, key)) : answer(judged, settled);
}

function answer({ call, decision }: Judged, settled: Settled): Outcome {
  if (settled.result.kind !== 'input_required') return { kind: 'answered', settled };
  const continues = continuationOf(call, decision);
  return { kind: 'input_required', settled, ...(continues === undefined ? {} : { continues }) };
}

/** Judges a result. A fault of ours withholds it: the act is done, but nothing is answered unjudged. */
function conclude(
  judged: Judged,
  received: Result,
  evidence: Evidence,
  asOf: number,
  interposer: Interposer,
  view: View,
): Conclusion {
  const { call, seen: seenCall } = judged;
  try {
    const facts = { failed: isFailure(received), size: resultText(received).length };
    const masked = maskEvidence(evidence, interposer.journal.token);
    const decision = interposer.decide(seenCall, masked, view, asOf, facts);
    const seen = maskResult(received, evidence, interposer.journal.token);
    return { evidence: masked, decision, result: fulfil(call, received, evidence, decision), seen };
  } catch (error) {
    const decision = lastResort('result');
    const faulty = withFault(blankEvidence(evidence), faultOf('pipeline', error));
    return { evidence: faulty, decision, result: fulfil(call, received, faulty, decision), seen: '{}' };
  }
}

interface Conclusion {
  readonly evidence: Evidence;
  readonly decision: Decision;
  readonly result: Result;
  readonly seen: string;
}

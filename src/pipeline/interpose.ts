import { type Approvals, type Hold, TooManyHeld } from '../model/approval.ts';
import type { Call } from '../model/call.ts';
import type { Decide, Decision } from '../model/decision.ts';
import type { Evidence, Fault, Finding } from '../model/evidence.ts';
import type { Journal } from '../model/journal.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Admitted, JudgedCall, Settled } from '../model/passage.ts';
import type { Courier, Relay } from '../model/relay.ts';
import { isFailure, type Result, resultText } from '../model/result.ts';
import { isSteps } from '../model/steps.ts';
import type { ToolFacts } from '../model/tool.ts';
import type { View } from '../model/view.ts';
import { approved, areTold, continuationOf, denied, isCovered, keepUnsent, spendVerdict } from './approval.ts';
import { bindingOf } from './binding.ts';
import { CROWDED, faultOf, LAPSED, lastResort, withFault, withFinding } from './fault.ts';
import type { Mounted } from './gather.ts';
import { makeHold, withdraw } from './hold.ts';
import { blankCall, blankEvidence, maskCall, maskEvidence } from './mask.ts';
import { fulfil, maskResult } from './redact.ts';
import { inSlices } from './slices.ts';
import { lookAtCall, lookAtResult } from './steady.ts';
import { listFor, objectionTo, restsOnList, yesTo } from './value-list.ts';

/** Everything a call passes through. One of these serves all calls; a reload replaces it whole. */
export interface Interposer {
  readonly inspectors: readonly Mounted[];
  /** Milliseconds one inspector may take. */
  readonly limit: number;
  readonly decide: Decide;
  /** What is known around a call. Also works before there is one: to learn whether a person has frozen the session, for example. */
  readonly view: (around: Pick<Call, 'session' | 'principal' | 'target'>) => View;
  readonly journal: Journal;
  readonly approvals: Approvals;
  /** Milliseconds a hold waits for its answer. */
  readonly expire: number;
  /** Milliseconds a held call, or a question, waits in its place for an answer from outside. */
  readonly patience: number;
  readonly relay: Relay;
  /** What is known now of the tool that a call is for: it may have changed while a person took their time to answer. */
  readonly factsNow: (call: Call) => ToolFacts;
  /** The call's text with no more than its server may be sent by now. */
  readonly textNow: (call: Call) => string;
  /** The folders of which a server may know that they are roots of the client; undefined where it may know of all. */
  readonly roots: (upstream: string) => readonly string[] | undefined;
  readonly now: () => number;
  /** Tells a person of a call that is held. Nothing waits for it. */
  readonly notify?: ((hold: Hold) => void) | undefined;
}

/**
 * The whole spine: gather, decide, record, relay, gather, decide, record. Waits only for the disk, the upstream, and an
 * inspector that has something to load, since every wait costs a promise and a turn of the microtask queue.
 */
export async function interpose(call: Call, courier: Courier, interposer: Interposer): Promise<Outcome> {
  return lookAtCall(call, interposer, (seen, view) => {
    const judged = judge(call, seen, interposer, view);
    return restsOnList(judged) ? unlessDenied(judged, courier, interposer) : goOn(judged, courier, interposer);
  });
}

const goOn = (judged: JudgedCall, courier: Courier, interposer: Interposer): Promise<Outcome> =>
  (judged.decision.effect === 'ask' ? ask : pass)(judged, courier, interposer);

/** Of two questions that are open, each has its own answer: a yes to the list of one is none where the other had a no. */
async function unlessDenied(first: JudgedCall, courier: Courier, interposer: Interposer): Promise<Outcome> {
  const more = await objectionTo(first, interposer.approvals);
  return again(first.call, interposer, (judged) => goOn(judged, courier, interposer), more);
}

/** Where the policy asks, a person may have answered already; otherwise the question is filed, and the call held. */
async function ask(first: JudgedCall, courier: Courier, interposer: Interposer): Promise<Outcome> {
  const answer = await answerTo(first, interposer);
  const { call } = first;
  // Looked at again when the question is filed: only that look is recorded and counts.
  if (answer === undefined) return hold(first, courier, interposer);
  if (typeof answer !== 'function') return refuseFor(answer, first, interposer);
  const outcome = await again(call, interposer, (second) => {
    const judged = second.decision.effect === 'ask' ? { ...second, decision: answer(second) } : second;
    return judged.decision.effect === 'ask' ? hold(judged, courier, interposer) : pass(judged, courier, interposer);
  });
  return keepUnsent(outcome, call, interposer);
}

/** Refuses what is denied, and relays the rest once it is recorded. */
async function pass(judged: JudgedCall, courier: Courier, interposer: Interposer): Promise<Outcome> {
  if (judged.decision.effect === 'deny') return refuse(judged, interposer);
  const { journal, relay } = interposer;
  const admission = await journal.admit(judged);
  if (!admission.ok) return refuseFor(admission.fault, judged, interposer);
  courier.admitted?.(judged.decision, judged.seen);
  return answerWith(await relay(admission.admitted, courier), admission.admitted, judged, interposer);
}

/** What came back is looked at, judged and recorded like the call. */
function answerWith(
  received: Result,
  admitted: Admitted,
  judged: JudgedCall,
  interposer: Interposer,
): Outcome | Promise<Outcome> {
  return lookAtResult(judged.call, received, interposer, (seen, view) =>
    settle(admitted, judged, received, seen, interposer, view),
  );
}

/** Decides, leaving no gap: in one tick `view` is read, the decision made, and (by the caller) the record appended. */
function judge(call: Call, evidence: Evidence, interposer: Interposer, view: View): JudgedCall {
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

/** Stops a call because something of ours failed. That becomes a fault; the policy, not this code, turns it into a refusal. */
const refuseFor = (fault: Fault, { call }: JudgedCall, interposer: Interposer): Promise<Outcome> =>
  again(
    call,
    interposer,
    (judged) => refuse(judged, interposer),
    (seen) => withFault(seen, fault),
  );

/** Refuses a call whose caller was shut out while it waited. `why` is for them. */
export const refuseLapsed = (call: Call, why: string, interposer: Interposer): Promise<Outcome> =>
  again(
    call,
    interposer,
    (judged) => refuse(judged, interposer),
    (seen) => withFinding(seen, { ...LAPSED, message: `${LAPSED.message}: ${why}.` }),
  );

/**
 * Judges a call once more after a wait. Other calls may have been recorded meanwhile, and a decision rests on everything that
 * was recorded before it, so that a replay can repeat it. The inspectors look again as well: the call's values may have come
 * from those results. `next` goes on in the same tick. `more` adds to what was seen.
 */
function again(
  call: Call,
  interposer: Interposer,
  next: (judged: JudgedCall) => Promise<Outcome>,
  more: (seen: Evidence) => Evidence = (seen) => seen,
): Promise<Outcome> {
  return lookAtCall(call, interposer, (seen, view) => next(judge(call, more(seen), interposer, view)));
}

/** What a person's answer makes of a decision to ask. */
type Answer = (judged: JudgedCall) => Decision;

/** A person's answer to this very call; undefined where nobody has answered. A yes lifts the question and nothing else. */
async function answerTo(
  { call, evidence, decision: asked }: JudgedCall,
  { approvals, journal }: Interposer,
): Promise<Answer | Fault | undefined> {
  const { continues } = call;
  if (continues !== undefined && isCovered(call, evidence, asked, continues)) {
    return ({ evidence: seen, decision }) =>
      isCovered(call, seen, decision, continues) ? approved(decision, continues.approval) : decision;
  }
  const spending = await spendVerdict(approvals, bindingOf(call, asked), asked).catch((error: unknown) =>
    faultOf('approvals', error),
  );
  // An answer that cannot be looked up or spent (the disk may be full) is no yes.
  if ('message' in spending) return spending;
  if (spending.kind === 'unanswered') return undefined;
  if (spending.kind === 'denied') return ({ decision }) => denied(decision, spending.verdict);
  const { verdict, hold } = spending;
  return ({ decision }) =>
    bindingOf(call, decision) === verdict.binding && areTold(decision, hold.rules)
      ? approved(decision, verdict.hold, yesTo(hold, verdict, journal))
      : decision;
}

/** Files the question where a person can answer it, or says why not. */
async function file(judged: JudgedCall, interposer: Interposer): Promise<Hold | Fault | Finding> {
  const { call, seen, evidence, decision } = judged;
  const { approvals, now, expire } = interposer;
  try {
    const list = listFor(judged, interposer);
    return await approvals.hold(makeHold(call, seen, decision, now(), expire, evidence, list), call.approval);
  } catch (error) {
    return error instanceof TooManyHeld ? CROWDED : faultOf('approvals', error);
  }
}

async function hold(judged: JudgedCall, courier: Courier, interposer: Interposer): Promise<Outcome> {
  const { call } = judged;
  const filed = await file(judged, interposer);
  if ('severity' in filed || 'message' in filed) {
    const more = (seen: Evidence): Evidence =>
      'severity' in filed ? withFinding(seen, filed) : withFault(seen, filed);
    return again(call, interposer, (last) => refuse(last, interposer), more);
  }
  return again(call, interposer, async (last) => {
    const { decision } = last;
    if (decision.effect !== 'ask') return without(filed, last, pass(last, courier, interposer), interposer);
    if (await interposer.journal.hold(last, filed)) {
      // Of one that was there before, for the same call, somebody was told then.
      if (filed.call === call.id) interposer.notify?.(filed);
      return { kind: 'held', call, decision, hold: filed };
    }
    const fault = { inspector: 'journal', message: 'the hold could not be recorded' };
    return without(filed, last, refuseFor(fault, last, interposer), interposer);
  });
}

/**
 * A call that goes on without the answer it was held for just now, so that this hold is withdrawn. A call that was resumed from
 * this very hold keeps it: whoever resumed the call withdraws it.
 */
async function without(
  filed: Hold,
  judged: JudgedCall,
  going: Promise<Outcome>,
  interposer: Interposer,
): Promise<Outcome> {
  const isAsked = filed.id === judged.call.approval;
  const [outcome] = await Promise.all([going, isAsked ? undefined : withdraw(filed, judged, interposer)]);
  return outcome;
}

async function refuse(judged: JudgedCall, interposer: Interposer): Promise<Outcome> {
  // A refusal that cannot be recorded is still a refusal: nothing passed.
  await interposer.journal.refuse(judged);
  return { kind: 'refused', call: judged.call, decision: judged.decision };
}

function settle(
  admitted: Admitted,
  judged: JudgedCall,
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

function answer({ call, decision }: JudgedCall, settled: Settled): Outcome {
  const { approval } = decision;
  if (settled.result.kind !== 'input_required')
    return approval === undefined ? { kind: 'answered', settled } : { kind: 'answered', settled, approval };
  const continues = continuationOf(call, decision);
  return { kind: 'input_required', settled, ...(continues === undefined ? {} : { continues }) };
}

/** Judges a result. A fault of ours withholds it: the act is done, but nothing is answered unjudged. */
function conclude(
  judged: JudgedCall,
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

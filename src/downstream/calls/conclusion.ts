import type { Hold } from '../../model/approval.ts';
import type { Call } from '../../model/call.ts';
import type { Held, Outcome } from '../../model/outcome.ts';
import { mayForm } from '../asking/doors.ts';
import { approvalForm, FORM_KEY } from '../asking/form.ts';
import { ownQuestion } from '../asking/own-question.ts';
import { asksForPages, pageAnswer } from '../rounds/page.ts';
import { boundTo, carriedBy } from '../rounds/retry.ts';
import type { State } from '../rounds/seal.ts';
import { roundAnswer } from '../rounds.ts';
import type { Answer } from '../wire.ts';
import { sayAnswer, settledAnswer } from './answer.ts';
import type { Errand } from './errand.ts';
import { heldText, refusedText } from './refusal.ts';
import type { Given } from './request.ts';

/** The answer that an outcome is. `given` is undefined where no form may be sent. */
export function conclude(errand: Errand, outcome: Outcome, given: Given | undefined): Answer | Promise<Answer> {
  const { front, visit } = errand;
  if (outcome.kind === 'answered') {
    if (asksForPages(outcome)) return pageAnswer(errand, outcome);
    return settledAnswer(front.gate, outcome.settled, visit.dress, visit.envelope.capabilities);
  }
  if (outcome.kind === 'input_required') return roundAnswer(errand, outcome);
  if (outcome.kind === 'held') return heldAnswer(errand, outcome, given);
  const { call, decision } = outcome;
  return sayAnswer(visit.method, front.gate.say(refusedText(call, decision)), visit.dress, { call: call.id });
}

function heldAnswer(errand: Errand, { call, decision, hold }: Held, given: Given | undefined): Answer {
  const { front, visit } = errand;
  const isFormed = visit.dress.era === 'modern' && mayForm(visit) && hold.door === 'elicitation';
  if (given !== undefined && isFormed && call.approval === undefined) return formAnswer(errand, call, hold, given);
  const text = front.gate.say(heldText(call, decision, hold, front.clock()));
  return sayAnswer(visit.method, text, visit.dress, { call: call.id, hold: hold.id });
}

/** A form that puts a hold to the person behind a modern client. */
export function formAnswer(errand: Errand, call: Call, hold: Hold, given: Given): Answer {
  const { clock, gate } = errand.front;
  const now = clock();
  const state: State = {
    kind: 'hold',
    hold: hold.id,
    carried: carriedBy(given),
    ...boundTo(call, now, hold.expires),
  };
  return ownQuestion(errand, FORM_KEY, approvalForm(hold, now, gate.say), state);
}

import type { Hold } from '../model/approval.ts';
import type { Call, Continuation } from '../model/call.ts';
import type { Doors } from '../model/gate.ts';
import { isObject } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import { members } from '../model/scan.ts';
import { sayAnswer, settledAnswer, toolText } from './answer.ts';
import type { Asking } from './asking.ts';
import { Crossing } from './crossing.ts';
import { doorsOf, mayForm, patience, ROUNDS } from './doors.ts';
import type { Errand } from './errand.ts';
import { approvalForm, FORM_KEY, readDecision } from './form.ts';
import type { Front } from './front.ts';
import { ownQuestion } from './own-question.ts';
import { canBeAsked } from './question.ts';
import { absentText, deniedText, heldText, RESUME, refusedText, STATUS } from './refusal.ts';
import { type Given, listFor, readCall, suggest } from './request.ts';
import { boundTo, carriedBy, carry, INVALID_STATE, type Retry, readRetry } from './round.ts';
import { askedAgain, askRound, asksForPages, pageAnswer, parkedAnswer, roundAnswer, takeAnswers } from './rounds.ts';
import type { State } from './seal.ts';
import { askTask, hearTask, TASK_KEY } from './task-question.ts';
import type { Visit } from './visit.ts';
import { type Answer, type Rejection, rejected } from './wire.ts';

/** Takes a request through the gate and says what to answer. Itself no async function: it would be one wait more for each call. */
export function passCall(front: Front, visit: Visit, errand: Errand, asking: Asking): Promise<Answer> {
  const { frame, method } = visit;
  const given: Given = { params: frame.params, text: frame.paramsText };
  if (method === 'tools/call' && frame.params.name === RESUME) return resume(front, visit, errand);
  if (method === 'tools/call' && frame.params.name === STATUS) return sayStatus(front, visit);
  const starting = front.gate.starting(method, frame.params);
  if (starting === undefined) return passKnown(front, visit, errand, asking, given);
  return untilStarted(starting, errand).then(() => passKnown(front, visit, errand, asking, given));
}

/** A request that is taken back does not wait any longer. */
const untilStarted = (starting: Promise<unknown>, { signal }: Errand): Promise<unknown> => {
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return signal.aborted ? Promise.resolve() : Promise.race([starting, ended]);
};

function passKnown(front: Front, visit: Visit, errand: Errand, asking: Asking, first: Given): Promise<Answer> {
  const { frame } = visit;
  let given = first;
  if (frame.params.requestState !== undefined) return passRetry(front, visit, errand, asking, given);
  // Answers without our state answer nothing that was asked: the server asks again.
  if (frame.params.inputResponses !== undefined) given = carry(given, undefined);
  return passGiven(front, visit, errand, asking, given);
}

const sayStatus = async ({ gate }: Front, { principal, session, dress }: Visit): Promise<Answer> =>
  toolText(await gate.status(principal, session), false, dress);

async function passGiven(front: Front, visit: Visit, errand: Errand, asking: Asking, first: Given): Promise<Answer> {
  let given = first;
  let continues: Continuation | undefined;
  for (let round = 0; ; round++) {
    const claims = continues === undefined ? undefined : { continues };
    let read = readCall(front.gate, front.newId(), front.clock(), visit, visit.method, given, claims);
    if (!read.ok) {
      if (!read.unknown) return rejected(read.rejection);
      // Clients call without listing, and before our upstreams have started: the list waits for them.
      const items = await front.gate.list(listFor(visit.method), visit.principal, visit.session);
      read = readCall(front.gate, front.newId(), front.clock(), visit, visit.method, given);
      if (!read.ok) return notFound(front, visit, given, read.rejection, items);
    }
    const { call } = read;
    if (round === 0 && front.gate.asksTask !== undefined && mayForm(visit)) {
      const asked = await askTask(front, visit, errand, asking, call, given);
      if (asked !== undefined) return asked;
    }
    const doors = doorsOf(front, visit, errand, asking);
    if (mayBeAsked(visit)) return cross(front, visit, errand, call, doors, given);
    const outcome = await front.gate.pass(call, errand, doors);
    if (outcome.kind !== 'input_required' || visit.dress.era === 'modern')
      return conclude(front, visit, errand, outcome, given);
    const next = await askRound(front, visit, errand, asking, given, outcome, round);
    if ('member' in next) return next;
    given = next;
    ({ continues } = outcome);
  }
}

function notFound({ gate }: Front, { method, dress }: Visit, given: Given, known: Rejection, items: string): Answer {
  const { name } = given.params;
  const absent = typeof name === 'string' ? gate.absent(name) : undefined;
  if (absent !== undefined && typeof name === 'string') return sayAnswer(method, absentText(name, absent), dress);
  return rejected(suggest(method, given, known, items));
}

/** Whether a legacy upstream's questions can reach this client only by its coming back. */
const mayBeAsked = ({ dress, method, envelope }: Visit): boolean =>
  dress.era === 'modern' && ROUNDS.includes(method) && canBeAsked(envelope.capabilities);

/** Sends a call whose upstream may ask, and waits for its end or for questions. */
function cross(front: Front, visit: Visit, errand: Errand, call: Call, doors: Doors, given: Given): Promise<Answer> {
  const crossing = new Crossing(errand);
  crossing.begin(front.gate.pass(call, crossing, doors));
  return follow(front, visit, errand, call, crossing, given);
}

async function follow(
  front: Front,
  visit: Visit,
  errand: Errand,
  call: Call,
  crossing: Crossing,
  given: Given,
): Promise<Answer> {
  const outcome = await crossing.next();
  return outcome === undefined
    ? parkedAnswer(front, visit, call, crossing)
    : conclude(front, visit, errand, outcome, given);
}

/** The request came back with an answer: to our form, or to an upstream's question. */
async function passRetry(front: Front, visit: Visit, errand: Errand, asking: Asking, sent: Given): Promise<Answer> {
  const now = front.clock();
  const retry = readRetry(front.seal, sent, visit.principal, visit.session, now);
  if (!retry.ok) return rejected(INVALID_STATE);
  const { state, given, responses } = retry;
  const read = readCall(front.gate, front.newId(), now, visit, visit.method, given, claimsOf(front, state, now));
  // A retry with other arguments is another call: what was shown to the person is not what would run.
  if (!read.ok || read.call.digest !== state.digest) return rejected(INVALID_STATE);
  const { call } = read;
  const doors = doorsOf(front, visit, errand, asking);
  if (state.kind === 'parked') return takeUp(front, visit, errand, call, { ...retry, state }, sent);
  if (state.kind === 'task') {
    if (!front.seal.spend(state, now)) return rejected(INVALID_STATE);
    hearTask(front, visit, responses[TASK_KEY], now - state.at);
  }
  if (state.kind === 'hold') {
    const hold = await front.gate.held(state.hold, visit.principal, visit.session);
    if (hold === undefined) return rejected(INVALID_STATE);
    const response = responses[FORM_KEY];
    if (response === undefined) return formAnswer(front, visit, call, hold, given);
    if (!front.seal.spend(state, now)) return rejected(INVALID_STATE);
    const answer = readDecision(response, now - state.at);
    const counted = answer.action !== 'none' && (await front.gate.answer(hold, answer, visit.principal));
    if (counted && answer.action === 'deny') return sayAnswer(visit.method, deniedText(call, hold), visit.dress);
    // Nobody was asked, or the answer does not count here: other doors are still open.
    return pass(front, visit, errand, call, counted ? doors : patience(front, errand), given);
  }
  return pass(front, visit, errand, call, doors, given);
}

/** A parked call is taken up by the answers to its questions. One that a person has stopped meanwhile goes no further. */
function takeUp(
  front: Front,
  visit: Visit,
  errand: Errand,
  call: Call,
  { state, given, responses }: Retry & { readonly state: Extract<State, { kind: 'parked' }> },
  sent: Given,
): Answer | Promise<Answer> {
  const crossing = front.parking.peek(state.parked);
  if (crossing === undefined) return rejected(INVALID_STATE);
  const why = front.gate.stopped(call);
  if (why !== undefined) {
    front.parking.take(state.parked);
    crossing.handleEvent();
    return sayAnswer(visit.method, `Stopped by a person: ${why}. The call was cancelled at its server.`, visit.dress);
  }
  // Nothing is used up by coming back with nothing.
  if (!crossing.questions().some(([key]) => Object.hasOwn(responses, key)) && crossing.questions().length > 0)
    return askedAgain(visit, crossing, String(sent.params.requestState));
  if (!front.seal.spend(state, front.clock()) || front.parking.take(state.parked) === undefined)
    return rejected(INVALID_STATE);
  crossing.attach(errand);
  takeAnswers(crossing, responses, responsesText(sent));
  return follow(front, visit, errand, call, crossing, given);
}

/** What a state says for the call: the hold it answers, or a person's yes to an earlier round, which counts once. */
function claimsOf(
  front: Front,
  state: State,
  now: number,
): { approval?: string; continues?: Continuation } | undefined {
  if (state.kind === 'hold') return { approval: state.hold };
  if (state.kind !== 'round' || state.continues === undefined || !front.seal.spend(state, now)) return undefined;
  return { continues: state.continues };
}

async function pass(
  front: Front,
  visit: Visit,
  errand: Errand,
  call: Call,
  doors: Doors,
  given: Given,
): Promise<Answer> {
  if (mayBeAsked(visit)) return cross(front, visit, errand, call, doors, given);
  return conclude(front, visit, errand, await front.gate.pass(call, errand, doors), given);
}

/** The JSON text of the answers that a request came back with. */
function responsesText({ text }: Given): string {
  const span = members(text)?.get('inputResponses');
  return span === undefined ? '{}' : text.slice(span.start, span.end);
}

async function resume(front: Front, visit: Visit, errand: Errand): Promise<Answer> {
  const args = visit.frame.params.arguments;
  const id = isObject(args) ? args.id : undefined;
  if (typeof id !== 'string')
    return sayAnswer(
      visit.method,
      `${RESUME} needs {"id": …}: the approval id that a held call was answered with.`,
      visit.dress,
    );
  const outcome = await front.gate.resume(id, visit.principal, visit.session, errand, patience(front, errand));
  if (outcome === undefined)
    return sayAnswer(
      visit.method,
      `No held call of this session has the id "${id}": it may have run already, expired, belong to somebody else, or the process that held it has ended. Make the call again.`,
      visit.dress,
    );
  if (outcome.kind === 'input_required')
    return sayAnswer(
      visit.method,
      'The server asks for more input, which a resumed call cannot give. Make the call again.',
      visit.dress,
    );
  const answer = await conclude(front, visit, errand, outcome, undefined);
  if (outcome.kind !== 'answered' || outcome.settled.call.method === 'tools/call') return answer;
  // What was held was no tool: its answer is shown as the text of this one.
  return toolText(answer.text, answer.member === 'error', visit.dress);
}

/** The answer that an outcome is. `given` is undefined where no form may be sent. */
function conclude(
  front: Front,
  visit: Visit,
  errand: Errand,
  outcome: Outcome,
  given: Given | undefined,
): Answer | Promise<Answer> {
  if (outcome.kind === 'answered') {
    if (asksForPages(outcome)) return pageAnswer(front, visit, errand, outcome);
    return settledAnswer(front.gate, outcome.settled.call, outcome.settled, visit.dress, visit.envelope.capabilities);
  }
  if (outcome.kind === 'input_required') return roundAnswer(front, visit, errand, outcome);
  const { call, decision } = outcome;
  if (outcome.kind === 'refused')
    return sayAnswer(visit.method, front.gate.say(refusedText(call, decision)), visit.dress, { call: call.id });
  const { hold } = outcome;
  if (
    given !== undefined &&
    visit.dress.era === 'modern' &&
    mayForm(visit) &&
    hold.door === 'elicitation' &&
    call.approval === undefined
  )
    return formAnswer(front, visit, call, hold, given);
  const held = front.gate.say(heldText(call, decision, hold, front.clock()));
  return sayAnswer(visit.method, held, visit.dress, { call: call.id, hold: hold.id });
}

function formAnswer(front: Front, visit: Visit, call: Call, hold: Hold, given: Given): Answer {
  const now = front.clock();
  const state: State = {
    kind: 'hold',
    hold: hold.id,
    carried: carriedBy(given),
    ...boundTo(call, now, hold.expires),
  };
  return ownQuestion(front, visit, FORM_KEY, approvalForm(hold, now, front.gate.say), state);
}

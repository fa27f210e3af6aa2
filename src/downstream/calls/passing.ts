import type { Call } from '../../model/call.ts';
import { withoutMembers } from '../../model/json/members.ts';
import type { Frame } from '../../model/protocol/frame.ts';
import { members } from '../../model/text/scan.ts';
import { doorsOf, mayForm, patience } from '../asking/doors.ts';
import { FORM_KEY, readDecision } from '../asking/form.ts';
import { askTask, hearTask, TASK_KEY } from '../asking/task-question.ts';
import { checkParams } from '../http/header.ts';
import { carry, INVALID_STATE, type Retry, readRetry } from '../rounds/retry.ts';
import type { State } from '../rounds/seal.ts';
import { askedAgain, askRound, takeAnswers } from '../rounds.ts';
import type { Visit } from '../visit.ts';
import { type Answer, type Rejection, rejected } from '../wire.ts';
import { sayAnswer } from './answer.ts';
import { conclude, formAnswer } from './conclusion.ts';
import type { Errand } from './errand.ts';
import { ownToolAnswer } from './own-tools.ts';
import { absentText, deniedText } from './refusal.ts';
import { type Claims, type Given, listFor, readCall, suggest } from './request.ts';
import { comesBack, cross, follow, send } from './sending.ts';

/** A request that came back with this kind of state. */
type RetryOf<K extends State['kind']> = Retry & { readonly state: Extract<State, { kind: K }> };

/** Takes a request through the gate and says what to answer. Not itself async, which would cost every call one wait more. */
export function passCall(errand: Errand): Promise<Answer> {
  const { front, visit } = errand;
  const own = ownToolAnswer(errand);
  if (own !== undefined) return own;
  const starting = front.gate.starting(visit.method, visit.frame.params);
  return starting === undefined ? passKnown(errand) : untilStarted(starting, errand).then(() => passKnown(errand));
}

/** A request that was cancelled before it was judged goes no further: nobody is asked about it, and nothing is started for it. */
const takenBack = ({ visit }: Errand): Answer =>
  sayAnswer(visit.method, 'The request was taken back: nothing was done.', visit.dress);

/** Waits for what is starting; a request that is cancelled waits no longer. */
const untilStarted = (starting: Promise<unknown>, errand: Errand): Promise<unknown> =>
  Promise.race([starting, new Promise<void>((resolve) => errand.whenCancelled({ handleEvent: resolve }))]);

function passKnown(errand: Errand): Promise<Answer> {
  if (errand.isCancelled) return Promise.resolve(takenBack(errand));
  const { frame, method } = errand.visit;
  const given = method === 'tools/call' ? plainCall(frame) : { params: frame.params, text: frame.paramsText };
  if (frame.params.requestState !== undefined) return passRetry(errand, given);
  // Answers that come without our state answer no question of ours: they are dropped, and the server asks again.
  return passGiven(errand, frame.params.inputResponses === undefined ? given : carry(given, undefined));
}

/** A client may want its call run as a task. We offer none, so the call is run plainly, as the protocol prescribes. */
function plainCall({ params, paramsText: text }: Frame): Given {
  if (params.task === undefined) return { params, text };
  const { task: _, ...plain } = params;
  return { params: plain, text: withoutMembers(text, ['task']) };
}

async function passGiven(errand: Errand, first: Given): Promise<Answer> {
  const { front, visit } = errand;
  let given = first;
  let claims: Claims | undefined;
  let sent = visit;
  for (let round = 0; ; round++) {
    let read = readCall(front, sent, given, claims);
    if (!read.ok && read.unknown) {
      // Clients call without listing, and before our upstreams have started: the list waits for them.
      const items = await front.gate.list(listFor(visit.method), visit.principal);
      if (errand.isCancelled) return takenBack(errand);
      read = readCall(front, sent, given, claims);
      if (!read.ok) return notFound(errand, given, read.rejection, items);
      // When the headers were checked, it was not yet known which arguments they must repeat.
      const wrong = visit.headers && checkParams(visit.headers, visit.frame, front.gate);
      if (wrong !== undefined) return { ...rejected(wrong), status: 400 };
    }
    if (!read.ok) return rejected(read.rejection);
    let { call } = read;
    if (round === 0 && front.gate.asksTask !== undefined && mayForm(visit)) {
      const asked = await askTask(errand, call, given);
      if (asked === 'waited') {
        const now = await visitNow(errand, 'its user was asked for the task', NOT_RUN);
        if ('member' in now) return now;
        sent = now;
        read = readCall(front, sent, given);
        if (!read.ok) return rejected(read.rejection);
        call = read.call;
      } else if (asked !== undefined) return asked;
    }
    const doors = doorsOf(errand);
    if (comesBack(visit)) return cross(errand, call, doors, given);
    const outcome = await front.gate.pass(call, errand, doors);
    if (outcome.kind !== 'input_required' || visit.dress.era === 'modern') return conclude(errand, outcome, given);
    const next = await askRound(errand, given, outcome, round);
    if ('member' in next) return next;
    const now = await visitNow(errand, 'its server waited for an answer', ENDED);
    if ('member' in now) return now;
    sent = now;
    given = next;
    claims = outcome.continues === undefined ? undefined : { continues: outcome.continues };
  }
}

const NOT_RUN = 'The call was not run.';
const ENDED = 'The call was ended, and the answer went nowhere.';

/** The request by who makes it now, where a person was asked for as long as a held call waits; or what to answer who was shut out. */
async function visitNow(errand: Errand, during: string, became: string): Promise<Visit | Answer> {
  const { visit } = errand;
  const { principal, lapsed } = await errand.caller();
  if (lapsed === undefined) return { ...visit, principal };
  const told = `While ${during}, the caller of this call was shut out: ${lapsed}. ${became}`;
  return sayAnswer(visit.method, told, visit.dress);
}

async function notFound({ front, visit }: Errand, given: Given, known: Rejection, items: string): Promise<Answer> {
  const { method, dress } = visit;
  const { name } = given.params;
  const absent = typeof name === 'string' ? await front.gate.absent(name, visit.principal, visit.session) : undefined;
  if (absent !== undefined && typeof name === 'string')
    return sayAnswer(method, front.gate.say(absentText(name, absent)), dress);
  return rejected(suggest(method, given, known, items));
}

/** The request came back with an answer: to our form, or to an upstream's question. */
async function passRetry(errand: Errand, sent: Given): Promise<Answer> {
  const { front, visit } = errand;
  const retry = readRetry(front, visit, sent);
  if (!retry.ok) return rejected(INVALID_STATE);
  const { state, given, responses } = retry;
  const now = front.clock();
  const read = readCall(front, visit, given, claimsOf(errand, state, now));
  // A retry with other arguments is another call: what was shown to the person is not what would run.
  if (!read.ok || read.call.digest !== state.digest) return rejected(INVALID_STATE);
  const { call } = read;
  if (state.kind === 'parked') return takeUp(errand, call, { ...retry, state }, sent);
  if (state.kind === 'hold') return passHeld(errand, call, { ...retry, state });
  if (state.kind === 'task') {
    if (!front.seal.spend(state, now)) return rejected(INVALID_STATE);
    hearTask(errand, responses[TASK_KEY], now - state.at);
  }
  return send(errand, call, doorsOf(errand), given);
}

/** What a state says for the call: the hold it answers, or a person's yes to an earlier round, which counts once. */
function claimsOf({ front }: Errand, state: State, now: number): Claims | undefined {
  if (state.kind === 'hold') return { approval: state.hold };
  if (state.kind !== 'round' || state.continues === undefined || !front.seal.spend(state, now)) return undefined;
  return { continues: state.continues };
}

/** A person answered our form, or closed it. */
async function passHeld(errand: Errand, call: Call, { state, given, responses }: RetryOf<'hold'>): Promise<Answer> {
  const { front, visit } = errand;
  const hold = await front.gate.held(state.hold, visit.principal, visit.session);
  if (hold === undefined) return rejected(INVALID_STATE);
  const response = responses[FORM_KEY];
  if (response === undefined) return formAnswer(errand, call, hold, given);
  const now = front.clock();
  if (!front.seal.spend(state, now)) return rejected(INVALID_STATE);
  const answer = readDecision(response, now - state.at, hold);
  const counted = answer.action !== 'none' && (await front.gate.answer(hold, answer, visit.principal));
  if (counted && answer.action === 'deny') return sayAnswer(visit.method, deniedText(call, hold), visit.dress);
  // Nobody was asked, or the answer does not count here: other doors are still open.
  return send(errand, call, counted ? doorsOf(errand) : patience(errand), given);
}

/** A parked call is taken up by the answers to its questions. One that a person has frozen meanwhile goes no further. */
function takeUp(
  errand: Errand,
  call: Call,
  { state, given, responses }: RetryOf<'parked'>,
  sent: Given,
): Answer | Promise<Answer> {
  const { front, visit } = errand;
  const crossing = front.parking.peek(state.parked);
  if (crossing === undefined) return rejected(INVALID_STATE);
  const why = front.gate.frozen(call);
  if (why !== undefined) {
    front.parking.take(state.parked);
    crossing.handleEvent();
    return sayAnswer(visit.method, `Frozen: ${why}. The call was cancelled at its server.`, visit.dress);
  }
  const questions = crossing.questions();
  // Nothing is used up by coming back with nothing.
  if (questions.length > 0 && !questions.some(([key]) => Object.hasOwn(responses, key)))
    return askedAgain(visit, crossing, String(sent.params.requestState));
  if (!front.seal.spend(state, front.clock()) || front.parking.take(state.parked) === undefined)
    return rejected(INVALID_STATE);
  crossing.attach(errand);
  takeAnswers(crossing, responses, responsesText(sent));
  return follow(errand, call, crossing, given);
}

/** The JSON text of the answers that a request came back with. */
function responsesText({ text }: Given): string {
  const span = members(text)?.get('inputResponses');
  return span === undefined ? '{}' : text.slice(span.start, span.end);
}

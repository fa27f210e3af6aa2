import type { Hold } from '../model/approval.ts';
import type { Call } from '../model/call.ts';
import type { Doors } from '../model/gate.ts';
import { isObject, type Json } from '../model/json.ts';
import { putFirst } from '../model/members.ts';
import type { Outcome } from '../model/outcome.ts';
import { sayAnswer, settledAnswer, toolText } from './answer.ts';
import type { Asking } from './asking.ts';
import { showsForms } from './envelope.ts';
import { dropMembers } from './era.ts';
import type { Errand } from './errand.ts';
import { approvalForm, FORM_KEY, readDecision } from './form.ts';
import { deniedText, heldText, RESUME, refusedText, STATUS } from './refusal.ts';
import { type Given, listFor, readCall, suggest } from './request.ts';
import { carriedBy, carry, INVALID_STATE, isRetry, lacks, questionsOf, readRetry, sealRound } from './round.ts';
import { newNonce, type State } from './seal.ts';
import type { Front, Visit } from './visit.ts';
import { type Answer, CODES, rejected } from './wire.ts';

/** How often an upstream may ask a legacy client within one call. */
const MOST_ROUNDS = 8;

const NO_DOORS: Doors = Object.freeze({ returns: false });

/** Nobody is asked, but the client is told that its call waits. */
const patience = (errand: Errand): Doors =>
  errand.waits ? { returns: false, waiting: (message) => errand.wait(message) } : NO_DOORS;

/** Takes a request through the gate and says what to answer. Itself no async function: it would be one wait more for each call. */
export function passCall(front: Front, visit: Visit, errand: Errand, asking: Asking): Promise<Answer> {
  const { frame, method } = visit;
  const given: Given = { params: frame.params, text: frame.paramsText };
  if (method === 'tools/call' && frame.params.name === RESUME) return resume(front, visit, errand);
  if (method === 'tools/call' && frame.params.name === STATUS) return sayStatus(front, visit);
  if (isRetry(frame.params)) return passRetry(front, visit, errand, asking, given);
  return passGiven(front, visit, errand, asking, given);
}

const sayStatus = async ({ gate }: Front, { principal, session, dress }: Visit): Promise<Answer> =>
  toolText(await gate.status(principal, session), false, dress);

async function passGiven(
  front: Front,
  visit: Visit,
  errand: Errand,
  asking: Asking,
  given: Given,
  round = 0,
): Promise<Answer> {
  let read = readCall(front.gate, front.newId(), front.clock(), visit, visit.method, given);
  if (!read.ok) {
    if (!read.unknown) return rejected(read.rejection);
    // Clients call without listing, and before our upstreams have started: the list waits for them.
    const items = await front.gate.list(listFor(visit.method), visit.principal, visit.session);
    read = readCall(front.gate, front.newId(), front.clock(), visit, visit.method, given);
    if (!read.ok) return rejected(suggest(visit.method, given, read.rejection, items));
  }
  const outcome = await front.gate.pass(read.call, errand, doorsOf(front, visit, errand, asking));
  if (outcome.kind === 'input_required' && visit.dress.era === 'legacy')
    return askRound(front, visit, errand, asking, given, outcome, round);
  return conclude(front, visit, outcome, given);
}

/** The request came back with an answer: to our form, or to an upstream's question. */
async function passRetry(front: Front, visit: Visit, errand: Errand, asking: Asking, sent: Given): Promise<Answer> {
  const now = front.clock();
  const retry = readRetry(front.seal, sent, visit.principal, visit.session, now);
  if (!retry.ok) return rejected(INVALID_STATE);
  const { state, given, responses } = retry;
  const approval = state.kind === 'hold' ? state.hold : undefined;
  const read = readCall(front.gate, front.newId(), now, visit, visit.method, given, approval);
  // A retry with other arguments is another call: what was shown to the person is not what would run.
  if (!read.ok || read.call.digest !== state.digest) return rejected(INVALID_STATE);
  const { call } = read;
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
    const outcome = await front.gate.pass(
      call,
      errand,
      counted ? doorsOf(front, visit, errand, asking) : patience(errand),
    );
    return conclude(front, visit, outcome, given);
  }
  return conclude(front, visit, await front.gate.pass(call, errand, doorsOf(front, visit, errand, asking)), given);
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
  const outcome = await front.gate.resume(id, visit.principal, visit.session, errand, patience(errand));
  if (outcome === undefined)
    return sayAnswer(
      visit.method,
      `No held call of this session has the id "${id}": it may have run already, expired, or belong to somebody else. Make the call again.`,
      visit.dress,
    );
  if (outcome.kind === 'input_required')
    return sayAnswer(
      visit.method,
      'The server asks for more input, which a resumed call cannot give. Make the call again.',
      visit.dress,
    );
  const answer = conclude(front, visit, outcome, undefined);
  if (outcome.kind !== 'answered' || outcome.settled.call.method === 'tools/call') return answer;
  // What was held was no tool: its answer is shown as the text of this one.
  return toolText(answer.text, answer.member === 'error', visit.dress);
}

/** The answer that an outcome is. `given` is undefined where no form may be sent. */
function conclude(front: Front, visit: Visit, outcome: Outcome, given: Given | undefined): Answer {
  if (outcome.kind === 'answered') return settledAnswer(front.gate, outcome.settled.call, outcome.settled, visit.dress);
  if (outcome.kind === 'input_required') return roundAnswer(front, visit, outcome);
  const { call, decision } = outcome;
  if (outcome.kind === 'refused')
    return sayAnswer(visit.method, refusedText(call, decision), visit.dress, { call: call.id });
  const { hold } = outcome;
  if (
    given !== undefined &&
    visit.dress.era === 'modern' &&
    mayForm(visit) &&
    hold.door === 'elicitation' &&
    call.approval === undefined
  )
    return formAnswer(front, visit, call, hold, given);
  return sayAnswer(visit.method, heldText(call, decision, hold, front.clock()), visit.dress, {
    call: call.id,
    hold: hold.id,
  });
}

const ROUNDS: readonly string[] = ['tools/call', 'prompts/get', 'resources/read'];

/** Whether a form's answer would count: the principal is one whose client may carry it, and the client can show it. */
const mayForm = ({ principal, envelope, method }: Visit): boolean =>
  principal.human === 'elicitation' && showsForms(envelope.capabilities) && ROUNDS.includes(method);

function doorsOf(front: Front, visit: Visit, errand: Errand, asking: Asking): Doors {
  const asks = mayForm(visit);
  const returns = asks && visit.dress.era === 'modern';
  const elicits = asks && !returns && visit.reply.streams;
  if (!elicits && !errand.waits) return returns ? RETURNS : NO_DOORS;
  return {
    returns,
    ...(elicits ? { elicit: (hold: Hold) => elicit(front, visit, errand, asking, hold) } : {}),
    ...(errand.waits ? { waiting: (message: string) => errand.wait(message) } : {}),
  };
}

const RETURNS: Doors = Object.freeze({ returns: true });

async function elicit(front: Front, visit: Visit, errand: Errand, asking: Asking, hold: Hold) {
  const asked = front.clock();
  const { mode, ...form } = approvalForm(hold, asked);
  const response = await asking.ask(visit.reply, 'elicitation/create', form, hold.expires - asked, errand.signal);
  return readDecision(response, front.clock() - asked);
}

function formAnswer(front: Front, visit: Visit, call: Call, hold: Hold, given: Given): Answer {
  const now = front.clock();
  const state: State = {
    kind: 'hold',
    hold: hold.id,
    carried: carriedBy(given),
    digest: call.digest,
    principal: visit.principal.id,
    session: visit.session.key,
    at: now,
    expires: hold.expires,
    nonce: newNonce(),
  };
  const question = JSON.stringify({ [FORM_KEY]: { method: 'elicitation/create', params: approvalForm(hold, now) } });
  const sealed = JSON.stringify(front.seal.close(state));
  return {
    member: 'result',
    text: `{"resultType":"input_required","inputRequests":${question},"requestState":${sealed},"_meta":{"io.modelcontextprotocol/serverInfo":${visit.dress.server}}}`,
  };
}

type Asked = Extract<Outcome, { kind: 'input_required' }>;

/** An upstream's questions to a modern client: its own words, its state inside ours. */
function roundAnswer(front: Front, visit: Visit, { settled }: Asked): Answer {
  const { call, result } = settled;
  if (result.kind !== 'input_required' || !settled.use()) return settledAnswer(front.gate, call, settled, visit.dress);
  const lacking = questionsOf(result.value).map(([, question]) => lacks(visit.envelope.capabilities, question));
  const needed = lacking.find((capability) => capability !== undefined);
  if (needed !== undefined) {
    const message = 'the server asks something that this client did not declare it can answer';
    return rejected({ code: CODES.capability, message, data: { requiredCapabilities: needed } });
  }
  const sealed = JSON.stringify(sealRound(front.seal, call, result.value.requestState, front.clock()));
  const text = front.gate.outward(call.target.upstream, call.method, result.text);
  const rest = dropMembers(text, ['resultType', 'requestState', '_meta']);
  const head = `"resultType":"input_required","requestState":${sealed},"_meta":{"io.modelcontextprotocol/serverInfo":${visit.dress.server}}`;
  return { member: 'result', text: putFirst(rest, head) };
}

/** An upstream's questions to a legacy client: put to it over the live connection, and the request sent again with the answers. */
async function askRound(
  front: Front,
  visit: Visit,
  errand: Errand,
  asking: Asking,
  given: Given,
  { settled }: Asked,
  round: number,
): Promise<Answer> {
  const { result } = settled;
  if (result.kind !== 'input_required' || !settled.use())
    return settledAnswer(front.gate, settled.call, settled, visit.dress);
  const questions = questionsOf(result.value);
  const able =
    visit.reply.streams &&
    questions.every(([, question]) => lacks(visit.envelope.capabilities, question) === undefined);
  if (!able || round >= MOST_ROUNDS) {
    const why = able ? 'keeps asking for more input' : 'asks for input that this client cannot give';
    return sayAnswer(visit.method, `The server ${why}; the call was ended.`, visit.dress);
  }
  const responses: Record<string, Json> = {};
  for (const [key, { method, params }] of questions) {
    const response = await asking.ask(visit.reply, method, params, 10 * 60_000, errand.signal);
    responses[key] = response ?? { action: 'cancel' };
  }
  const { requestState } = result.value;
  const next = carry(given, {
    state: typeof requestState === 'string' ? requestState : undefined,
    responses: JSON.stringify(responses),
  });
  return passGiven(front, visit, errand, asking, next, round + 1);
}

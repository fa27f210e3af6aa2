import type { Call } from '../model/call.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { putFirst } from '../model/members.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Question } from '../model/relay.ts';
import { members } from '../model/scan.ts';
import { sayAnswer, settledAnswer } from './answer.ts';
import type { Asking } from './asking.ts';
import type { Crossing } from './crossing.ts';
import { dropMembers } from './era.ts';
import type { Errand } from './errand.ts';
import type { Front } from './front.ts';
import { fitQuestion, namePages } from './question.ts';
import { heldText, refusedText } from './refusal.ts';
import type { Given } from './request.ts';
import { boundTo, carry, lacks, questionsOf, sealRound } from './round.ts';
import type { State } from './seal.ts';
import type { Visit } from './visit.ts';
import { type Answer, CODES, META, rejected } from './wire.ts';

type Asked = Extract<Outcome, { kind: 'input_required' }>;
type Answered = Extract<Outcome, { kind: 'answered' }>;
type Asks = readonly [key: string, question: Question][];

/** How often an upstream may ask a legacy client within one call. */
const MOST_ROUNDS = 8;
/** How many questions one result may bring: each is judged and recorded, and a person has to read it. */
const MOST_QUESTIONS = 32;
/** How long a person may take to visit a web page before its call is made again. */
const PAGE_MS = 15 * 60_000;

/** An upstream's questions to a modern client: its own words, its state inside ours. */
export async function roundAnswer(
  front: Front,
  visit: Visit,
  errand: Errand,
  { settled, continues }: Asked,
): Promise<Answer> {
  const { call, result } = settled;
  if (result.kind !== 'input_required' || !settled.use()) return settledAnswer(front.gate, call, settled, visit.dress);
  if (asksTooMuch(result.value.inputRequests)) return tooMany(visit);
  const text = front.gate.outward(call.target.upstream, call.method, result.text);
  const asks = questionsOf(call.target.upstream, result.value, text);
  const needed = missing(visit, asks);
  if (needed !== undefined) return needed;
  const refused = await refusal(front, visit, errand, call, asks);
  if (refused !== undefined) return refused;
  const asked = asks.map(([key]) => key);
  const sealed = sealRound(front.seal, call, result.value.requestState, asked, front.clock(), continues);
  const rest = dropMembers(text, ['resultType', 'requestState', '_meta', 'inputRequests']);
  const put = asks.length === 0 ? '' : `"inputRequests":${requests(asks)},`;
  return { member: 'result', text: putFirst(rest, `${put}${stateMembers(visit, sealed)}`) };
}

/**
 * An upstream's questions to a legacy client, put to it over the live connection. Resolves with the request to send again,
 * or with the answer where that is the end.
 */
export async function askRound(
  front: Front,
  visit: Visit,
  errand: Errand,
  asking: Asking,
  given: Given,
  { settled }: Asked,
  round: number,
): Promise<Given | Answer> {
  const { call, result } = settled;
  if (result.kind !== 'input_required' || !settled.use()) return settledAnswer(front.gate, call, settled, visit.dress);
  if (asksTooMuch(result.value.inputRequests)) return tooMany(visit);
  const asks = questionsOf(call.target.upstream, result.value, result.text);
  const able = visit.reply.streams && missing(visit, asks) === undefined;
  if (!able || round >= MOST_ROUNDS) {
    const why = able ? 'keeps asking for more input' : 'asks for input that this client cannot give';
    return sayAnswer(visit.method, `The server ${why}; the call was ended.`, visit.dress);
  }
  const refused = await refusal(front, visit, errand, call, asks);
  if (refused !== undefined) return refused;
  const responses: string[] = [];
  for (const [key, question] of asks) {
    const fitted = fitQuestion(question, 'legacy');
    const answer = await asking.ask(visit.reply, question.method, fitted, front.parking.ttl, errand.signal);
    if (answer.kind !== 'complete' && question.method !== 'elicitation/create')
      return sayAnswer(
        visit.method,
        `The server asked this client for ${question.method}, and got no answer; the call was ended.`,
        visit.dress,
      );
    responses.push(`${JSON.stringify(key)}:${answer.kind === 'complete' ? answer.text : '{"action":"cancel"}'}`);
  }
  const { requestState } = result.value;
  return carry(given, {
    state: typeof requestState === 'string' ? requestState : undefined,
    responses: `{${responses.join(',')}}`,
  });
}

/** A legacy upstream's questions to a modern client: the request ends with them while its call goes on. */
export function parkedAnswer(front: Front, visit: Visit, call: Call, crossing: Crossing): Answer {
  const asks = crossing.questions();
  const parked = front.parking.put(crossing, call.principal.id);
  if (parked === undefined) {
    crossing.handleEvent();
    return sayAnswer(
      visit.method,
      'Too many calls wait for answers of their clients; the call was ended.',
      visit.dress,
    );
  }
  const now = front.clock();
  const state: State = { kind: 'parked', parked, ...boundTo(call, now, now + front.parking.ttl) };
  return questionsAnswer(visit, asks, front.seal.close(state));
}

/** The same questions under the same state, for a request that came back without an answer to any. */
export const askedAgain = (visit: Visit, crossing: Crossing, requestState: string): Answer =>
  questionsAnswer(visit, crossing.questions(), requestState);

/** Hands the answers that came back to the waiting call; unanswered questions are asked again. */
export function takeAnswers(crossing: Crossing, responses: JsonObject, text: string): void {
  const spans = members(text);
  for (const [key] of crossing.questions()) {
    const value = Object.hasOwn(responses, key) ? responses[key] : undefined;
    const span = spans?.get(key);
    if (isObject(value) && span !== undefined)
      crossing.answer(key, { kind: 'complete', value, text: text.slice(span.start, span.end) });
  }
}

/** Whether an upstream refused the call until web pages have been visited. */
export const asksForPages = ({ settled: { result } }: Answered): boolean =>
  result.kind === 'error' && result.code === CODES.urlElicitation;

/**
 * A legacy upstream refused a call until web pages have been visited. A modern client is asked to show them and comes
 * back; a legacy one knows the error itself.
 */
export async function pageAnswer(front: Front, visit: Visit, errand: Errand, { settled }: Answered): Promise<Answer> {
  const { call, result } = settled;
  const { upstream } = call.target;
  const pages = pagesIn(result.kind === 'error' ? result.data : undefined);
  if (pages === undefined)
    return sayAnswer(
      visit.method,
      'The server wants web pages to be visited first, and its list of them cannot be read; nothing of it is shown.',
      visit.dress,
    );
  if (asksTooMuch(pages)) return tooMany(visit);
  const asks: Asks = pages.map((page, index) => [`page-${index + 1}`, pageQuestion(upstream, page)]);
  const refused = await refusal(front, visit, errand, call, asks);
  if (refused !== undefined) return refused;
  const { era } = visit.dress;
  const canReturn = era === 'modern' && asks.length > 0 && missing(visit, asks) === undefined;
  if (!canReturn || !settled.use()) {
    const answer = settledAnswer(front.gate, call, settled, visit.dress);
    if (era === 'modern' || answer.member !== 'error') return answer;
    return { ...answer, text: namePages(answer.text, upstream, pages.length) };
  }
  const now = front.clock();
  return questionsAnswer(visit, asks, front.seal.close({ kind: 'page', ...boundTo(call, now, now + PAGE_MS) }));
}

function pagesIn(data: Json | undefined): readonly JsonObject[] | undefined {
  const pages = isObject(data) ? data.elicitations : undefined;
  return Array.isArray(pages) && pages.every(isObject) ? pages : undefined;
}

/** Whatever mode a server names, each entry of such an error is shown to a person as a page. */
function pageQuestion(upstream: string, page: JsonObject): Question {
  const params = { ...page, mode: 'url' };
  return { upstream, method: 'elicitation/create', params, text: JSON.stringify(params) };
}

/** `asked`: questions, in a list or by their keys. */
const asksTooMuch = (asked: Json | undefined): boolean =>
  typeof asked === 'object' && asked !== null && Object.keys(asked).length > MOST_QUESTIONS;

const tooMany = (visit: Visit): Answer =>
  sayAnswer(
    visit.method,
    `The server asked more than ${MOST_QUESTIONS} questions at once, which are not put; the call was ended.`,
    visit.dress,
  );

const questionsAnswer = (visit: Visit, asks: Asks, sealed: string): Answer => ({
  member: 'result',
  text: `{"inputRequests":${requests(asks)},${stateMembers(visit, sealed)}}`,
});

const stateMembers = ({ dress }: Visit, sealed: string): string =>
  `"resultType":"input_required","requestState":${JSON.stringify(sealed)},"_meta":{"${META.server}":${dress.server}}`;

function requests(asks: Asks): string {
  const each = asks.map(
    ([key, question]) =>
      `${JSON.stringify(key)}:{"method":${JSON.stringify(question.method)},"params":${fitQuestion(question, 'modern')}}`,
  );
  return `{${each.join(',')}}`;
}

/** Why the client cannot be asked; undefined where it can. */
function missing({ envelope }: Visit, asks: Asks): Answer | undefined {
  for (const [, question] of asks) {
    const needed = lacks(envelope.capabilities, question);
    if (needed === undefined) continue;
    const message = 'the server asks something that this client did not declare it can answer';
    return rejected({ code: CODES.capability, message, data: { requiredCapabilities: needed } });
  }
  return undefined;
}

/** Judges each question as a call of its server's own; the first that may not be put ends the call that caused it. */
async function refusal(
  front: Front,
  visit: Visit,
  errand: Errand,
  call: Call,
  asks: Asks,
): Promise<Answer | undefined> {
  for (const [, question] of asks) {
    const outcome = await front.gate.permit(call, question, errand);
    if (outcome.kind === 'refused')
      return sayAnswer(visit.method, front.gate.say(refusedText(outcome.call, outcome.decision)), visit.dress);
    if (outcome.kind === 'held')
      return sayAnswer(
        visit.method,
        front.gate.say(heldText(outcome.call, outcome.decision, outcome.hold, front.clock())),
        visit.dress,
      );
  }
  return undefined;
}

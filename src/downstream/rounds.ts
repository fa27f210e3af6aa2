import type { Call } from '../model/call.ts';
import { putFirst, withoutMembers } from '../model/json/members.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import { members } from '../model/text/scan.ts';
import { fitQuestion, questionsOf } from './asking/question.ts';
import { sayAnswer, settledAnswer } from './calls/answer.ts';
import type { Errand } from './calls/errand.ts';
import type { Given } from './calls/request.ts';
import type { Crossing } from './rounds/crossing.ts';
import {
  asksTooMuch,
  missing,
  questionsAnswer,
  refusal,
  requests,
  stateMembers,
  tooMany,
} from './rounds/input-required.ts';
import { boundTo, carry, sealRound } from './rounds/retry.ts';
import type { State } from './rounds/seal.ts';
import type { Visit } from './visit.ts';
import type { Answer } from './wire.ts';

type Asked = Extract<Outcome, { kind: 'input_required' }>;

/** How often an upstream may ask a legacy client within one call. */
const MOST_ROUNDS = 8;

/** An upstream's questions to a modern client: its own words, its state inside ours. */
export async function roundAnswer(errand: Errand, { settled, continues }: Asked): Promise<Answer> {
  const { front, visit } = errand;
  const { call, result } = settled;
  if (result.kind !== 'input_required' || !settled.use()) return settledAnswer(front.gate, settled, visit.dress);
  if (asksTooMuch(result.value.inputRequests)) return tooMany(visit);
  const text = front.gate.outward(call.target.upstream, call.method, result.text);
  const asks = questionsOf(call.target.upstream, result.value, text);
  const needed = missing(visit, asks);
  if (needed !== undefined) return needed;
  const refused = await refusal(errand, call, asks);
  if (refused !== undefined) return refused;
  const asked = asks.map(([key]) => key);
  const sealed = sealRound(front, call, { state: stateOf(result.value), asked, continues });
  const rest = withoutMembers(text, ['resultType', 'requestState', '_meta', 'inputRequests']);
  const put = asks.length === 0 ? '' : `"inputRequests":${requests(asks)},`;
  return { member: 'result', text: putFirst(rest, `${put}${stateMembers(visit, sealed)}`) };
}

/**
 * An upstream's questions to a legacy client, put to it over the live connection. Resolves with the request to send again,
 * or with the answer where that is the end.
 */
export async function askRound(
  errand: Errand,
  given: Given,
  { settled }: Asked,
  round: number,
): Promise<Given | Answer> {
  const { front, visit, asking, signal } = errand;
  const { call, result } = settled;
  if (result.kind !== 'input_required' || !settled.use()) return settledAnswer(front.gate, settled, visit.dress);
  if (asksTooMuch(result.value.inputRequests)) return tooMany(visit);
  const asks = questionsOf(call.target.upstream, result.value, result.text);
  const able = visit.reply.streams && missing(visit, asks) === undefined;
  if (!able || round >= MOST_ROUNDS) {
    const why = able ? 'keeps asking for more input' : 'asks for input that this client cannot give';
    return sayAnswer(visit.method, `The server ${why}; the call was ended.`, visit.dress);
  }
  const refused = await refusal(errand, call, asks);
  if (refused !== undefined) return refused;
  const responses: string[] = [];
  for (const [key, question] of asks) {
    const params = fitQuestion(question, 'legacy');
    const answer = await asking.ask(visit.reply, { method: question.method, params, ms: front.parking.ttl, signal });
    if (answer.kind !== 'complete' && question.method !== 'elicitation/create')
      return sayAnswer(
        visit.method,
        `The server asked this client for ${question.method}, and got no answer; the call was ended.`,
        visit.dress,
      );
    responses.push(`${JSON.stringify(key)}:${answer.kind === 'complete' ? answer.text : '{"action":"cancel"}'}`);
  }
  return carry(given, { state: stateOf(result.value), responses: `{${responses.join(',')}}` });
}

const stateOf = ({ requestState }: JsonObject): string | undefined =>
  typeof requestState === 'string' ? requestState : undefined;

/** A legacy upstream's questions to a modern client: the request ends with them while its call goes on. */
export function parkedAnswer({ front, visit }: Errand, call: Call, crossing: Crossing): Answer {
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

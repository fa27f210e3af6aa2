import type { Call } from '../../model/call.ts';
import type { Json } from '../../model/json.ts';
import type { Question } from '../../model/relay.ts';
import { lacks } from '../asking/ability.ts';
import { fitQuestion } from '../asking/question.ts';
import { sayAnswer } from '../calls/answer.ts';
import type { Errand } from '../calls/errand.ts';
import { heldText, refusedText } from '../calls/refusal.ts';
import type { Visit } from '../visit.ts';
import { type Answer, CODES, META, rejected } from '../wire.ts';

/** Questions of an upstream, by the keys under which their answers come back. */
export type Asks = readonly [key: string, question: Question][];

/** How many questions one result may bring: each is judged and recorded, and a person has to read it. */
const MOST_QUESTIONS = 32;

/** An answer that puts questions to a modern client. */
export const questionsAnswer = (visit: Visit, asks: Asks, sealed: string): Answer => ({
  member: 'result',
  text: `{"inputRequests":${requests(asks)},${stateMembers(visit, sealed)}}`,
});

/** What makes a result one that wants input, with the state that has to come back. */
export const stateMembers = ({ dress }: Visit, sealed: string): string =>
  `"resultType":"input_required","requestState":${JSON.stringify(sealed)},"_meta":{"${META.server}":${dress.server}}`;

/** The member `inputRequests`, as JSON text. */
export function requests(asks: Asks): string {
  const each = asks.map(
    ([key, question]) =>
      `${JSON.stringify(key)}:{"method":${JSON.stringify(question.method)},"params":${fitQuestion(question, 'modern')}}`,
  );
  return `{${each.join(',')}}`;
}

/** Whether there are more than a person can read. `asked`: questions, in a list or by their keys. */
export const asksTooMuch = (asked: Json | undefined): boolean =>
  typeof asked === 'object' && asked !== null && Object.keys(asked).length > MOST_QUESTIONS;

export const tooMany = (visit: Visit): Answer =>
  sayAnswer(
    visit.method,
    `The server asked more than ${MOST_QUESTIONS} questions at once, which are not put; the call was ended.`,
    visit.dress,
  );

/** Why the client cannot be asked; undefined where it can. */
export function missing({ envelope }: Visit, asks: Asks): Answer | undefined {
  for (const [, question] of asks) {
    const needed = lacks(envelope.capabilities, question);
    if (needed === undefined) continue;
    const message = 'the server asks something that this client did not declare it can answer';
    return rejected({ code: CODES.capability, message, data: { requiredCapabilities: needed } });
  }
  return undefined;
}

/** Judges each question as a call of its server's own; the first that may not be put ends the call that caused it. */
export async function refusal(errand: Errand, call: Call, asks: Asks): Promise<Answer | undefined> {
  const { front, visit } = errand;
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

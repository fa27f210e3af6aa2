import type { Call } from '../../model/call.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { LONGEST_TASK } from '../../model/record.ts';
import type { Statement } from '../../model/statement.ts';
import { shownName } from '../../model/text/shown-name.ts';
import type { Errand } from '../calls/errand.ts';
import type { Given } from '../calls/request.ts';
import { boundTo, carriedBy } from '../rounds/retry.ts';
import type { State } from '../rounds/seal.ts';
import type { Answer } from '../wire.ts';
import { ownQuestion } from './own-question.ts';

/** The key of our question about the task among an upstream's: prefixed, so that it cannot collide. */
export const TASK_KEY = 'sallyport.task';

/** The params of `elicitation/create` that ask a person once what they want done. No secret is asked for, and no answer is required. */
function taskForm({ target }: Pick<Call, 'target'>): JsonObject {
  return {
    message: [
      'Sallyport: what did you ask for in this conversation?',
      `${target.upstream}: ${shownName(target.name)} would be the first call in it that changes or sends something.`,
      'Names, addresses and amounts that stand in your words count as yours, and you are asked about them no more.',
      'You need not answer: without an answer everything is judged as ever. You are asked this once.',
    ].join('\n'),
    requestedSchema: {
      type: 'object',
      properties: {
        task: {
          type: 'string',
          title: 'What you asked for',
          description: 'In your own words, with the names, addresses and amounts that you mean; no passwords',
        },
      },
      required: ['task'],
    },
  };
}

/** What a person said in the form; undefined where they said nothing, which changes nothing. `took` is in milliseconds. */
function readTask(response: Json | undefined, took: number): Statement | undefined {
  if (!isObject(response) || response.action !== 'accept' || !isObject(response.content)) return undefined;
  const { task } = response.content;
  if (typeof task !== 'string' || task.trim() === '') return undefined;
  return { source: 'form', task: task.slice(0, LONGEST_TASK), took };
}

/**
 * Asks a person what the task is, before the first call of their session that acts: a modern client by the answer, a legacy one
 * at once, for which the call has then `waited`. Undefined where nobody was asked.
 */
export async function askTask(errand: Errand, call: Call, given: Given): Promise<Answer | 'waited' | undefined> {
  const { front, visit, asking, signal } = errand;
  const isModern = visit.dress.era === 'modern';
  if (!isModern && !visit.reply.streams) return undefined;
  if ((await front.gate.asksTask?.(call)) !== true) return undefined;
  const now = front.clock();
  if (isModern) {
    const state: State = { kind: 'task', carried: carriedBy(given), ...boundTo(call, now, now + front.parking.ttl) };
    return ownQuestion(errand, TASK_KEY, { mode: 'form', ...taskForm(call) }, state);
  }
  const params = JSON.stringify(taskForm(call));
  const put = { method: 'elicitation/create', params, ms: front.parking.ttl, signal };
  const answer = await asking.ask(visit.reply, put);
  hearTask(errand, answer.kind === 'complete' ? answer.value : undefined, front.clock() - now);
  return 'waited';
}

/** What a person said counts from this call on. */
export function hearTask({ front, visit }: Errand, response: Json | undefined, took: number): void {
  const said = readTask(response, took);
  if (said !== undefined) front.gate.hear(visit.session, [said]);
}

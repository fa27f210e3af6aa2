import { isObject } from '../../model/json.ts';
import { patience } from '../asking/doors.ts';
import type { Answer } from '../wire.ts';
import { sayAnswer, toolText } from './answer.ts';
import { conclude } from './conclusion.ts';
import type { Errand } from './errand.ts';
import { RESUME, STATUS } from './refusal.ts';

/** The answer to a call of one of the union's own tools; undefined where it is none. */
export function ownToolAnswer(errand: Errand): Promise<Answer> | undefined {
  const { method, frame } = errand.visit;
  if (method !== 'tools/call') return undefined;
  const { name } = frame.params;
  if (name === RESUME) return resume(errand);
  return name === STATUS ? status(errand) : undefined;
}

const status = async ({ front, visit: { principal, session, dress } }: Errand): Promise<Answer> =>
  toolText(await front.gate.status(principal, session), dress);

async function resume(errand: Errand): Promise<Answer> {
  const { front, visit } = errand;
  const say = (text: string): Answer => sayAnswer(visit.method, text, visit.dress);
  const args = visit.frame.params.arguments;
  const id = isObject(args) ? args.id : undefined;
  if (typeof id !== 'string')
    return say(`${RESUME} needs {"id": …}: the approval id that a held call was answered with.`);
  const outcome = await front.gate.resume(id, visit.principal, visit.session, errand, patience(errand));
  if (outcome === undefined)
    return say(
      `No held call of this session has the id "${id}": it may have run already, expired, made room for later ones, belong to somebody else, or the process that held it has ended. Make the call again.`,
    );
  if (outcome.kind === 'input_required')
    return say('The server asks for more input, which a resumed call cannot give. Make the call again.');
  const answer = await conclude(errand, outcome, undefined);
  if (outcome.kind !== 'answered' || outcome.settled.call.method === 'tools/call') return answer;
  // What was held was not a tool's call, so its answer is shown as this tool's text.
  return answer.member === 'error' ? say(answer.text) : toolText(answer.text, visit.dress);
}

import type { Hold } from '../../model/approval.ts';
import type { Doors, ElicitationAnswer } from '../../model/gate.ts';
import type { Result } from '../../model/result.ts';
import type { Errand } from '../calls/errand.ts';
import { showsForms } from '../envelope.ts';
import type { Visit } from '../visit.ts';
import { approvalForm, readDecision } from './form.ts';

const NO_DOORS: Doors = Object.freeze({ returns: false });

/** Nobody is asked, but the client is told that its call waits. */
export const patience = (errand: Errand): Doors =>
  errand.waits ? { returns: false, waiting: (message) => errand.wait(errand.front.gate.say(message)) } : NO_DOORS;

/** Methods that may be answered with questions first. */
export const ROUNDS: readonly string[] = ['tools/call', 'prompts/get', 'resources/read'];

/** Whether a form's answer would count: the principal's client may carry one, and can show the form. */
export const mayForm = ({ principal, envelope, method }: Visit): boolean =>
  principal.human === 'elicitation' && showsForms(envelope.capabilities) && ROUNDS.includes(method);

/** How the client of a request can be asked, and told that its call waits. */
export function doorsOf(errand: Errand): Doors {
  const { front, visit } = errand;
  const asks = mayForm(visit);
  const returns = asks && visit.dress.era === 'modern';
  const elicits = asks && !returns && visit.reply.streams;
  if (!elicits && !errand.waits) return returns ? RETURNS : NO_DOORS;
  return {
    returns,
    ...(elicits ? { elicit: (hold, signal) => elicit(errand, hold, signal) } : {}),
    ...(errand.waits ? { waiting: (message: string) => errand.wait(front.gate.say(message)) } : {}),
  };
}

const RETURNS: Doors = Object.freeze({ returns: true });

async function elicit(
  { front, visit, asking, signal }: Errand,
  hold: Hold,
  over: AbortSignal,
): Promise<ElicitationAnswer> {
  const asked = front.clock();
  const read = (response: Result): ElicitationAnswer =>
    readDecision(response.kind === 'complete' ? response.value : undefined, front.clock() - asked, hold);
  const { mode, ...form } = approvalForm(hold, asked, front.gate.say);
  const answer = await asking.ask(visit.reply, {
    method: 'elicitation/create',
    params: JSON.stringify(form),
    ms: hold.expires - asked,
    signal: AbortSignal.any([signal, over]),
    // The answer no longer counts, and the record says so.
    late: (response) => void front.gate.answer(hold, { ...read(response), isLate: true }, visit.principal),
  });
  return read(answer);
}

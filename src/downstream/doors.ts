import type { Hold } from '../model/approval.ts';
import type { Doors, ElicitationAnswer } from '../model/gate.ts';
import type { Result } from '../model/result.ts';
import type { Asking } from './asking.ts';
import { showsForms } from './envelope.ts';
import type { Errand } from './errand.ts';
import { approvalForm, readDecision } from './form.ts';
import type { Front } from './front.ts';
import type { Visit } from './visit.ts';

const NO_DOORS: Doors = Object.freeze({ returns: false });

/** Nobody is asked, but the client is told that its call waits. */
export const patience = (front: Front, errand: Errand): Doors =>
  errand.waits ? { returns: false, waiting: (message) => errand.wait(front.gate.say(message)) } : NO_DOORS;

/** Methods that may be answered with questions first. */
export const ROUNDS: readonly string[] = ['tools/call', 'prompts/get', 'resources/read'];

/** Whether a form's answer would count: the principal's client may carry one, and can show the form. */
export const mayForm = ({ principal, envelope, method }: Visit): boolean =>
  principal.human === 'elicitation' && showsForms(envelope.capabilities) && ROUNDS.includes(method);

/** How the client of a request can be asked, and told that its call waits. */
export function doorsOf(front: Front, visit: Visit, errand: Errand, asking: Asking): Doors {
  const asks = mayForm(visit);
  const returns = asks && visit.dress.era === 'modern';
  const elicits = asks && !returns && visit.reply.streams;
  if (!elicits && !errand.waits) return returns ? RETURNS : NO_DOORS;
  return {
    returns,
    ...(elicits ? { elicit: (hold, signal) => elicit(front, visit, errand, asking, hold, signal) } : {}),
    ...(errand.waits ? { waiting: (message: string) => errand.wait(front.gate.say(message)) } : {}),
  };
}

const RETURNS: Doors = Object.freeze({ returns: true });

async function elicit(
  front: Front,
  visit: Visit,
  errand: Errand,
  asking: Asking,
  hold: Hold,
  over: AbortSignal,
): Promise<ElicitationAnswer> {
  const asked = front.clock();
  const read = (response: Result): ElicitationAnswer =>
    readDecision(response.kind === 'complete' ? response.value : undefined, front.clock() - asked);
  // The answer no longer counts, and the record says so.
  const late = (response: Result): void => void front.gate.answer(hold, read(response), visit.principal);
  const { mode, ...form } = approvalForm(hold, asked, front.gate.say);
  const text = JSON.stringify(form);
  const signal = AbortSignal.any([errand.signal, over]);
  return read(await asking.ask(visit.reply, 'elicitation/create', text, hold.expires - asked, signal, late));
}

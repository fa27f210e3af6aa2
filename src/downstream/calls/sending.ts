import type { Call } from '../../model/call.ts';
import type { Doors } from '../../model/gate.ts';
import { canBeAsked } from '../asking/ability.ts';
import { ROUNDS } from '../asking/doors.ts';
import { Crossing } from '../rounds/crossing.ts';
import { parkedAnswer } from '../rounds.ts';
import type { Visit } from '../visit.ts';
import type { Answer } from '../wire.ts';
import { conclude } from './conclusion.ts';
import type { Errand } from './errand.ts';
import type { Given } from './request.ts';

/** Whether a legacy upstream's questions can reach this client only by its coming back. */
export const comesBack = ({ dress, method, envelope }: Visit): boolean =>
  dress.era === 'modern' && ROUNDS.includes(method) && canBeAsked(envelope.capabilities);

/** Sends a call through the gate, and says what to answer. */
export async function send(errand: Errand, call: Call, doors: Doors, given: Given): Promise<Answer> {
  if (comesBack(errand.visit)) return cross(errand, call, doors, given);
  return conclude(errand, await errand.front.gate.pass(call, errand, doors), given);
}

/** Sends a call whose upstream may ask, and waits for its end or for questions. */
export function cross(errand: Errand, call: Call, doors: Doors, given: Given): Promise<Answer> {
  const crossing = new Crossing(errand);
  crossing.begin(errand.front.gate.pass(call, crossing, doors));
  return follow(errand, call, crossing, given);
}

/** Waits for the end of a call that is under way, or for its next questions. */
export async function follow(errand: Errand, call: Call, crossing: Crossing, given: Given): Promise<Answer> {
  const outcome = await crossing.next();
  return outcome === undefined ? parkedAnswer(errand, call, crossing) : conclude(errand, outcome, given);
}

import type { JsonObject } from '../../model/json.ts';
import type { Errand } from '../calls/errand.ts';
import type { State } from '../rounds/seal.ts';
import { type Answer, META } from '../wire.ts';

/** A question of ours, put in the answer to a request: its client comes back with what the person said. */
export function ownQuestion({ front, visit }: Errand, key: string, params: JsonObject, state: State): Answer {
  const question = JSON.stringify({ [key]: { method: 'elicitation/create', params } });
  const sealed = JSON.stringify(front.seal.close(state));
  return {
    member: 'result',
    text: `{"resultType":"input_required","inputRequests":${question},"requestState":${sealed},"_meta":{"${META.server}":${visit.dress.server}}}`,
  };
}

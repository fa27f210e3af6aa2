import type { Decide } from '../../model/decision.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { supposeCall, supposeSituation } from '../../policy/situation.ts';

/** By which request a server uses each capability of a client. */
const USES: Readonly<Record<string, string>> = {
  elicitation: 'elicitation/create',
  sampling: 'sampling/createMessage',
  roots: 'roots/list',
};

/**
 * What a server is told of a client's capabilities: those that the policy would let it use. A server that is told of one
 * and then refused each time behaves worse than one that knows.
 */
export const offerOf =
  (decide: Decide, now: () => number) =>
  (upstream: string, capabilities: JsonObject): JsonObject => {
    const offered: Record<string, Json> = {};
    for (const [name, value] of Object.entries(capabilities)) {
      const method = USES[name];
      if (method === undefined) continue;
      const supposed = { tool: `${upstream}.` };
      const { call, evidence, view } = supposeSituation(
        supposed,
        supposeCall(supposed, {}, () => undefined, 'upstream', method),
      );
      if (decide(call, evidence, view, now()).effect !== 'deny') offered[name] = value;
    }
    return offered;
  };

import type { Config } from '../../config/schema.ts';
import type { Decide } from '../../model/decision.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { supposeCall, supposeSituation } from '../../policy/situation.ts';

/** The request by which a server uses each capability of a client. */
const USES: Readonly<Record<string, string>> = {
  elicitation: 'elicitation/create',
  sampling: 'sampling/createMessage',
  roots: 'roots/list',
};

/**
 * The capabilities of a client that a server is told of: those that the policy would let it use. A server that believes
 * it has one and is refused each time behaves worse than one that knows it has not.
 */
export const offerOf =
  (decide: Decide, now: () => number, servers: Config['servers'] = {}) =>
  (upstream: string, capabilities: JsonObject): JsonObject => {
    const offered: Record<string, Json> = {};
    for (const [name, value] of Object.entries(capabilities)) {
      const method = USES[name];
      if (method === undefined) continue;
      // Told of no root, it is not told that there are any.
      if (name === 'roots' && servers[upstream]?.roots?.length === 0) continue;
      const supposed = { tool: `${upstream}.` };
      const { call, evidence, view } = supposeSituation(
        supposed,
        supposeCall(supposed, {}, () => undefined, 'upstream', method),
      );
      if (decide(call, evidence, view, now()).effect !== 'deny') offered[name] = value;
    }
    return offered;
  };

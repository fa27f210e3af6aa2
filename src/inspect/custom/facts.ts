import type { Call, Principal } from '../../model/call.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isFailure, type Result, resultBody } from '../../model/result.ts';
import type { View } from '../../model/view.ts';

/** What a custom inspector is told about a call: all that can be copied into a worker, and no texts derived from it. */
export interface CallFacts extends Pick<Call, 'id' | 'at' | 'session' | 'origin' | 'method' | 'target'> {
  readonly principal: Principal;
  /** For a tool call: `server.tool`. */
  readonly name?: string;
  /** What is known about the tool before any call. */
  readonly tool: Pick<Call['tool'], 'powers' | 'roles' | 'labels'>;
  /** The tool's arguments. */
  readonly args: JsonObject;
  /** All params. Places of findings are relative to these: `/arguments/to`. */
  readonly params: JsonObject;
}

export interface ResultFacts {
  readonly kind: Result['kind'];
  /** Whether the tool, the protocol or the connection reported a failure. */
  readonly failed: boolean;
  /** Places of findings are relative to this: `/content/0/text`. */
  readonly body: Json;
}

export interface ViewFacts extends Pick<View, 'labels' | 'recent' | 'calls' | 'incomplete'> {
  /** The acting tools that the session was declared to need, as `server.tool`. */
  readonly declared?: readonly string[];
  readonly purposes?: readonly string[];
  /** Why this was frozen (`sallyport freeze`), if it was. */
  readonly frozen?: string;
}

export function callFacts({ id, at, session, principal, origin, method, target, tool, args, params }: Call): CallFacts {
  const { powers, roles, labels } = tool;
  const facts = { id, at, session, principal, origin, method, target, tool: { powers, roles, labels }, args, params };
  return method === 'tools/call' ? { ...facts, name: `${target.upstream}.${target.name}` } : facts;
}

export const resultFacts = (result: Result): ResultFacts => ({
  kind: result.kind,
  failed: isFailure(result),
  body: resultBody(result),
});

export function viewFacts({ labels, recent, calls, incomplete, declared, purposes, frozen }: View): ViewFacts {
  return {
    labels,
    recent,
    calls,
    incomplete,
    ...(declared === undefined ? {} : { declared: [...declared] }),
    ...(purposes === undefined ? {} : { purposes }),
    ...(frozen === undefined ? {} : { frozen }),
  };
}

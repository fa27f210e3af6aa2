import { canonicalText, sha256, sha256Hex } from './json/canonical.ts';
import { isObject, type JsonObject } from './json.ts';
import type { ToolFacts } from './tool.ts';

/** How a session's key was found; recorded, since the boundary is only as trustworthy as its source. */
export type SessionSource =
  | 'meta-key'
  | 'client-key'
  | 'environment'
  | 'mcp-session-id'
  | 'traceparent'
  | 'process'
  | 'principal'
  | 'shared';

/** The isolation boundary. `key` is a hash of principal, source and value, so that no client can name another's session. */
export interface Session {
  readonly key: string;
  readonly source: SessionSource;
}

/** Sources of sessions that belong to one process: their end is announced, and they have no past elsewhere. */
const OF_A_PROCESS: readonly SessionSource[] = ['process', 'mcp-session-id'];

/** Whether a session can come again when its process has ended. */
export const canComeAgain = ({ source }: Pick<Session, 'source'>): boolean => !OF_A_PROCESS.includes(source);

/** The key of a session, from who calls and what identifies the session. */
export const sessionKey = (
  principal: Pick<Principal, 'id' | 'clientId'>,
  source: SessionSource,
  value: string,
): string => {
  const { id, clientId } = principal;
  return sha256Hex(JSON.stringify(clientId === undefined ? [id, source, value] : [id, source, value, clientId])).slice(
    0,
    32,
  );
};

/** Who calls. `id` is ours and stable; what a client says of itself (`client`) is shown to people and never decides. */
export interface Principal {
  readonly id: string;
  /** The configured agent this principal is, or undefined where none is configured or none matched. */
  readonly agent?: string;
  readonly purpose?: string;
  /** Set where the scopes of an access token decide: these grant, and nothing else does. */
  readonly purposes?: readonly string[];
  /** The OAuth client that the access token was issued to, as its issuer says. */
  readonly clientId?: string;
  /** Who acts for the principal, as the issuer says (`act`, RFC 8693), the current actor first. */
  readonly actors?: readonly string[];
  /** The part of the client that calls, as the client says. Like its name it proves nothing, and may only narrow. */
  readonly subagent?: string;
  readonly client?: { readonly name: string; readonly version: string };
  /** Whether an elicitation's answer counts as a person's (law 5). */
  readonly human: 'elicitation' | 'out-of-band';
}

/** Where a call goes. `name` is the upstream's own: a tool, a prompt, a resource's URI; '' where the method has no object. */
export interface Target {
  readonly upstream: string;
  readonly name: string;
}

/** The id of the principal in calls that stand for a text which no call brought. */
export const OURSELVES = 'sallyport';

export type Origin = 'downstream' | 'upstream' | 'ours';

/** A person's yes to a call that its upstream answered with questions: valid for the call's next round, and for these rules. */
export interface Continuation {
  readonly approval: string;
  readonly binding: string;
  readonly rules: readonly string[];
}

/** One request under judgement. Frozen: a changed call is a new call. */
export interface Call {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly session: Session;
  readonly principal: Principal;
  readonly origin: Origin;
  /** The protocol's method: `tools/call`, `resources/read`, … */
  readonly method: string;
  readonly target: Target;
  /** What is known of the target before any call: powers, roles, labels. */
  readonly tool: ToolFacts;
  /** The arguments a rule reads: `arguments` of a tool or prompt; for other methods all params but `_meta`. */
  readonly args: JsonObject;
  /** All params as parsed; inspectors read these, with pointers such as `/arguments/to`. */
  readonly params: JsonObject;
  /** The params' exact text. The relay sends this and edits only the envelope (names, ids, tokens, `_meta`). */
  readonly text: string;
  /** Binds an approval: SHA-256 over principal, session, method, target and the arguments with their number text. */
  readonly digest: string;
  /** The approval that this call claims, where its client came back with one. */
  readonly approval?: string;
  /** Set where this is the next round of a call that a person approved. Never from a client: it comes out of a sealed state. */
  readonly continues?: Continuation;
}

/** `argsText` is the JSON text of the call's arguments. */
export function callDigest(call: Pick<Call, 'principal' | 'session' | 'method' | 'target'>, argsText: string): string {
  const { principal, session, method, target } = call;
  const head = JSON.stringify([principal.id, session.key, method, target.upstream, target.name]);
  return sha256(`${head}\n${canonicalText(argsText)}`);
}

/** The arguments a rule reads: `arguments` of a tool or prompt; for other methods all params but `_meta`. */
export function argsOf(method: string, params: JsonObject): JsonObject {
  if (method === 'tools/call' || method === 'prompts/get') return isObject(params.arguments) ? params.arguments : {};
  if (params._meta === undefined) return params;
  const { _meta, ...args } = params;
  return args;
}

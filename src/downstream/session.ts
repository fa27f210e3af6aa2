import type { Config } from '../config/schema.ts';
import { type Principal, type Session, type SessionSource, sessionKey } from '../model/call.ts';
import { isObject, type JsonObject } from '../model/json.ts';

/** What is known about where a request came from, besides its `_meta`. */
export interface Origin {
  /** The environment of a stdio process; empty for HTTP. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The legacy session id that we minted for this connection. */
  readonly transportSession?: string;
  /** Set for a stdio process: random, one for each. */
  readonly process?: string;
  /** Whether the principal proved who it is. */
  readonly authenticated: boolean;
}

export type DeriveSession = (principal: Principal, origin: Origin, meta: JsonObject, now: number) => Session;

interface Stretch {
  readonly principal: Principal;
  /** What it is a stretch of. */
  readonly value: string;
  readonly session: Session;
  last: number;
}

/**
 * Derives the session of a request; nothing else does. The first source that speaks wins; arguments that a model writes are
 * never looked at. `nonce` makes the stretches of this process its own; `onEnd` is called for a session that idleness cut.
 */
export function createSessions(
  options: Config['session'],
  nonce: string,
  onEnd: (session: Session) => void,
): DeriveSession {
  const known = new Map<string, Session>();
  const stretches = new Map<string, Stretch>();

  const session = (principal: Principal, source: SessionSource, value: string): Session => {
    const { id, clientId } = principal;
    const name = `${source}\n${id}\n${clientId ?? ''}\n${value}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size >= 10_000) known.clear();
    const made = Object.freeze({ key: sessionKey(principal, source, value), source });
    known.set(name, made);
    return made;
  };

  /** The last stretch: a process has one, and its name need not be put together for every request. */
  let recent: Stretch | undefined;

  /** A process or principal may go on for days: silence longer than `idle` ends its session. */
  const stretch = (principal: Principal, source: 'process' | 'principal', value: string, now: number): Session => {
    let here = recent;
    if (here?.principal !== principal || here.value !== value || here.session.source !== source)
      here = stretches.get(`${source}\n${principal.id}\n${principal.clientId ?? ''}\n${value}`);
    if (here !== undefined && now - here.last <= options.idle) {
      here.last = now;
      recent = here;
      return here.session;
    }
    if (here !== undefined) onEnd(here.session);
    const begun = session(principal, source, `${value}\n${nonce}\n${now}`);
    recent = { principal, value, session: begun, last: now };
    stretches.set(`${source}\n${principal.id}\n${principal.clientId ?? ''}\n${value}`, recent);
    return begun;
  };

  return (principal, origin, meta, now) => {
    const configured = options.meta === undefined ? undefined : textOf(meta[options.meta]);
    if (configured !== undefined) return session(principal, 'meta-key', configured);
    const client = clientKey(meta);
    if (client !== undefined) return session(principal, 'client-key', client);
    const spawned = textOf(origin.env.CLAUDE_CODE_SESSION_ID);
    if (spawned !== undefined) return session(principal, 'environment', spawned);
    if (origin.transportSession !== undefined) return session(principal, 'mcp-session-id', origin.transportSession);
    const trace = options.traceparent ? traceId(meta.traceparent) : undefined;
    if (trace !== undefined) return session(principal, 'traceparent', trace);
    if (origin.process !== undefined) return stretch(principal, 'process', origin.process, now);
    // One person may have several agents and clients: what one has read is not the others' business.
    if (origin.authenticated) return stretch(principal, 'principal', principal.agent ?? '', now);
    return session(principal, 'shared', '');
  };
}

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : undefined;
};

/** Codex names its conversation in `_meta`; a sub-agent's thread is a conversation of its own. */
function clientKey(meta: JsonObject): string | undefined {
  const turn = meta['x-codex-turn-metadata'];
  const session = textOf(meta.sessionId) ?? (isObject(turn) ? textOf(turn.session_id) : undefined);
  const thread = textOf(meta.threadId) ?? (isObject(turn) ? textOf(turn.thread_id) : undefined);
  if (session === undefined && thread === undefined) return undefined;
  return JSON.stringify([session ?? null, thread ?? null]);
}

function traceId(value: unknown): string | undefined {
  const match = typeof value === 'string' ? /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(value) : null;
  return match === null || /^0+$/.test(match[1] ?? '0') ? undefined : match[1];
}

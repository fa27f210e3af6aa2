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

interface Stretch {
  readonly principal: Principal;
  /** What it is a stretch of. */
  readonly value: string;
  readonly session: Session;
  last: number;
}

/** Beyond this number, the session that was derived first is forgotten, and derived again when it is back. */
const MOST_KNOWN = 1_000;

/**
 * Derives the session of a request; nothing else does. The first source that speaks wins; arguments that a model writes are
 * never looked at.
 */
export class Sessions {
  readonly #options: Config['session'];
  readonly #nonce: string;
  readonly #onEnd: (session: Session) => void;
  readonly #known = new Map<string, Session>();
  /** The session that was named last: putting its name together and finding it costs more than a look. */
  #named: { readonly principal: Principal; readonly value: string; readonly session: Session } | undefined;
  readonly #stretches = new Map<string, Stretch>();
  /** The last stretch: a process has one, and its name need not be put together for every request. */
  #recent: Stretch | undefined;
  #sweptAt = Number.NEGATIVE_INFINITY;

  /** `nonce` makes the stretches of this process its own; `onEnd` is called for a session that idleness cut. */
  constructor(options: Config['session'], nonce: string, onEnd: (session: Session) => void) {
    this.#options = options;
    this.#nonce = nonce;
    this.#onEnd = onEnd;
  }

  derive(principal: Principal, origin: Origin, meta: JsonObject, now: number): Session {
    const { meta: key, traceparent } = this.#options;
    const configured = key === undefined ? undefined : textOf(meta[key]);
    if (configured !== undefined) return this.#session(principal, 'meta-key', configured);
    const client = clientKey(meta);
    if (client !== undefined) return this.#session(principal, 'client-key', client);
    const spawned = textOf(origin.env.CLAUDE_CODE_SESSION_ID);
    if (spawned !== undefined) return this.#session(principal, 'environment', spawned);
    if (origin.transportSession !== undefined)
      return this.#session(principal, 'mcp-session-id', origin.transportSession);
    const trace = traceparent ? traceId(meta.traceparent) : undefined;
    if (trace !== undefined) return this.#session(principal, 'traceparent', trace);
    if (origin.process !== undefined) return this.#stretch(principal, 'process', origin.process, now);
    // One person may have several agents and clients: what one has read is not the others' business.
    if (origin.authenticated) return this.#stretch(principal, 'principal', principal.agent ?? '', now);
    return this.#session(principal, 'shared', '');
  }

  #session(principal: Principal, source: SessionSource, value: string): Session {
    const last = this.#named;
    if (last?.principal === principal && last.value === value && last.session.source === source) return last.session;
    const name = nameOf(principal, source, value);
    let session = this.#known.get(name);
    if (session === undefined) {
      if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value ?? '');
      session = Object.freeze({ key: sessionKey(principal, source, value), source });
      this.#known.set(name, session);
    }
    this.#named = { principal, value, session };
    return session;
  }

  /** A process or principal may go on for days: silence longer than `idle` ends its session. */
  #stretch(principal: Principal, source: 'process' | 'principal', value: string, now: number): Session {
    let here = this.#recent;
    if (here?.principal !== principal || here.value !== value || here.session.source !== source)
      here = this.#stretches.get(nameOf(principal, source, value));
    if (here !== undefined && now - here.last <= this.#options.idle) {
      here.last = now;
      this.#recent = here;
      return here.session;
    }
    if (here !== undefined) this.#end(here);
    if (now - this.#sweptAt > this.#options.idle) this.#sweep(now);
    const session = this.#session(principal, source, `${value}\n${this.#nonce}\n${now}`);
    this.#recent = { principal, value, session, last: now };
    this.#stretches.set(nameOf(principal, source, value), this.#recent);
    return session;
  }

  /** Of those who may call there is no end, and most do not say that they will not come back. */
  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const stretch of this.#stretches.values()) if (now - stretch.last > this.#options.idle) this.#end(stretch);
  }

  #end({ principal, value, session }: Stretch): void {
    this.#stretches.delete(nameOf(principal, session.source, value));
    this.#onEnd(session);
  }
}

const nameOf = ({ id, clientId }: Principal, source: SessionSource, value: string): string =>
  `${source}\n${id}\n${clientId ?? ''}\n${value}`;

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

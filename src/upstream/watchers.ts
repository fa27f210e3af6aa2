import type { Call, Session } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import { wholesOf } from '../model/protocol/address.ts';
import type { Courier } from '../model/relay.ts';
import { DONE, ownError, type Result } from '../model/result.ts';

export interface WatchersOptions {
  readonly upstream: string;
  /** Sends a request over a session's connection, which it opens if need be. Never rejects. */
  readonly send: (key: string, call: Call, courier: Courier) => Promise<Result>;
  /** Milliseconds until the server may be started again. */
  readonly wait: () => number;
  readonly frozen: Frozen;
  /** For people. */
  readonly log: (line: string) => void;
}

/** Why a person has frozen a server, or a session or agent as well; undefined where nobody has. */
export type Frozen = (upstream: string, session?: Session, agent?: string) => string | undefined;

/** One session that watches a resource. */
interface Interest {
  /** The request that was judged and recorded; it stands until it is taken back. */
  readonly call: Call;
  readonly capabilities: JsonObject;
  readonly count: number;
}

/** Who watches one resource, by key of session: one that stops does not stop the others. */
type Watched = Map<string, Interest>;

/** What is watched over one connection, by address. */
interface Watching {
  readonly all: Map<string, Watched>;
  /** Its connection was lost, and is to be asked again then. */
  timer: NodeJS.Timeout | undefined;
  isAsking: boolean;
  isLost: boolean;
  /** The addresses that it was not asked for yet, since a person has frozen who watches them. */
  left: readonly string[];
}

/** How long a server that just ended is left alone at least, in milliseconds. */
const SOONEST = 100;
const LONGEST = 60_000;
/** How often it is looked whether what was frozen is so no more. */
const LOOK = 2_000;
const NOT_WATCHED = -32602;

/**
 * What is watched at one server, by the key of the connection that is to tell: a session's, or the one for all. Connections
 * come and go without clients hearing of it, so one that takes another's place is asked again for what that one was to tell.
 */
export class Watchers {
  readonly #options: WatchersOptions;
  readonly #connections = new Map<string, Watching>();
  readonly #closed = new AbortController();

  constructor(options: WatchersOptions) {
    this.#options = options;
  }

  /** Whether anybody is to be told of anything over it: then it is in use, however silent. */
  has(key: string): boolean {
    return this.#connections.has(key);
  }

  /** Passes on a request to watch, or to stop. Never rejects. */
  pass(key: string, call: Call, courier: Courier): Promise<Result> {
    return call.method === 'resources/subscribe' ? this.#start(key, call, courier) : this.#stop(key, call, courier);
  }

  /** Who is to hear that a resource changed, of those behind a connection: whoever watches it, or what it is a part of. */
  of(key: string, uri: unknown): readonly Session[] {
    const all = this.#connections.get(key)?.all;
    if (all === undefined || typeof uri !== 'string') return [];
    const sessions = new Map<string, Session>();
    for (const whole of wholesOf(uri))
      for (const { call } of all.get(whole)?.values() ?? []) sessions.set(call.session.key, call.session);
    return [...sessions.values()];
  }

  /** The connection is gone: as soon as there can be another, that one is asked. */
  lost(key: string): void {
    const own = this.#connections.get(key);
    if (own === undefined) return;
    own.isLost = true;
    this.#later(key, own, SOONEST);
  }

  #later(key: string, own: Watching, pause: number): void {
    if (own.isAsking || own.timer !== undefined) return;
    own.timer = setTimeout(() => void this.#again(key, own, pause), Math.max(pause, this.#options.wait())).unref();
  }

  /** A session watches a resource once less. Its server is told nothing. */
  unwatch(key: string, uri: string, session: Session): void {
    this.#forget(key, uri, session);
  }

  leave({ key: session }: Session): void {
    // Its own connection, or the one for all.
    for (const key of [session, '']) {
      for (const [uri, watched] of this.#connections.get(key)?.all ?? []) {
        if (watched.delete(session) && watched.size === 0) this.#drop(key, uri);
      }
    }
  }

  close(): void {
    this.#closed.abort();
    for (const [key, own] of this.#connections) for (const uri of own.all.keys()) this.#drop(key, uri);
  }

  async #start(key: string, call: Call, courier: Courier): Promise<Result> {
    const own = this.#connections.get(key) ?? newlyWatching();
    const watched: Watched = own.all.get(call.target.name) ?? new Map();
    // Counted before it is sent: another that stops meanwhile must not stop this one.
    const before = watched.get(call.session.key) ?? { call, capabilities: courier.capabilities, count: 0 };
    watched.set(call.session.key, { ...before, count: before.count + 1 });
    own.all.set(call.target.name, watched);
    if (!this.#closed.signal.aborted) this.#connections.set(key, own);
    const result = await this.#options.send(key, call, courier);
    if (result.kind !== 'complete') this.#forget(key, call.target.name, call.session);
    return result;
  }

  #stop(key: string, call: Call, courier: Courier): Promise<Result> {
    const isWatched = this.#forget(key, call.target.name, call.session);
    return isWatched ? Promise.resolve(DONE) : this.#options.send(key, call, courier);
  }

  /** One fewer watches it, if this session did. True where others still do. */
  #forget(key: string, uri: string, session: Session): boolean {
    const watched = this.#connections.get(key)?.all.get(uri);
    if (watched === undefined) return false;
    const own = watched.get(session.key);
    if (own !== undefined && own.count > 1) watched.set(session.key, { ...own, count: own.count - 1 });
    else watched.delete(session.key);
    if (watched.size === 0) this.#drop(key, uri);
    return watched.size > 0;
  }

  #drop(key: string, uri: string): void {
    const own = this.#connections.get(key);
    own?.all.delete(uri);
    if (own?.all.size !== 0) return;
    clearTimeout(own.timer);
    this.#connections.delete(key);
  }

  async #again(key: string, own: Watching, pause: number): Promise<void> {
    own.timer = undefined;
    own.isAsking = true;
    const { upstream, log } = this.#options;
    const wanted = own.isLost ? [...own.all.keys()] : own.left;
    own.isLost = false;
    own.left = await this.#ask(key, own, wanted);
    own.isAsking = false;
    const count = wanted.length - own.left.length;
    if (count > 0 && this.has(key)) log(`[${upstream}] was asked again to tell of what is watched (${count})`);
    if (own.isLost || own.left === wanted) this.#later(key, own, Math.min(pause * 2, LONGEST));
    else if (own.left.length > 0) this.#later(key, own, LOOK);
  }

  /** Asks to be told of these. Resolves with those that cannot be asked for now: all where the server cannot be reached. */
  async #ask(key: string, own: Watching, wanted: readonly string[]): Promise<readonly string[]> {
    const { upstream, send, frozen, log } = this.#options;
    const left: string[] = [];
    for (const uri of wanted) {
      const watched = own.all.get(uri);
      if (watched === undefined || this.#connections.get(key) !== own) continue;
      const interest = [...watched.values()].find(
        ({ call }) => frozen(upstream, call.session, call.principal.agent) === undefined,
      );
      if (interest === undefined) {
        left.push(uri);
        continue;
      }
      const { call, capabilities } = interest;
      const result = await send(key, call, { signal: this.#closed.signal, capabilities });
      if (result.kind === 'failed') return wanted;
      if (result.kind === 'complete') continue;
      this.#drop(key, uri);
      log(`[${upstream}] no longer tells of ${uri}, which is watched`);
    }
    return left;
  }
}

const newlyWatching = (): Watching => ({
  all: new Map(),
  timer: undefined,
  isAsking: false,
  isLost: false,
  left: [],
});

/** A process that ends with its call tells nothing afterwards. */
export const notWatched = (uri: string): Result =>
  ownError(NOT_WATCHED, `nothing is told of ${uri}: each call to this server has a process of its own`);

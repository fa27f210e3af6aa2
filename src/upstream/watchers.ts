import type { Call, Session } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import type { Courier } from '../model/relay.ts';
import { ownError, type Result } from '../model/result.ts';

export interface WatchersOptions {
  readonly upstream: string;
  /** Sends a request over a session's connection, which it opens if need be. Never rejects. */
  readonly send: (key: string, call: Call, courier: Courier) => Promise<Result>;
  /** Milliseconds until the server may be started again. */
  readonly wait: () => number;
  /** For people. */
  readonly log: (line: string) => void;
}

/** One resource that a session watches. */
interface Watched {
  /** The request that was judged and recorded; it stands until it is taken back. */
  readonly call: Call;
  readonly capabilities: JsonObject;
  /** Who watches it, by key, and how often: one that stops does not stop the others. */
  readonly by: Map<string, { readonly session: Session; readonly count: number }>;
}

/** What is watched over one connection, by address. */
interface Watching {
  readonly all: Map<string, Watched>;
  /** Its connection was lost, and is to be asked again then. */
  timer: NodeJS.Timeout | undefined;
  isAsking: boolean;
  isLost: boolean;
}

/** How long a server that just ended is left alone at least, in milliseconds. */
const SOONEST = 100;
const LONGEST = 60_000;
const NOT_WATCHED = -32602;
const DONE: Result = Object.freeze({ kind: 'complete', value: Object.freeze({}), text: '{}' });

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

  /** Who is to hear that a resource changed, over a connection that is nobody's own. */
  of(key: string, uri: unknown): readonly Session[] {
    const watched = typeof uri === 'string' ? this.#connections.get(key)?.all.get(uri) : undefined;
    return [...(watched?.by.values() ?? [])].map(({ session }) => session);
  }

  /** The connection is gone: as soon as there can be another, that one is asked. */
  lost(key: string, pause = SOONEST): void {
    const own = this.#connections.get(key);
    if (own === undefined) return;
    own.isLost = true;
    if (own.isAsking || own.timer !== undefined) return;
    own.timer = setTimeout(() => void this.#again(key, own, pause), Math.max(pause, this.#options.wait())).unref();
  }

  leave({ key: session }: Session): void {
    // Its own connection, or the one for all.
    for (const key of [session, '']) {
      for (const [uri, { by }] of this.#connections.get(key)?.all ?? []) {
        if (by.delete(session) && by.size === 0) this.#drop(key, uri);
      }
    }
  }

  close(): void {
    this.#closed.abort();
    for (const [key, own] of this.#connections) for (const uri of own.all.keys()) this.#drop(key, uri);
  }

  async #start(key: string, call: Call, courier: Courier): Promise<Result> {
    const own = this.#connections.get(key) ?? { all: new Map(), timer: undefined, isAsking: false, isLost: false };
    const watched = own.all.get(call.target.name) ?? { call, capabilities: courier.capabilities, by: new Map() };
    // Counted before it is sent: another that stops meanwhile must not stop this one.
    const { session } = call;
    watched.by.set(session.key, { session, count: (watched.by.get(session.key)?.count ?? 0) + 1 });
    own.all.set(call.target.name, watched);
    if (!this.#closed.signal.aborted) this.#connections.set(key, own);
    const result = await this.#options.send(key, call, courier);
    if (result.kind !== 'complete') this.#forget(key, call);
    return result;
  }

  #stop(key: string, call: Call, courier: Courier): Promise<Result> {
    const isWatched = this.#forget(key, call);
    return isWatched ? Promise.resolve(DONE) : this.#options.send(key, call, courier);
  }

  /** One fewer watches it, if this session did. True where others still do. */
  #forget(key: string, { session, target }: Call): boolean {
    const by = this.#connections.get(key)?.all.get(target.name)?.by;
    if (by === undefined) return false;
    const count = by.get(session.key)?.count ?? 0;
    if (count > 1) by.set(session.key, { session, count: count - 1 });
    else by.delete(session.key);
    if (by.size === 0) this.#drop(key, target.name);
    return by.size > 0;
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
    own.isLost = false;
    const { upstream, log } = this.#options;
    const count = own.all.size;
    const isThere = await this.#askAll(key, own);
    own.isAsking = false;
    if (!isThere || own.isLost) return this.lost(key, Math.min(pause * 2, LONGEST));
    if (this.has(key)) log(`[${upstream}] was asked again to tell of what is watched (${count})`);
  }

  /** False where it cannot be asked now. */
  async #askAll(key: string, own: Watching): Promise<boolean> {
    const { upstream, send, log } = this.#options;
    for (const [uri, watched] of [...own.all]) {
      if (this.#connections.get(key)?.all.get(uri) !== watched) continue;
      const { call, capabilities } = watched;
      const result = await send(key, call, { signal: this.#closed.signal, capabilities });
      if (result.kind === 'failed') return false;
      if (result.kind === 'complete') continue;
      this.#drop(key, uri);
      log(`[${upstream}] no longer tells of ${uri}, which is watched`);
    }
    return true;
  }
}

/** A process that ends with its call tells nothing afterwards. */
export const notWatched = (uri: string): Result =>
  ownError(NOT_WATCHED, `nothing is told of ${uri}: each call to this server has a process of its own`);

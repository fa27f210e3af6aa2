import { setTimeout as pause } from 'node:timers/promises';
import type { ServerConfig } from '../config/schema.ts';
import type { Call, Session } from '../model/call.ts';
import type { Courier } from '../model/relay.ts';
import type { Result } from '../model/result.ts';
import type { Listing, Notice, Standing, Unasked } from '../model/upstreams.ts';
import { launchText } from './endpoint.ts';
import type { Failure } from './failure.ts';
import type { Mirror } from './http/mirror.ts';
import { DEBOUNCE, Lister } from './listing/lister.ts';
import { printable } from './printable.ts';
import { Beginning, type BeginningOptions, FIRST_RETRY } from './server/beginning.ts';
import { Calls } from './server/calls.ts';
import { oddities } from './server/oddities.ts';
import { Pool, type PoolOptions } from './server/pool.ts';
import type { Slot } from './server/slot.ts';
import { Stand } from './server/stand.ts';
import { Updates } from './server/updates.ts';
import { Watchers } from './watchers.ts';

export interface ServerOptions
  extends Omit<PoolOptions, 'mirrored' | 'listen' | 'ended' | 'failed' | 'authorize' | 'isWatched'>,
    Pick<BeginningOptions, 'isTrusted' | 'waits' | 'credentials' | 'frozen'> {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told whenever it comes to stand otherwise. */
  readonly stood: (standing: Standing) => void;
  readonly listed: (upstream: string, listing: Listing | undefined) => void;
  /** Told what a session's own process offers where that is not what was listed; undefined where it is again. */
  readonly ownListed: (session: Session, upstream: string, listing: Listing | undefined) => void;
  readonly noticed: (notice: Notice) => void;
  readonly unasked: (unasked: Unasked) => Promise<string>;
}

/** How long a call may be on its way from the journal to a server that was replaced meanwhile, in milliseconds. */
const RETIREMENT = 1_000;
const UPDATED = 'notifications/resources/updated';

/** One server behind: whether it may run, what it offers, and its connections. Nothing here reaches another server. */
export class Server {
  readonly #options: ServerOptions;
  readonly #config: ServerConfig;
  readonly #pool: Pool;
  readonly #odd: (message: string) => void;
  readonly #stand: Stand;
  #isClosed = false;
  readonly #beginning: Beginning;
  readonly #lister: Lister;
  readonly #watchers: Watchers;
  readonly #updates: Updates;
  readonly #calls: Calls;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#odd = oddities((line) => options.log(`[${options.upstream}] ${line}`));
    this.#stand = new Stand(options.config.disabled ? 'disabled' : 'starting', options.now, () => {
      if (!this.#isClosed) options.stood(this.standing());
    });
    const mirrored = new Map<string, readonly Mirror[]>();
    this.#pool = new Pool({
      ...options,
      mirrored,
      authorize: options.credentials.at,
      listen: (slot) => ({
        odd: this.#odd,
        missed: () => {
          this.#lister.missed(slot);
          if (slot.connection?.lane.usable === false) this.#watchers.lost(keyOf(slot));
        },
        notice: (method, params, text) =>
          this.#noticed(slot, { upstream: options.upstream, session: slot.session, method, params, text }),
        unasked: (question) => options.unasked({ session: slot.session, question }),
      }),
      ended: (slot, why) => this.#ended(slot, why),
      isWatched: (slot) => this.#watchers.has(keyOf(slot)),
      failed: (why) => this.#foundBroken(why),
    });
    this.#lister = new Lister({
      ...options,
      pool: this.#pool,
      stand: this.#stand,
      mirrored,
      odd: this.#odd,
      isClosed: () => this.#isClosed,
      later: (ms) => this.#beginning.later(ms),
    });
    this.#beginning = new Beginning({ ...options, pool: this.#pool, lister: this.#lister, stand: this.#stand });
    this.#updates = new Updates(options.noticed);
    this.#watchers = new Watchers({
      upstream: options.upstream,
      send: (key, call, courier) => this.#calls.open(key, call, courier),
      wait: () => this.#pool.wait,
      frozen: options.frozen,
      log: options.log,
    });
    this.#calls = new Calls({
      ...options,
      pool: this.#pool,
      lister: this.#lister,
      beginning: this.#beginning,
      stand: this.#stand,
      watchers: this.#watchers,
    });
  }

  /** Lists the server if it may run; resolves when it has listed, failed, or is found to wait for trust. Never rejects. */
  begin(): Promise<void> {
    return this.#beginning.begin();
  }

  /** The token that it is sent now; undefined where it needs none, or has none yet. */
  get bearer(): string | undefined {
    return this.#options.credentials.current?.header()?.replace(/^Bearer /, '');
  }

  standing(): Standing {
    const { upstream, credentials } = this.#options;
    const processes = this.#config.command === undefined ? 0 : this.#pool.size;
    const need = credentials.current?.need;
    const { state, message } =
      need === undefined ? this.#stand.shown : ({ state: 'waiting-for-login', message: need } as const);
    return { upstream, state, processes, ...(message === undefined ? {} : { message }) };
  }

  /** Relays a call over its session's own connection. Never rejects. */
  call(call: Call, courier: Courier): Promise<Result> {
    return this.#calls.pass(call, courier);
  }

  changedRoots(session: Session, agent: string | undefined): void {
    if (this.#options.frozen(this.#options.upstream, session, agent) !== undefined) return;
    for (const { connection } of this.#pool.of(session.key)) connection?.changedRoots();
  }

  unwatch(uri: string, session: Session): void {
    this.#watchers.unwatch(this.#config.isolation === 'shared' ? '' : session.key, uri, session);
  }

  leave(session: Session): void {
    this.#watchers.leave(session);
    if (this.#config.isolation === 'session') this.#pool.leave(session.key);
    this.#lister.leave(session);
  }

  /** Goes on under this configuration if nothing in it concerns how it is run; false if another has to take its place. */
  adopt(config: ServerConfig): boolean {
    return launchText(config) === launchText(this.#config);
  }

  /** Another has taken its place: ends as soon as what was already judged for it has been sent and answered. */
  async retire(): Promise<void> {
    this.#stop();
    do await pause(RETIREMENT, undefined, { ref: false });
    while (this.#pool.inFlight > 0);
    await this.#pool.close();
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#pool.close();
  }

  #stop(): void {
    this.#isClosed = true;
    this.#beginning.stop();
    this.#watchers.close();
    this.#updates.stop();
    this.#lister.stop();
  }

  /** It ended by itself. Where it was the one that told of changes it is started again and listed anew: nobody else would hear of them. */
  #ended(slot: Slot, why: Failure): void {
    const { log, upstream } = this.#options;
    const isTeller = this.#lister.isTeller(slot);
    this.#watchers.lost(keyOf(slot));
    log(`[${upstream}] ${why.message}; it is started again ${isTeller ? 'now' : 'at its next use'}`);
    if (!isTeller) return;
    this.#stand.become('starting', printable(`${why.message}; it is being started again`));
    // A call may start it again before, and list it.
    const isNeeded = (): boolean => !(this.#lister.isHeard && this.#stand.state === 'ready');
    this.#beginning.later(Math.max(this.#pool.wait, DEBOUNCE), isNeeded);
  }

  /** A call found that it cannot be opened: it is tried from now on until it can, whether anybody calls or not. */
  #foundBroken(why: string): void {
    if (this.#stand.state !== 'ready') return;
    this.#beginning.failed(why, undefined);
    this.#beginning.later(Math.max(this.#pool.wait, FIRST_RETRY));
  }

  /** While a person has frozen it, it is asked nothing: it is listed when they have unfrozen it. */
  #changed(slot: Slot): void {
    if (this.#options.frozen(this.#options.upstream) === undefined) this.#lister.changed(slot);
    else this.#beginning.later(DEBOUNCE);
  }

  #noticed(slot: Slot, notice: Notice): void {
    if (/^notifications\/(tools|resources|prompts)\/list_changed$/.test(notice.method)) this.#changed(slot);
    else if (notice.method !== UPDATED) this.#options.noticed(notice);
    else
      for (const session of this.#watchers.of(keyOf(slot), notice.params.uri))
        this.#updates.hear({ ...notice, session });
  }
}

/** Under which what is watched over it is kept: its session's, or the one for all. */
const keyOf = ({ session }: Slot): string => session?.key ?? '';

import { setTimeout as pause } from 'node:timers/promises';
import type { ServerConfig } from '../config/schema.ts';
import type { Call, Session } from '../model/call.ts';
import { messageOf } from '../model/caught.ts';
import type { Courier } from '../model/relay.ts';
import type { Result } from '../model/result.ts';
import type { Listing, Notice, Standing, Unasked } from '../model/upstreams.ts';
import { orAborted } from './abortable.ts';
import type { Connection } from './connection.ts';
import { launchText } from './endpoint.ts';
import { broken, type Failure, failure, SignInMissing, tooMany } from './failure.ts';
import type { Mirror } from './http/mirror.ts';
import { DEBOUNCE, Lister } from './listing/lister.ts';
import { EVERYTHING } from './meta.ts';
import { printable } from './printable.ts';
import { Beginning, type BeginningOptions, FIRST_RETRY } from './server/beginning.ts';
import { oddities } from './server/oddities.ts';
import { Pool, type PoolOptions } from './server/pool.ts';
import type { Slot } from './server/slot.ts';
import { Stand } from './server/stand.ts';
import { Turns } from './server/turns.ts';
import { Updates } from './server/updates.ts';
import { isWatching } from './watch.ts';
import { notWatched, Watchers } from './watchers.ts';

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
const CANCELLED = 'cancelled before it was sent';
/** How many calls at once get a session for themselves where their server forgets those that they share. */
const MOST_ALONE = 8;

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
  readonly #alone = new Turns(MOST_ALONE);

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
      send: (key, call, courier) => this.#open(key, call, courier).catch(broken),
      wait: () => this.#pool.wait,
      frozen: options.frozen,
      log: options.log,
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
    const { isolation, inFlight } = this.#config;
    if (this.#pool.inFlight >= inFlight) return Promise.resolve(tooMany(this.#options.upstream, inFlight));
    const key = isolation === 'shared' ? '' : isolation === 'session' ? call.session.key : ownKey(call);
    if (isWatching(call.method)) {
      if (isolation === 'call') return Promise.resolve(notWatched(call.target.name));
      return this.#watchers.pass(key, call, courier);
    }
    const slot = isolation === 'call' ? undefined : this.#pool.ready(key, courier.capabilities);
    const connection = slot?.connection;
    const isProcess = this.#config.command !== undefined;
    // Where nobody tells of changes, a call over HTTP waits until somebody does.
    const isKnown = slot !== undefined && (isProcess || this.#lister.isHeard) && this.#lister.knows(slot, call);
    if (connection === undefined || !isKnown) return this.#open(key, call, courier).catch(broken);
    this.#pool.use(slot);
    if (!isProcess) return this.#send(connection, key, call, courier);
    this.#lister.used(slot);
    return connection.call(call, courier);
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

  /** A process is there or is not; that an HTTP session was forgotten shows in the answer. */
  async #send(connection: Connection, key: string, call: Call, courier: Courier): Promise<Result> {
    const result = await connection.call(call, courier);
    const isLost = this.#isLost(result, connection, key, call) && !isCancelled(courier);
    return isLost ? this.#open(key, call, courier, true).catch(broken) : this.#heard(result);
  }

  /** `isRetry`: the call was sent before, to a session that its server says it has forgotten. */
  async #open(key: string, call: Call, courier: Courier, isRetry = false): Promise<Result> {
    const { upstream } = this.#options;
    if (this.#config.disabled) return failure('unreachable', `${upstream} is disabled in the configuration`, false);
    // One that has just taken another's place is called before it has begun.
    if (!(await this.#beginning.mayRun())) return failure('unreachable', this.#options.waits(), false);
    const isShared = this.#config.isolation === 'shared';
    const isAlone = key === ownKey(call);
    for (let isLast = isRetry; ; isLast = true) {
      let slot: Slot;
      let connection: Connection | undefined;
      // Taken back while the record was written: nothing is started for it.
      if (isCancelled(courier)) return failure('cancelled', CANCELLED, false);
      try {
        slot = this.#pool.take(key, isShared ? undefined : call.session, isShared ? EVERYTHING : courier.capabilities);
        slot.waiting++;
        connection = await orAborted(slot.opened, courier.signal).finally(() => slot.waiting--);
      } catch (error) {
        if (!isLast && error instanceof SignInMissing && (await this.#mayBeSignedIn())) continue;
        return failure('unreachable', `${upstream} is not available: ${messageOf(error)}`, false);
      }
      if (connection === undefined) {
        // Nobody else comes for it, unless it is to be listed with.
        if (isAlone && slot !== this.#beginning.slot) this.#pool.drop(slot);
        return failure('cancelled', CANCELLED, false);
      }
      this.#pool.use(slot);
      const unknown = await this.#lister.changedFor(slot, call);
      const result = unknown ?? (await connection.call(call, courier));
      if (isAlone) this.#pool.drop(slot);
      if (!isLast && isUnreachable(unknown) && (await this.#mayBeSignedIn())) continue;
      // Only a call that the server itself says it did not take is sent again, and only once.
      const isLost = this.#isLost(result, connection, key, call);
      if (!isLost || isCancelled(courier)) return this.#heard(result);
      if (!isLast) continue;
      // Where calls use up each other's session, one that nobody shares is the last try.
      if (isAlone || this.#config.url === undefined || isWatching(call.method)) return this.#heard(result);
      return this.#alone.take(() => this.#open(ownKey(call), call, courier, true));
    }
  }

  /** Whether a call was not taken because its connection is of no use any more; then nothing is watched over it, either. */
  #isLost(result: Result, { lane }: Connection, key: string, call: Call): boolean {
    const isLost = result.kind === 'failed' && result.acted === false && !lane.usable;
    if (isLost && !isWatching(call.method)) this.#watchers.lost(key);
    return isLost;
  }

  /** What became of a call over HTTP tells of its server. */
  #heard(result: Result): Result {
    if (this.#config.url === undefined) return result;
    this.#stand.heard(result);
    this.#lister.heard(result);
    return result;
  }

  /** Whether what failed for want of a sign-in, asked before this call came, may succeed now. */
  async #mayBeSignedIn(): Promise<boolean> {
    return (await this.#options.credentials.current?.mayBeMet()) ?? false;
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

/** For a connection that no other call is sent on. */
const ownKey = ({ id }: Call): string => `call ${id}`;

const isCancelled = (courier: Courier): boolean => courier.isCancelled ?? courier.signal.aborted;

const isUnreachable = (result: Result | undefined): boolean =>
  result?.kind === 'failed' && result.reason === 'unreachable';

/** Under which what is watched over it is kept: its session's, or the one for all. */
const keyOf = ({ session }: Slot): string => session?.key ?? '';

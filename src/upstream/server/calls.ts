import type { Call } from '../../model/call.ts';
import { messageOf } from '../../model/caught.ts';
import type { Courier } from '../../model/relay.ts';
import type { Result } from '../../model/result.ts';
import { orAborted } from '../abortable.ts';
import type { Connection } from '../connection.ts';
import { broken, failure, SignInMissing, tooMany } from '../failure.ts';
import type { Lister } from '../listing/lister.ts';
import { EVERYTHING } from '../meta.ts';
import { isWatching } from '../watch.ts';
import { notWatched, type Watchers } from '../watchers.ts';
import type { Beginning, BeginningOptions } from './beginning.ts';
import type { Pool, PoolOptions } from './pool.ts';
import type { Slot } from './slot.ts';
import type { Stand } from './stand.ts';
import { Turns } from './turns.ts';

/** What calls need of their server. */
export interface CallsOptions
  extends Pick<PoolOptions, 'upstream' | 'config'>,
    Pick<BeginningOptions, 'waits' | 'credentials'> {
  readonly pool: Pool;
  readonly lister: Lister;
  readonly beginning: Beginning;
  readonly stand: Stand;
  readonly watchers: Watchers;
}

const CANCELLED = 'cancelled before it was sent';
/** How many calls at once get a session for themselves where their server forgets those that they share. */
const MOST_ALONE = 8;

/** Brings each call over its session's own connection, and once more where the server says that it did not take it. */
export class Calls {
  readonly #of: CallsOptions;
  readonly #alone = new Turns(MOST_ALONE);

  constructor(options: CallsOptions) {
    this.#of = options;
  }

  /** Never rejects. */
  pass(call: Call, courier: Courier): Promise<Result> {
    const { upstream, config, pool, lister, watchers } = this.#of;
    const { isolation, inFlight } = config;
    if (pool.inFlight >= inFlight) return Promise.resolve(tooMany(upstream, inFlight));
    const key = isolation === 'shared' ? '' : isolation === 'session' ? call.session.key : ownKey(call);
    if (isWatching(call.method)) {
      if (isolation === 'call') return Promise.resolve(notWatched(call.target.name));
      return watchers.pass(key, call, courier);
    }
    const slot = isolation === 'call' ? undefined : pool.ready(key, courier.capabilities);
    const connection = slot?.connection;
    const isProcess = config.command !== undefined;
    // Where nobody tells of changes, a call over HTTP waits until somebody does.
    const isKnown = slot !== undefined && (isProcess || lister.isHeard) && lister.knows(slot, call);
    if (connection === undefined || !isKnown) return this.open(key, call, courier);
    pool.use(slot);
    if (!isProcess) return this.#send(connection, key, call, courier);
    lister.used(slot);
    return connection.call(call, courier);
  }

  /** Passes a call over the connection kept under `key`, which is opened where it is not there. Never rejects. */
  open(key: string, call: Call, courier: Courier): Promise<Result> {
    return this.#open(key, call, courier).catch(broken);
  }

  /** A process is there or is not; that an HTTP session was forgotten shows in the answer. */
  async #send(connection: Connection, key: string, call: Call, courier: Courier): Promise<Result> {
    const result = await connection.call(call, courier);
    const isLost = this.#isLost(result, connection, key, call) && !isCancelled(courier);
    return isLost ? this.#open(key, call, courier, true).catch(broken) : this.#heard(result);
  }

  /** `isRetry`: the call was sent before, to a session that its server says it has forgotten. */
  async #open(key: string, call: Call, courier: Courier, isRetry = false): Promise<Result> {
    const { upstream, config, pool, lister, beginning, waits } = this.#of;
    if (config.disabled) return failure('unreachable', `${upstream} is disabled in the configuration`, false);
    // One that has just taken another's place is called before it has begun.
    if (!(await beginning.mayRun())) return failure('unreachable', waits(), false);
    const isShared = config.isolation === 'shared';
    const isAlone = key === ownKey(call);
    for (let isLast = isRetry; ; isLast = true) {
      let slot: Slot;
      let connection: Connection | undefined;
      // Taken back while the record was written: nothing is started for it.
      if (isCancelled(courier)) return failure('cancelled', CANCELLED, false);
      try {
        slot = pool.take(key, isShared ? undefined : call.session, isShared ? EVERYTHING : courier.capabilities);
        slot.waiting++;
        connection = await orAborted(slot.opened, courier.signal).finally(() => slot.waiting--);
      } catch (error) {
        if (!isLast && error instanceof SignInMissing && (await this.#mayBeSignedIn())) continue;
        return failure('unreachable', `${upstream} is not available: ${messageOf(error)}`, false);
      }
      if (connection === undefined) {
        // Nobody else comes for it, unless it is to be listed with.
        if (isAlone && slot !== beginning.slot) pool.drop(slot);
        return failure('cancelled', CANCELLED, false);
      }
      pool.use(slot);
      const unknown = await lister.changedFor(slot, call);
      const result = unknown ?? (await connection.call(call, courier));
      if (isAlone) pool.drop(slot);
      if (!isLast && isUnreachable(unknown) && (await this.#mayBeSignedIn())) continue;
      // Only a call that the server itself says it did not take is sent again, and only once.
      const isLost = this.#isLost(result, connection, key, call);
      if (!isLost || isCancelled(courier)) return this.#heard(result);
      if (!isLast) continue;
      // Where calls use up each other's session, one that nobody shares is the last try.
      if (isAlone || config.url === undefined || isWatching(call.method)) return this.#heard(result);
      return this.#alone.take(() => this.#open(ownKey(call), call, courier, true));
    }
  }

  /** Whether a call was not taken because its connection is of no use any more; then nothing is watched over it, either. */
  #isLost(result: Result, { lane }: Connection, key: string, call: Call): boolean {
    const isLost = result.kind === 'failed' && result.acted === false && !lane.usable;
    if (isLost && !isWatching(call.method)) this.#of.watchers.lost(key);
    return isLost;
  }

  /** What became of a call over HTTP tells of its server. */
  #heard(result: Result): Result {
    const { config, stand, lister } = this.#of;
    if (config.url === undefined) return result;
    stand.heard(result);
    lister.heard(result);
    return result;
  }

  /** Whether what failed for want of a sign-in, asked before this call came, may succeed now. */
  async #mayBeSignedIn(): Promise<boolean> {
    return (await this.#of.credentials.current?.mayBeMet()) ?? false;
  }
}

/** For a connection that no other call is sent on. */
const ownKey = ({ id }: Call): string => `call ${id}`;

const isCancelled = (courier: Courier): boolean => courier.isCancelled ?? courier.signal.aborted;

const isUnreachable = (result: Result | undefined): boolean =>
  result?.kind === 'failed' && result.reason === 'unreachable';

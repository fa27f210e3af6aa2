import type { Session } from '../../model/call.ts';
import { messageOf } from '../../model/caught.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Connection } from '../connection.ts';
import { variesBySession } from '../endpoint.ts';
import { type Failure, GivenUp, OpenError } from '../failure.ts';
import type { LaneListener } from '../lane.ts';
import { EVERYTHING } from '../meta.ts';
import { Circuits } from './circuits.ts';
import { Opener, type OpenerOptions } from './opener.ts';
import { isIdle, keyFor, type Slot, Slots } from './slot.ts';

export interface PoolOptions extends OpenerOptions {
  /** Counts milliseconds, and is never set back. */
  readonly steady: () => number;
  readonly listen: (slot: Slot) => Omit<LaneListener, 'ended'>;
  readonly ended: (slot: Slot, failure: Failure) => void;
  /** Told why one could not be opened, where that says something of the server. */
  readonly failed: (why: string) => void;
  /** Whether somebody waits to be told something over it: then its silence is no idleness. */
  readonly isWatched: (slot: Slot) => boolean;
}

/** How often silence is looked for, in milliseconds. */
const REAP = 60_000;
const OFTENEST = 50;

/** The connections of one server: opened at a session's first call, capped, reaped when idle, opened again when lost. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #slots = new Slots();
  readonly #reaper: NodeJS.Timeout;
  readonly #closing = new Set<Promise<void>>();
  readonly #varies: boolean;
  readonly #opener: Opener;
  readonly #circuits: Circuits;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#opener = new Opener(options);
    this.#circuits = new Circuits(options.steady);
    this.#varies = variesBySession(options.config);
    const pause = Math.max(Math.min(options.config.idle / 2, REAP), OFTENEST);
    this.#reaper = setInterval(() => this.#reap(), pause);
    this.#reaper.unref();
  }

  /** Calls in flight, and those that wait for a connection. */
  get inFlight(): number {
    return this.#slots.inFlight;
  }

  /** Milliseconds until one may be opened again after a failure. */
  get wait(): number {
    return this.#circuits.all.wait;
  }

  get size(): number {
    return this.#slots.all().length;
  }

  /** The slot of a session, if calls can be sent on it right now. */
  ready(key: string, capabilities: JsonObject): Slot | undefined {
    const slot = this.#slots.get(key);
    if (slot?.connection?.lane.usable !== true || !this.#fits(slot, capabilities)) return undefined;
    slot.leaving = false;
    return slot;
  }

  /** The slot of a session, opened if there is none: then its server is told what its client can do. Throws an `OpenError` where that is not possible now. */
  take(key: string, session: Session | undefined, capabilities: JsonObject): Slot {
    const declared = this.#options.declare(capabilities);
    const known = this.#slots.get(key);
    if (known !== undefined) {
      if (!this.#fits(known, capabilities)) return this.take(keyFor(key, declared), session, capabilities);
      known.leaving = false;
      if (known.connection === undefined || known.connection.lane.usable) return known;
      this.#replace(known);
    }
    const refusal = this.#circuits.refusal(session);
    if (refusal !== undefined) throw new OpenError(refusal);
    const { spare } = this.#slots;
    if (spare?.connection?.lane.usable === false) this.#replace(spare);
    return (this.#varies ? undefined : this.#slots.claim(key, session, declared)) ?? this.#open(key, session, declared);
  }

  /** A slot to list with: everybody's own where it is shared, else one that a session may take over. `as`: told of such a client. */
  forListing(as?: string): Slot {
    if (this.#options.config.isolation === 'shared') return this.take('', undefined, EVERYTHING);
    // In a session's own place it would name that session to all.
    const slots = this.#varies ? [] : this.#slots.all().filter(({ declared }) => as === undefined || declared === as);
    // One that a session has just begun to open will do as well: a second process would only be in its way.
    const { spare } = this.#slots;
    if (spare?.connection?.lane.usable === false) this.#replace(spare);
    const usable =
      slots.find((slot) => slot.connection?.lane.usable === true) ??
      slots.find((slot) => slot.connection === undefined);
    return usable ?? this.#slots.spare ?? this.#open(undefined, undefined, undefined);
  }

  /** What a connection lists, as it would have been listed for all: its session's own names in it stand for nothing else. */
  asListed({ session }: Slot, texts: readonly string[]): readonly string[] {
    return this.#varies && session !== undefined ? this.#opener.asListed(session, texts) : texts;
  }

  /** The listing is done. What was started for it alone, in a place of its own, has no further use. */
  listed(slot: Slot): void {
    if (this.#varies && this.#slots.spare === slot) this.drop(slot);
  }

  /** A call goes to this one: it is not idle. */
  use(slot: Slot): void {
    slot.usedAt = this.#options.steady();
  }

  leave(key: string): void {
    for (const slot of this.of(key)) {
      if (isIdle(slot)) this.drop(slot);
      else slot.leaving = true;
    }
  }

  of = (key: string): Slot[] => this.#slots.of(key);

  readonly all = (): Slot[] => this.#slots.all();

  /** A legacy server was told once what its client can do, and would ask any other accordingly, or not dare to. */
  #fits({ connection, declared }: Slot, capabilities: JsonObject): boolean {
    if (connection?.greeting.era !== 'legacy' || this.#options.config.isolation === 'shared') return true;
    return declared === this.#options.declare(capabilities);
  }

  /** Closes a slot; what is in flight on it fails. */
  drop(slot: Slot): void {
    this.#slots.remove(slot);
    slot.quit.abort();
    if (slot.connection !== undefined) this.#await(slot.connection.close());
  }

  /** Another may take the place of one that its server knows no more: what is in flight there may still be answered. */
  #replace(slot: Slot): void {
    this.#slots.replace(slot);
    void slot.connection?.lane.drained().then(() => this.drop(slot));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#reaper);
    const slots = [...this.#slots.all(), ...this.#slots.stale];
    for (const slot of slots) this.drop(slot);
    await Promise.allSettled(slots.map((slot) => slot.opened));
    await Promise.allSettled(this.#closing);
  }

  /** `key` undefined opens the spare; `declared` undefined waits for the first client. */
  #open(key: string | undefined, session: Session | undefined, declared: string | undefined): Slot {
    if (this.#isClosed) throw new OpenError('Sallyport is shutting down');
    const notNow = this.#circuits.all.begin();
    if (notNow !== undefined) throw new OpenError(notNow);
    try {
      this.#makeRoom();
    } catch (error) {
      this.#circuits.all.dropped();
      throw error;
    }
    const slot: Slot = {
      session,
      opened: new Promise(() => {}),
      connection: undefined,
      quit: new AbortController(),
      declared,
      usedAt: this.#options.steady(),
      openedAt: Number.POSITIVE_INFINITY,
      waiting: 0,
      leaving: false,
    };
    slot.opened = this.#connect(slot);
    slot.opened.catch(() => {}); // Whoever waits for it hears of a failure; nobody need.
    if (key === undefined) this.#slots.spare = slot;
    else this.#slots.set(key, slot);
    return slot;
  }

  readonly #await = (closing: Promise<void>): void => {
    this.#closing.add(closing);
    void closing.finally(() => this.#closing.delete(closing));
  };

  #makeRoom(): void {
    const { processes } = this.#options.config;
    if (this.size < processes) return;
    const idlest = this.#slots.idlest(this.#options.isWatched);
    if (idlest === undefined) {
      throw new OpenError(
        `all ${processes} of its processes are busy or watch something; try again later, or raise \`processes\``,
      );
    }
    this.drop(idlest);
  }

  async #connect(slot: Slot): Promise<Connection> {
    const { all } = this.#circuits;
    try {
      const listener: LaneListener = { ...this.#options.listen(slot), ended: (why) => this.#ended(slot, why) };
      const connection = await this.#opener.open(slot, listener, this.#await);
      all.opened();
      slot.openedAt = this.#options.steady();
      slot.connection = connection;
      if (slot.quit.signal.aborted) this.drop(slot);
      return connection;
    } catch (error) {
      this.#slots.remove(slot);
      if (error instanceof GivenUp) all.dropped();
      else {
        all.failed(messageOf(error));
        this.#options.failed(messageOf(error));
      }
      throw error;
    }
  }

  #ended(slot: Slot, failure: Failure): void {
    // Before the handshake is done, the one who opens it tells.
    if (slot.connection === undefined) return;
    const isOurs = slot.quit.signal.aborted;
    this.drop(slot);
    if (isOurs) return;
    const othersStand = this.#slots.all().some(({ connection }) => connection?.lane.usable === true);
    const ran = this.#options.steady() - slot.openedAt;
    this.#circuits.crashed({ session: slot.session, why: failure.message, ran, othersStand });
    this.#options.ended(slot, failure);
  }

  #reap(): void {
    const { config, isWatched } = this.#options;
    const now = this.#options.steady();
    for (const slot of this.#slots.all()) {
      if (!isIdle(slot) || isWatched(slot)) slot.usedAt = now;
      else if (slot.leaving || now - slot.usedAt >= config.idle) this.drop(slot);
    }
  }
}

import type { ServerConfig } from '../config/schema.ts';
import type { Session } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import type { Authorization } from './authorization.ts';
import { Circuit } from './circuit.ts';
import { LONGEST } from './clock.ts';
import { type Connection, type ConnectionListener, openConnection } from './connection.ts';
import { type Resolve, resolveEndpoint, variesBySession } from './endpoint.ts';
import { type Failure, OpenError, whyNotOpen } from './failure.ts';
import type { Era } from './handshake.ts';
import type { MirroredArguments } from './headers.ts';
import { EVERYTHING } from './meta.ts';
import { isIdle, keyFor, type Slot, Slots } from './slot.ts';

export interface PoolOptions {
  readonly upstream: string;
  readonly config: ServerConfig;
  readonly resolve: Resolve;
  readonly sessionDir: (session: Session) => string;
  readonly workspace: string;
  /** Our identity as JSON text. */
  readonly clientInfo: string;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly mirrored: MirroredArguments;
  /** The credentials for a server at this address; undefined where the configuration has fixed headers at most. */
  readonly authorize: (url: URL) => Promise<Authorization | undefined>;
  /** Nothing is said to a server before this resolves. */
  readonly ready: Promise<unknown>;
  /** What the first client can do, for a connection that belongs to nobody yet. */
  readonly client: Promise<JsonObject>;
  /** What the server is told of a client's capabilities, as JSON text. */
  readonly declare: (capabilities: JsonObject) => string;
  readonly listen: (slot: Slot) => Omit<ConnectionListener, 'ended'>;
  readonly ended: (slot: Slot, failure: Failure) => void;
}

/** How often silence is looked for, in milliseconds. */
const REAP = 60_000;
const OFTENEST = 50;

/** Whom a process started for listing works for, where the configuration wants a session named. */
const LISTING: Session = { key: 'listing', source: 'shared' };

/** The connections of one server: opened at a session's first call, capped, reaped when idle, opened again when lost. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #slots = new Slots();
  readonly #reaper: NodeJS.Timeout;
  readonly #closing = new Set<Promise<void>>();
  readonly #varies: boolean;
  /** What the server was found to speak, where that saves a question; forgotten when it fails. */
  #era: Era;
  readonly #circuit: Circuit;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#era = options.config.era;
    this.#circuit = new Circuit(options.now);
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
    return this.#circuit.wait;
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
      this.drop(known);
    }
    const { spare } = this.#slots;
    if (spare?.connection?.lane.usable === false) this.drop(spare);
    return (this.#varies ? undefined : this.#slots.claim(key, session, declared)) ?? this.#open(key, session, declared);
  }

  /** A slot to list with: everybody's own where it is shared, else one that a session may take over. `as`: told of such a client. */
  forListing(as?: string): Slot {
    if (this.#options.config.isolation === 'shared') return this.take('', undefined, EVERYTHING);
    const slots = this.#slots.all().filter(({ declared }) => as === undefined || declared === as);
    // One that a session has just begun to open will do as well: a second process would only be in its way.
    const usable =
      slots.find((slot) => slot.connection?.lane.usable === true) ??
      slots.find((slot) => slot.connection === undefined);
    return usable ?? this.#slots.spare ?? this.#open(undefined, undefined, undefined);
  }

  /** The listing is done. What was started for it alone, in a place of its own, has no further use. */
  listed(slot: Slot): void {
    if (this.#varies && this.#slots.spare === slot) this.drop(slot);
  }

  leave(key: string): void {
    for (const slot of this.of(key)) {
      if (isIdle(slot)) this.drop(slot);
      else slot.leaving = true;
    }
  }

  of = (key: string): Slot[] => this.#slots.of(key);

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

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#reaper);
    const slots = this.#slots.all();
    for (const slot of slots) this.drop(slot);
    await Promise.allSettled(slots.map((slot) => slot.opened));
    await Promise.allSettled(this.#closing);
  }

  /** `key` undefined opens the spare; `declared` undefined waits for the first client. */
  #open(key: string | undefined, session: Session | undefined, declared: string | undefined): Slot {
    const { config, now } = this.#options;
    if (this.#isClosed) throw new OpenError('Sallyport is shutting down');
    const notNow = this.#circuit.begin();
    if (notNow !== undefined) throw new OpenError(notNow);
    try {
      this.#makeRoom();
    } catch (error) {
      this.#circuit.dropped();
      throw error;
    }
    const slot: Slot = {
      session,
      opened: new Promise(() => {}),
      connection: undefined,
      quit: new AbortController(),
      declared,
      usedAt: now(),
      openedAt: Number.POSITIVE_INFINITY,
      waiting: 0,
      leaving: false,
    };
    slot.opened = this.#connect(slot, config.start);
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
    const idlest = this.#slots.idlest();
    if (idlest === undefined) {
      throw new OpenError(`all ${processes} of its processes are busy; try again later, or raise \`processes\``);
    }
    this.drop(idlest);
  }

  async #connect(slot: Slot, start: number): Promise<Connection> {
    const { config, upstream, clientInfo, most, log, mirrored, declare } = this.#options;
    const { signal } = slot.quit;
    let authorization: Authorization | undefined;
    let isLate = false;
    const late = setTimeout(
      () => {
        isLate = true;
        slot.quit.abort();
      },
      Math.min(start, LONGEST),
    );
    try {
      const endpoint = await resolveEndpoint(config, this.#placeholders(slot.session), this.#options.resolve);
      authorization = endpoint.kind === 'stdio' ? undefined : await this.#options.authorize(endpoint.url);
      const listener: ConnectionListener = { ...this.#options.listen(slot), ended: (why) => this.#ended(slot, why) };
      const { timeout, ceiling } = config;
      const connection = await this.#speak(
        (era) =>
          openConnection({
            upstream,
            endpoint,
            era,
            clientInfo,
            timeout,
            ceiling,
            most,
            log,
            mirrored,
            authorization,
            listener,
            leftover: this.#await,
            declared: this.#declared(slot),
            declare,
            isPrivate: config.isolation !== 'shared',
            signal,
          }),
        signal,
      );
      this.#circuit.opened();
      slot.openedAt = this.#options.now();
      this.#era = connection.greeting.era === 'legacy' ? 'legacy' : config.era;
      slot.connection = connection;
      if (signal.aborted) this.drop(slot);
      return connection;
    } catch (error) {
      this.#slots.remove(slot);
      const why = whyNotOpen(error, isLate, signal.aborted, config.start);
      // Who waits for a person to sign in is not waiting for the server.
      if (authorization?.need === undefined && (isLate || !signal.aborted)) {
        this.#era = config.era;
        this.#circuit.failed(why);
      } else this.#circuit.dropped();
      throw new OpenError(why);
    } finally {
      clearTimeout(late);
    }
  }

  /** A session may claim the slot while its server starts: then what that one's client can do is told. */
  async #declared(slot: Slot): Promise<string> {
    await this.#options.ready;
    if (slot.declared !== undefined) return slot.declared;
    const first = this.#options.declare(await this.#options.client);
    slot.declared ??= first;
    return slot.declared;
  }

  /** A server may have been replaced by one that speaks otherwise: what was remembered is tried, and then asked for again. */
  async #speak(open: (era: Era) => Promise<Connection>, signal: AbortSignal): Promise<Connection> {
    const { era } = this.#options.config;
    const remembered = this.#era;
    try {
      return await open(remembered);
    } catch (error) {
      if (remembered === era || signal.aborted) throw error;
      return open(era);
    }
  }

  #ended(slot: Slot, failure: Failure): void {
    // Before the handshake is done, the one who opens it tells.
    if (slot.connection === undefined) return;
    const isOurs = slot.quit.signal.aborted;
    this.drop(slot);
    if (isOurs) return;
    this.#circuit.crashed(failure.message, this.#options.now() - slot.openedAt);
    this.#options.ended(slot, failure);
  }

  #placeholders(session = LISTING): { sessionId: string; sessionDir: string; workspace: string } {
    const { sessionDir, workspace } = this.#options;
    return { sessionId: session.key, sessionDir: this.#varies ? sessionDir(session) : '', workspace };
  }

  #reap(): void {
    const { config, now } = this.#options;
    for (const slot of this.#slots.all()) {
      if (!isIdle(slot)) slot.usedAt = now();
      else if (slot.leaving || now() - slot.usedAt >= config.idle) this.drop(slot);
    }
  }
}

import type { ServerConfig } from '../../config/schema.ts';
import type { Session } from '../../model/call.ts';
import { messageOf } from '../../model/caught.ts';
import type { JsonObject } from '../../model/json.ts';
import { orAborted } from '../abortable.ts';
import { LONGEST } from '../clock.ts';
import { type Connection, type ConnectionOptions, openConnection } from '../connection.ts';
import { type Resolve, resolveEndpoint, variesBySession } from '../endpoint.ts';
import { GivenUp, OpenError, SignInMissing } from '../failure.ts';
import type { Era } from '../handshake.ts';
import type { Authorization } from '../http/authorization.ts';
import type { MirroredArguments } from '../http/mirror.ts';
import type { LaneListener } from '../lane.ts';
import type { Frozen } from '../watchers.ts';
import type { Slot } from './slot.ts';
import { StartLog } from './start-log.ts';

export interface OpenerOptions {
  readonly upstream: string;
  readonly config: ServerConfig;
  readonly resolve: Resolve;
  readonly sessionDir: (session: Session) => string;
  readonly workspace: string;
  /** Our identity as JSON text. */
  readonly clientInfo: string;
  /** Bytes of the largest message. */
  readonly most: number;
  readonly log: (line: string) => void;
  readonly mirrored: MirroredArguments;
  /** The credentials for a server at this address; undefined where the configuration has fixed headers at most. */
  readonly authorize: (url: URL) => Promise<Authorization | undefined>;
  /** Nothing is said to a server before this resolves. */
  readonly ready: Promise<unknown>;
  readonly frozen: Frozen;
  /** What the first client can do, for a connection that belongs to nobody yet. */
  readonly client: Promise<JsonObject>;
  /** What the server is told of a client's capabilities, as JSON text. */
  readonly declare: (capabilities: JsonObject) => string;
}

/** Whom a process started for listing works for, where the configuration wants a session named. */
const LISTING: Session = { key: 'listing', source: 'shared' };

/** Opens connections to one server, in the time that it has to start, and remembers what it speaks. */
export class Opener {
  readonly #options: OpenerOptions;
  /** What every connection is opened with. */
  readonly #given: Pick<
    ConnectionOptions,
    'upstream' | 'clientInfo' | 'timeout' | 'ceiling' | 'most' | 'mirrored' | 'declare' | 'isPrivate'
  >;
  /** What the server was found to speak, where that saves a question; forgotten when it fails. */
  #era: Era;
  readonly #startLog: StartLog;

  constructor(options: OpenerOptions) {
    const { upstream, clientInfo, most, mirrored, declare, config } = options;
    const { timeout, ceiling, isolation } = config;
    const isPrivate = isolation !== 'shared';
    this.#options = options;
    this.#given = { upstream, clientInfo, timeout, ceiling, most, mirrored, declare, isPrivate };
    this.#era = options.config.era;
    this.#startLog = new StartLog(options.log);
  }

  /**
   * Starts or reaches the server for a slot. Rejects with an `OpenError`, or a `GivenUp` where that says nothing of the
   * server. `leftover` is told of what still has to end.
   */
  async open(slot: Slot, listener: LaneListener, leftover: (closing: Promise<void>) => void): Promise<Connection> {
    const { config, resolve, upstream, frozen } = this.#options;
    const { signal } = slot.quit;
    const isFrozen = (): boolean => frozen(upstream, slot.session) !== undefined;
    const lines = this.#startLog.begin();
    let authorization: Authorization | undefined;
    let isLate = false;
    let oddity: string | undefined;
    const heeding: LaneListener = {
      ...listener,
      odd(message) {
        oddity ??= message;
        listener.odd(message);
      },
    };
    const giveUp = (): void => {
      isLate = true;
      slot.quit.abort();
    };
    const late = setTimeout(giveUp, Math.min(config.start, LONGEST));
    try {
      const endpoint = await resolveEndpoint(config, this.#placeholders(slot.session), resolve);
      authorization = endpoint.kind === 'stdio' ? undefined : await this.#options.authorize(endpoint.url);
      const declared = this.#declared(slot);
      const more = { log: lines.say, authorization, listener: heeding, leftover, declared, signal, isFrozen };
      const given = { ...this.#given, endpoint, ...more };
      const connection = await this.#speak((era) => openConnection({ ...given, era }), signal);
      lines.started();
      this.#era = connection.greeting.era === 'legacy' ? 'legacy' : config.era;
      return connection;
    } catch (error) {
      const stopped = signal.aborted ? 'it was stopped' : messageOf(error);
      const why = isLate ? tooSlow(config.start, oddity) : stopped;
      // Who waits for a person to sign in is not waiting for the server.
      if (authorization?.need !== undefined) throw new SignInMissing(why);
      if (signal.aborted && !isLate) throw new GivenUp(why);
      this.#era = config.era;
      throw new OpenError(why);
    } finally {
      clearTimeout(late);
    }
  }

  /** A session may claim the slot while its server starts: then what that one's client can do is told. */
  async #declared(slot: Slot): Promise<string> {
    // Where nothing can be served it is never ready, and what was begun must end all the same.
    const { signal } = slot.quit;
    await orAborted(this.#options.ready, signal);
    signal.throwIfAborted();
    if (slot.declared !== undefined) return slot.declared;
    const client = await orAborted(this.#options.client, signal);
    signal.throwIfAborted();
    const first = this.#options.declare(client ?? {});
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

  /** Texts in which a session's own folder and id may stand, with those of listing in their place. */
  asListed(session: Session, texts: readonly string[]): readonly string[] {
    const own = this.#placeholders(session);
    const listed = this.#placeholders();
    // The folder first: the id is part of its name.
    const put = (text: string, name: 'sessionDir' | 'sessionId'): string =>
      text.replaceAll(inside(own[name]), () => inside(listed[name]));
    return texts.map((text) => put(put(text, 'sessionDir'), 'sessionId'));
  }

  #placeholders(session = LISTING): { sessionId: string; sessionDir: string; workspace: string } {
    const { config, sessionDir, workspace } = this.#options;
    return { sessionId: session.key, sessionDir: variesBySession(config) ? sessionDir(session) : '', workspace };
  }
}

/** One that answers in something else than messages is not slow: what it said first tells why. */
const tooSlow = (start: number, oddity: string | undefined): string =>
  `it did not answer the handshake within ${start / 1_000} s; a longer \`start\` can be set${oddity === undefined ? '' : `; it ${oddity}`}`;

/** How it stands within a JSON string. */
const inside = (value: string): string => JSON.stringify(value).slice(1, -1);

import type { ServerConfig } from '../../config/schema.ts';
import type { Call, Session } from '../../model/call.ts';
import { messageOf } from '../../model/caught.ts';
import { isObject, type Json } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import type { Listing } from '../../model/upstreams.ts';
import { LONGEST } from '../clock.ts';
import type { Connection } from '../connection.ts';
import { variesBySession } from '../endpoint.ts';
import type { Failure } from '../failure.ts';
import { type Mirror, mirrorListing } from '../http/mirror.ts';
import { listPages, lists } from '../lane/pages.ts';
import { listAll } from '../listing.ts';
import { EVERYTHING } from '../meta.ts';
import type { Pool } from '../server/pool.ts';
import { isIdle, type Slot } from '../server/slot.ts';
import type { Stand } from '../server/stand.ts';
import { lackOf } from './offer.ts';
import { Offers } from './offers.ts';
import { ownListing } from './own-listing.ts';
import { wishes } from './subscription.ts';
import { Telling } from './telling.ts';

export interface ListerOptions {
  readonly upstream: string;
  readonly config: ServerConfig;
  readonly now: () => number;
  readonly pool: Pool;
  readonly stand: Stand;
  readonly mirrored: Map<string, readonly Mirror[]>;
  readonly odd: (message: string) => void;
  readonly isClosed: () => boolean;
  /** Lists it anew soon, with whatever connection there is then. */
  readonly later: (ms: number) => void;
  readonly listed: (upstream: string, listing: Listing | undefined) => void;
  /** Told what a session's own process offers where that is not what was listed; undefined where it is again. */
  readonly ownListed: (session: Session, upstream: string, listing: Listing | undefined) => void;
}

const ALL = JSON.stringify(EVERYTHING);

/** How long a burst of changes lasts, in milliseconds. */
export const DEBOUNCE = 100;

/**
 * Lists one server: when it begins, when it says that something changed or may have said so unheard, and by its tools alone
 * each process or connection that is new, before a call goes to it.
 */
export class Lister {
  readonly #options: ListerOptions;
  readonly #own: ReturnType<typeof ownListing>;
  readonly #offers: Offers;
  readonly #telling: Telling;
  #version: string | undefined;
  /** What it is being listed with, and the end of that. */
  #current: { readonly slot: Slot; readonly listed: Promise<void> } | undefined;

  constructor(options: ListerOptions) {
    const { upstream, pool, stand, odd } = options;
    this.#options = options;
    this.#telling = new Telling(
      (slot) => void this.#again(slot),
      () => stand.state === 'ready',
      (slot) => this.missed(slot),
      (wait) => this.#restless(wait),
    );
    this.#own = ownListing((session, listing) => {
      // Its name is another's by now: a process whose calls still end says nothing of that one.
      if (listing === undefined || !options.isClosed()) options.ownListed(session, upstream, listing);
    });
    this.#offers = new Offers({
      slots: pool.all,
      list: (slot) => this.#listTools(slot),
      failed: (error) => odd(`what it offers cannot be asked: ${messageOf(error)}`),
      renewed: (slot) => this.#renewed(slot),
      own: this.#own.tell,
    });
  }

  /** What the server that was listed for all had been told of its client. */
  get listedAs(): string | undefined {
    return this.#telling.listedAs;
  }

  isTeller(slot: Slot): boolean {
    return this.#telling.isBy(slot);
  }

  /** Whether a call may go to a connection as it is. */
  knows(slot: Slot, call: Call): boolean {
    return this.#offers.knows(slot, call);
  }

  /** A call goes to this one: where it was opened while the teller was on its way out, nobody tells any more. */
  used(slot: Slot): void {
    if (!this.#telling.isBy(slot) && this.#telling.speaksForAll(slot)) void this.#takeOver(slot);
  }

  /** Whether somebody tells of changes since it was last listed. */
  get isHeard(): boolean {
    return this.#telling.isHeard;
  }

  /** Lists everything, within so many milliseconds, or waits for the listing by this slot that has begun. Rejects where that fails. */
  list(slot: Slot, connection: Connection, within: number): Promise<void> {
    // A call may have begun it just before it is time to begin again: a second one would say the same.
    if (this.#current?.slot === slot) return this.#current.listed;
    const listed = this.#list(slot, connection, within).finally(() => {
      if (this.#current?.listed === listed) this.#current = undefined;
    });
    this.#current = { slot, listed };
    return listed;
  }

  async #list(slot: Slot, connection: Connection, within: number): Promise<void> {
    const { upstream, config, now, pool, stand, odd } = this.#options;
    const signal = AbortSignal.timeout(Math.min(within, LONGEST));
    this.#telling.isBusy = true;
    await this.#telling.hear(slot, connection);
    const doubts = this.#offers.doubtsOf(slot);
    const found = await listAll(connection, { upstream, signal, now, odd })
      .catch((error: unknown) => {
        // The next try gets a fresh one, unless this one has worked before or somebody's call is under way on it.
        if (stand.state !== 'ready' && isIdle(slot)) pool.drop(slot);
        throw signal.aborted
          ? new Error(`it did not list within ${config.start / 1_000} s; a longer \`start\` can be set`)
          : error;
      })
      .finally(() => {
        this.#telling.isBusy = false;
      });
    const isMirrored = connection.greeting.era === 'modern' && config.url !== undefined;
    const mirrored = isMirrored ? mirrorListing(found, this.#options.mirrored, odd) : found;
    const lacks = slot.declared === undefined ? [] : lackOf(slot.declared, ALL);
    const listing = lacks.length === 0 ? mirrored : { ...mirrored, lacks };
    stand.become('ready', undefined);
    this.#telling.take(slot);
    pool.listed(slot);
    if (this.#options.isClosed()) return;
    this.#version ??= versionOf(listing.serverInfo);
    this.#own.list(listing);
    this.#offers.show(slot, found.tools, doubts);
    this.#options.listed(upstream, listing);
    this.#telling.follow(slot);
  }

  /** What a call was judged by may be another thing where its process is new: then it is not sent. */
  async changedFor(slot: Slot, call: Call): Promise<Result | undefined> {
    const { shown } = this.#offers;
    const { listedAs } = this;
    const listing = this.#takeOver(slot);
    if (listing === undefined && this.#offers.knows(slot, call)) return undefined;
    await (listing ?? this.#offers.meet(slot));
    return this.#offers.refusal(slot, call, shown, listedAs);
  }

  /** One says that its lists have changed. */
  changed(slot: Slot): void {
    this.#offers.doubt([slot]);
    this.#telling.changed(slot);
  }

  /** What one told for a while was told to nobody. */
  missed(slot: Slot): void {
    const { connection } = slot;
    if (connection === undefined) return;
    // One that is being listed for the first time does not tell for all yet.
    if (!this.#telling.isBy(slot) && this.#current?.slot !== slot) this.#offers.doubt([slot]);
    else if (!connection.lane.usable) this.#options.later(DEBOUNCE);
    else if (wishes(connection.greeting.capabilities) !== undefined) this.changed(slot);
  }

  #restless(wait: number | undefined): void {
    const says =
      wait === undefined
        ? undefined
        : `it says again and again that its lists have changed, and is listed again after ${Math.round(wait / 1_000)} s at the earliest; each call asks it before. Tell those who make it`;
    this.#options.stand.remark(says);
  }

  /** What became of a call over HTTP. A server that was away may be another one when it is there again; some say their version with each result. */
  heard(result: Result): void {
    if (result.kind === 'failed' && wasAway(result)) this.#offers.doubt();
    if (result.kind !== 'complete' || !isObject(result.value._meta)) return;
    const said = versionOf(result.value._meta[SERVER_INFO]);
    if (said === undefined || said === this.#version) return;
    this.#version = said;
    this.#offers.doubt();
  }

  leave(session: Session): void {
    this.#offers.leave(session);
  }

  stop(): void {
    this.#telling.stop();
    this.#offers.end();
  }

  /** The connection that told of changes is gone: this one takes its place, and says what is offered now. */
  #takeOver(slot: Slot): Promise<void> | undefined {
    if (this.#telling.isHeard || this.#offers.shown === undefined || this.#isEachAlone) return undefined;
    if (!this.#telling.speaksForAll(slot)) {
      this.#options.later(DEBOUNCE);
      return undefined;
    }
    // Its listing has begun: another one would say the same.
    if (this.#current?.slot === slot) return this.#current.listed.catch(() => {});
    this.#telling.take(slot);
    this.#offers.doubt([slot]);
    return this.#again(slot);
  }

  /** A process is of another version than the one that was listed: so will every later one be, and it says so for all. */
  async #renewed(slot: Slot): Promise<void> {
    if (!this.#telling.speaksForAll(slot)) return;
    if (this.#isEachAlone) this.#options.later(DEBOUNCE);
    else await this.#again(slot);
  }

  /** Whether no connection that serves a call can tell for the others. */
  get #isEachAlone(): boolean {
    return this.#options.config.isolation === 'call' || variesBySession(this.#options.config);
  }

  /** Never rejects. */
  async #again(slot: Slot): Promise<void> {
    try {
      await this.list(slot, await slot.opened, this.#options.config.start);
    } catch (error) {
      slot.said = undefined;
      slot.trouble = messageOf(error);
      this.#options.odd(`listing again failed: ${slot.trouble}`);
    }
  }

  async #listTools(slot: Slot): Promise<readonly string[]> {
    const { config, pool, odd } = this.#options;
    const { lane, greeting } = await slot.opened;
    if (lists(greeting.capabilities, 'tools') === undefined) return [];
    const signal = AbortSignal.timeout(Math.min(config.start, LONGEST));
    return pool.asListed(slot, await listPages(lane, { method: 'tools/list', member: 'tools', signal, odd }));
  }
}

const SERVER_INFO = 'io.modelcontextprotocol/serverInfo';

const versionOf = (said: Json | undefined): string | undefined =>
  isObject(said) ? `${String(said.name)} ${String(said.version)}` : undefined;

/** A status of the server's own, even 429, proves that it is there; 502 to 504 come from a proxy in front of one that is not. */
const wasAway = ({ reason, status }: Failure): boolean =>
  (reason === 'unreachable' || reason === 'crashed') && (status === undefined || (status >= 502 && status <= 504));

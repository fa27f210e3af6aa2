import type { Session } from '../../model/call.ts';
import type { Connection } from '../connection.ts';
import type { Tools } from '../listing/tools.ts';

/**
 * A place for one connection of a server: opening, open or closing. `session` is whom it belongs to; undefined for one
 * that serves all, or nobody yet.
 */
export interface Slot {
  session: Session | undefined;
  opened: Promise<Connection>;
  connection: Connection | undefined;
  readonly quit: AbortController;
  /** What its server was told that the client can do, as JSON text; undefined until that is settled. */
  declared: string | undefined;
  usedAt: number;
  /** When its handshake was done; infinity until then. */
  openedAt: number;
  /** Calls that wait for it to open. */
  waiting: number;
  /** What its server offers; undefined until that is known, and where it is in doubt. */
  tools?: Tools | undefined;
  /** What it said that it offers when it was asked last, in doubt or not; undefined where it could not say. */
  said?: Tools | undefined;
  /** How often that was in doubt: what it answers is, where a doubt came after the question. */
  doubts?: number;
  /** Why its server could not say what it offers, when it was asked last. */
  trouble?: string | undefined;
  /** It is being asked for them. */
  meeting?: Promise<void> | undefined;
  /** Its session is over: to be closed as soon as nothing is in flight. */
  leaving: boolean;
}

/** The slots of one server: by session, or one for all. */
export class Slots {
  readonly #byKey = new Map<string, Slot>();
  /** Opened for listing and not claimed by a session yet. */
  spare: Slot | undefined;
  /** Those of no further use, on which something is still in flight: nobody is given one. */
  readonly #stale = new Set<Slot>();

  get(key: string): Slot | undefined {
    return this.#byKey.get(key);
  }

  /** Those of a session. */
  of(key: string): Slot[] {
    const isOne = (each: string): boolean => each === key || each.startsWith(keyFor(key, ''));
    return [...this.#byKey].flatMap(([each, slot]) => (isOne(each) ? [slot] : []));
  }

  set(key: string, slot: Slot): void {
    this.#byKey.set(key, slot);
  }

  /**
   * The spare becomes the session's own: a set-up with one user starts each server once. One that was told of a client
   * with other capabilities stays behind: its server might ask what this client cannot answer, or not dare to.
   */
  claim(key: string, session: Session | undefined, declared: string): Slot | undefined {
    const slot = this.spare;
    if (slot === undefined) return undefined;
    const isModern = slot.connection?.greeting.era === 'modern';
    if (!isModern && slot.declared !== undefined && slot.declared !== declared) return undefined;
    slot.declared ??= declared;
    this.spare = undefined;
    slot.session = session;
    this.#byKey.set(key, slot);
    return slot;
  }

  remove(slot: Slot): void {
    this.#stale.delete(slot);
    if (this.spare === slot) this.spare = undefined;
    for (const [key, each] of this.#byKey) if (each === slot) this.#byKey.delete(key);
  }

  /** Takes one out of its place, for another; it counts until it is removed. */
  replace(slot: Slot): void {
    this.remove(slot);
    this.#stale.add(slot);
  }

  get stale(): readonly Slot[] {
    return [...this.#stale];
  }

  /** Calls in flight on all of them, and those that wait for one to open. Counted for each call: it makes nothing. */
  get inFlight(): number {
    let count = this.spare === undefined ? 0 : busyOn(this.spare);
    for (const slot of this.#byKey.values()) count += busyOn(slot);
    for (const slot of this.#stale) count += busyOn(slot);
    return count;
  }

  all(): Slot[] {
    const slots = [...this.#byKey.values()];
    if (this.spare !== undefined) slots.push(this.spare);
    return slots;
  }

  /** The one that was silent longest, among those that nobody waits for, or to be told something by. */
  idlest(isWatched: (slot: Slot) => boolean = () => false): Slot | undefined {
    let found: Slot | undefined;
    for (const slot of this.all()) {
      if (isIdle(slot) && !isWatched(slot) && (found === undefined || slot.usedAt < found.usedAt)) found = slot;
    }
    return found;
  }
}

/** The key of a session's further slot, for clients with other capabilities than its first one. */
export const keyFor = (key: string, declared: string): string => `${key}\n${declared}`;

const busyOn = ({ waiting, connection }: Slot): number => waiting + (connection?.lane.inFlight ?? 0);

export const isIdle = (slot: Slot): boolean =>
  slot.waiting === 0 && slot.connection !== undefined && slot.connection.lane.inFlight === 0;

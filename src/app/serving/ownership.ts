import type { LeftNarrowing, Narrowing } from '../../journal/state/narrowings.ts';
import { canComeAgain, type Session } from '../../model/call.ts';
import type { PurposeEntry } from '../../model/record/said.ts';
import type { Entry } from '../../model/record.ts';
import type { Sessions } from '../../projections/sessions.ts';

/** How often this process tries again to own a session that another owns, or to let go of one. Milliseconds. */
const RETRY = 5_000;

/** Where more sessions are owned than this, an eighth of the silence is enough to leave one: their clients name new ones. */
const CROWD = 10_000;
/** To let go of one costs a look at the disk: a sweep leaves so many, and the next one the rest. */
const MOST_AT_ONCE = 20;
/** After so many that were left it is looked how many former owners there are. */
const MANY = 5_000;

export interface Lease {
  /** Whether nobody is known to have owned the session before. */
  readonly isFirst: boolean;
  release(): void;
}

export interface OwnershipParts {
  readonly sessions: Sessions;
  /** For how long ago something was: nobody sets it. In milliseconds. */
  readonly steady: () => number;
  /** Milliseconds of silence after which a session that nobody has ended is left. */
  readonly idle: number;
  /** Called with a session that was left for its silence. */
  readonly ended: (session: Session) => void;
  /** Forgets the former owners that are too many. */
  readonly sweep: () => void;
  /** The lease of a session key, or undefined while another living process has it. */
  readonly acquire: (key: string) => Lease | undefined;
  /** The session's records of earlier processes, in their order. `isFirst`: nobody is known to have owned it. */
  readonly past: (
    key: string,
    isFirst: boolean,
  ) => AsyncIterable<{ entry: Entry; at: number; payload: string | undefined }>;
  /** What other processes leave for the owner of a session, and how one is left for it. */
  readonly narrowings: {
    readonly of: (key: string) => Narrowings;
    readonly leave: (key: string, narrowing: Narrowing) => Promise<void>;
  };
  /** Writes into the record; false if that could not be made durable. */
  readonly record: (entry: PurposeEntry) => Promise<boolean>;
  /** Resolves when all that this process has recorded can be read; with false where it could not be written. */
  readonly flush: () => Promise<boolean>;
}

interface Narrowings {
  take(): readonly LeftNarrowing[];
  drop(left: LeftNarrowing): Promise<void>;
}

interface Owned {
  readonly session: Session;
  readonly lease: Lease;
  /** Undefined where no other process can have the session. */
  readonly narrowings: Narrowings | undefined;
  used: number;
}

/** Makes sure that a session has one owner, and that the owner knows its past before the first call is judged. */
export class Ownership {
  readonly #parts: OwnershipParts;
  readonly #now: () => number;
  readonly #owned = new Map<string, Owned>();
  readonly #opening = new Map<string, Promise<void>>();
  /** When to try again to own the sessions that another process owns. */
  readonly #retryAt = new Map<string, number>();
  /** Leases of sessions that were left, until all that was recorded of them can be read. */
  readonly #leaving = new Map<string, Lease>();
  /** Sessions that were left. What their last calls still brought afterwards is forgotten at the next sweep. */
  #left = new Set<string>();
  #leftSince = 0;
  #sweptAt: number;

  constructor(parts: OwnershipParts) {
    this.#parts = parts;
    this.#now = parts.steady;
    this.#sweptAt = this.#now();
  }

  /** Resolves when the session's calls may be judged; undefined when they already can, so that most wait for nothing. */
  open(session: Session): Promise<void> | undefined {
    const { key } = session;
    const mine = this.#owned.get(key);
    if (mine !== undefined) {
      mine.used = this.#now();
      return undefined;
    }
    if ((this.#retryAt.get(key) ?? 0) > this.#now()) return undefined;
    let opening = this.#opening.get(key);
    if (opening === undefined) {
      this.#sweep();
      opening = this.#take(session).finally(() => this.#opening.delete(key));
      this.#opening.set(key, opening);
    }
    return opening;
  }

  /**
   * Takes in what other processes were told that a session is for, before anything of it is judged: what one of them rules out
   * none may allow. Into this process's own record, which a replay judges its calls by. At one stat where nothing was left.
   */
  hear(key: string): void {
    const mine = this.#owned.get(key);
    if (mine?.narrowings === undefined) return;
    const { narrowings } = mine;
    try {
      for (const left of narrowings.take())
        void this.#parts
          .record({ kind: 'purpose', session: key, ...left.narrowing })
          .then((isWritten) => (isWritten ? narrowings.drop(left) : undefined));
    } catch {
      // What was left there is unknown, and so is the past until it is read again, whole.
      this.#owned.delete(key);
      this.#miss(key);
    }
  }

  /** Leaves for its owner what narrows a session, where this process is not the one. Rejects where that cannot be left. */
  async passOn({ key }: Session, narrowing: Narrowing): Promise<void> {
    if (!this.#owned.has(key)) await this.#parts.narrowings.leave(key, narrowing);
  }

  leave({ key }: Session): void {
    const mine = this.#owned.get(key);
    if (mine !== undefined) this.#release(key, mine.lease);
    this.#owned.delete(key);
    this.#retryAt.delete(key);
    this.#parts.sessions.forget(key);
    this.#left.add(key);
    if (++this.#leftSince < MANY) return;
    this.#leftSince = 0;
    this.#parts.sweep();
  }

  /** When all is on disk: lets everything go at once. */
  close(): void {
    for (const { lease } of this.#owned.values()) lease.release();
    for (const lease of this.#leaving.values()) lease.release();
    this.#owned.clear();
    this.#leaving.clear();
  }

  /** Another process that owns the session next reads its past, and must find the results that nobody waited for. */
  #release(key: string, lease: Lease): void {
    this.#leaving.set(key, lease);
    const attempt = async (): Promise<void> => {
      const isWritten = await this.#parts.flush();
      // It may have come again meanwhile.
      if (this.#leaving.get(key) !== lease) return;
      if (isWritten) {
        this.#leaving.delete(key);
        lease.release();
      } else setTimeout(attempt, RETRY).unref();
    };
    void attempt();
  }

  async #take(session: Session): Promise<void> {
    const { key } = session;
    const { acquire, sessions } = this.#parts;
    let lease: Lease | undefined;
    try {
      lease = acquire(key);
      if (lease !== undefined) {
        this.#leaving.delete(key);
        const isShared = canComeAgain(session);
        // A lease that vanished while we had it, or tried to, was not the first.
        if (isShared) await this.#foldPast(key, lease.isFirst && !this.#retryAt.has(key));
        const narrowings = isShared ? this.#parts.narrowings.of(key) : undefined;
        this.#owned.set(key, { session, lease, narrowings, used: this.#now() });
        this.#retryAt.delete(key);
        sessions.markIncomplete(key, false);
        return;
      }
    } catch {
      // A past that cannot be read is unknown, and evidence says so: `memory.incomplete`.
      if (lease !== undefined) this.#release(key, lease);
    }
    this.#miss(key);
  }

  /** Part of the session's past is not known, until another attempt to own it. */
  #miss(key: string): void {
    this.#retryAt.set(key, this.#now() + RETRY);
    this.#parts.sessions.markIncomplete(key, true);
  }

  async #foldPast(key: string, isFirst: boolean): Promise<void> {
    const { sessions, past } = this.#parts;
    // What is known of it is in the records too, and must not count twice.
    if (!isFirst) sessions.forget(key);
    for await (const { entry, at, payload } of past(key, isFirst)) sessions.recall(entry, at, payload);
  }

  /** The end of sessions that clients name is rarely announced: those long silent are left once in a while. */
  #sweep(): void {
    const { sessions, ended } = this.#parts;
    const idle = this.#owned.size > CROWD ? this.#parts.idle / 8 : this.#parts.idle;
    if (this.#now() - this.#sweptAt < idle / 4) return;
    for (const key of this.#left) if (!this.#owned.has(key)) sessions.forget(key);
    this.#left = new Set();
    for (const [key, at] of this.#retryAt) if (at + idle < this.#now()) this.#retryAt.delete(key);
    let left = 0;
    for (const { session, used } of this.#owned.values()) {
      if (!canComeAgain(session) || this.#now() - used < idle) continue;
      if (left === MOST_AT_ONCE) return;
      this.leave(session);
      ended(session);
      left++;
    }
    this.#sweptAt = this.#now();
  }
}

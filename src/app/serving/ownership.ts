import type { Session } from '../../model/call.ts';
import type { Entry } from '../../model/record.ts';
import type { Sessions } from '../../projections/sessions.ts';

/** How often this process tries again to own a session that another owns. Milliseconds. */
const RETRY = 5_000;

export interface Lease {
  /** Whether nobody is known to have owned the session before. */
  readonly isFirst: boolean;
  release(): void;
}

export interface OwnershipParts {
  readonly sessions: Sessions;
  readonly now: () => number;
  /** Milliseconds of silence after which a session that nobody has ended is left. */
  readonly idle: number;
  /** Called with a session that was left for its silence. */
  readonly ended: (session: Session) => void;
  /** The lease of a session key, or undefined while another living process has it. */
  readonly acquire: (key: string) => Lease | undefined;
  /** The session's records of earlier processes, in their order. `isFirst`: nobody is known to have owned it. */
  readonly past: (
    key: string,
    isFirst: boolean,
  ) => AsyncIterable<{ entry: Entry; at: number; payload: string | undefined }>;
}

/** Makes sure that a session has one owner, and that the owner knows its past before the first call is judged. */
export interface Ownership {
  /** Resolves when the session's calls may be judged; undefined when they already can, so that most wait for nothing. */
  open(session: Session): Promise<void> | undefined;
  leave(session: Session): void;
  close(): void;
}

interface Owned {
  readonly session: Session;
  readonly lease: Lease;
  used: number;
}

/** Sources of sessions that belong to one process: their end is announced, and they have no past elsewhere. */
const OURS: readonly Session['source'][] = ['process', 'mcp-session-id'];

export function createOwnership(parts: OwnershipParts): Ownership {
  const { sessions, now, idle, ended, acquire, past } = parts;
  const owned = new Map<string, Owned>();
  const opening = new Map<string, Promise<void>>();
  const retryAt = new Map<string, number>();
  /** Sessions that were left. What their last calls still brought afterwards is forgotten at the next sweep. */
  let left = new Set<string>();
  let sweptAt = now();

  const take = async (session: Session): Promise<void> => {
    const { key, source } = session;
    let lease: Lease | undefined;
    try {
      lease = acquire(key);
      if (lease !== undefined) {
        if (!OURS.includes(source)) await foldPast(key, lease.isFirst);
        owned.set(key, { session, lease, used: now() });
        retryAt.delete(key);
        sessions.markIncomplete(key, false);
        return;
      }
    } catch {
      // A past that cannot be read is unknown, and evidence says so: `memory.incomplete`.
      lease?.release();
    }
    retryAt.set(key, now() + RETRY);
    sessions.markIncomplete(key, true);
  };

  const foldPast = async (key: string, isFirst: boolean): Promise<void> => {
    // What is known of it is in the records too, and must not count twice.
    if (!isFirst) sessions.forget(key);
    for await (const { entry, at, payload } of past(key, isFirst)) sessions.recall(entry, at, payload);
  };

  const leave = ({ key }: Session): void => {
    owned.get(key)?.lease.release();
    owned.delete(key);
    retryAt.delete(key);
    sessions.forget(key);
    left.add(key);
  };

  /** The end of sessions that clients name is rarely announced: those long silent are left once in a while. */
  const sweep = (): void => {
    if (now() - sweptAt < idle / 4) return;
    sweptAt = now();
    for (const key of left) if (!owned.has(key)) sessions.forget(key);
    left = new Set();
    for (const [key, at] of retryAt) if (at + idle < now()) retryAt.delete(key);
    for (const { session, used } of owned.values()) {
      if (OURS.includes(session.source) || now() - used < idle) continue;
      leave(session);
      ended(session);
    }
  };

  return {
    open(session) {
      const mine = owned.get(session.key);
      if (mine !== undefined) {
        mine.used = now();
        return undefined;
      }
      if ((retryAt.get(session.key) ?? 0) > now()) return undefined;
      let promise = opening.get(session.key);
      if (promise === undefined) {
        sweep();
        promise = take(session).finally(() => opening.delete(session.key));
        opening.set(session.key, promise);
      }
      return promise;
    },
    leave,
    close() {
      for (const { lease } of owned.values()) lease.release();
      owned.clear();
    },
  };
}

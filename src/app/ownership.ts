import type { Session } from '../model/call.ts';
import type { Entry } from '../model/record.ts';
import type { Sessions } from '../projections/sessions.ts';

/** How often a session that another process owns is asked for again. Milliseconds. */
const RETRY = 5_000;

export interface Lease {
  release(): void;
}

export interface OwnershipParts {
  readonly sessions: Sessions;
  readonly now: () => number;
  /** The lease of a session key, or undefined while another living process has it. */
  readonly acquire: (key: string) => Lease | undefined;
  /** The session's records of earlier processes, in their order. */
  readonly past: (key: string) => AsyncIterable<{ entry: Entry; at: number; payload: string | undefined }>;
}

/** Sees to it that a session has one owner, and that its owner knows its past before the first call is judged (DESIGN section 6). */
export interface Ownership {
  /** Resolves when the session may be judged; undefined when it already can, so that the hot path waits for nothing. */
  open(session: Session): Promise<void> | undefined;
  leave(session: Session): void;
  close(): void;
}

export function createOwnership({ sessions, now, acquire, past }: OwnershipParts): Ownership {
  const owned = new Map<string, Lease>();
  const opening = new Map<string, Promise<void>>();
  const retryAt = new Map<string, number>();

  const take = async (session: Session): Promise<void> => {
    let lease: Lease | undefined;
    try {
      lease = acquire(session.key);
      if (lease !== undefined) {
        // A process's own session was born with it: there is no past to read.
        if (session.source !== 'process') await foldPast(session.key);
        owned.set(session.key, lease);
        retryAt.delete(session.key);
        sessions.markIncomplete(session.key, false);
        return;
      }
    } catch {
      // What could not be read is unknown, and unknown is said: `memory.incomplete`.
      lease?.release();
    }
    retryAt.set(session.key, now() + RETRY);
    sessions.markIncomplete(session.key, true);
  };

  const foldPast = async (key: string): Promise<void> => {
    for await (const { entry, at, payload } of past(key)) sessions.apply(entry, at, payload);
  };

  return {
    open(session) {
      if (owned.has(session.key)) return undefined;
      if ((retryAt.get(session.key) ?? 0) > now()) return undefined;
      let promise = opening.get(session.key);
      if (promise === undefined) {
        promise = take(session).finally(() => opening.delete(session.key));
        opening.set(session.key, promise);
      }
      return promise;
    },
    leave(session) {
      owned.get(session.key)?.release();
      owned.delete(session.key);
      retryAt.delete(session.key);
    },
    close() {
      for (const lease of owned.values()) lease.release();
      owned.clear();
    },
  };
}

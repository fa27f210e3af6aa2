import type { Session } from '../../model/call.ts';
import { Circuit } from './circuit.ts';

/** The end of a process. */
export interface Crash {
  /** Whose it was; undefined for one that all share. */
  readonly session: Session | undefined;
  readonly why: string;
  /** How long after it was opened, in milliseconds. */
  readonly ran: number;
  /** Whether processes of other sessions run. */
  readonly othersStand: boolean;
}

/**
 * The circuits of one server. Where a session has a process of its own, one that makes it crash again and again shuts out
 * itself alone: its crashes are counted for all only once, and not at all while processes of others stand. Where the server
 * cannot be started, or crashes in one session after another, the server is what is broken, and everybody leaves it alone.
 */
export class Circuits {
  readonly all: Circuit;
  readonly #now: () => number;
  readonly #bySession = new Map<string, Circuit>();

  constructor(now: () => number) {
    this.#now = now;
    this.all = new Circuit(now);
  }

  /** Why this session has to wait, while others may not; undefined if it need not. */
  refusal(session: Session | undefined): string | undefined {
    return session === undefined ? undefined : this.#bySession.get(session.key)?.refusal;
  }

  /** A process ended by itself. */
  crashed({ session, why, ran, othersStand }: Crash): void {
    for (const [key, circuit] of this.#bySession) if (circuit.isForgiven) this.#bySession.delete(key);
    const known = session === undefined ? undefined : this.#bySession.get(session.key);
    if (known === undefined && !(othersStand && session !== undefined)) this.all.crashed(why, ran);
    if (session === undefined) return;
    const own = known ?? new Circuit(this.#now, 'for this session ');
    this.#bySession.set(session.key, own);
    own.crashed(why, ran);
  }
}

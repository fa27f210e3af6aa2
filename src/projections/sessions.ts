import type { Call } from '../model/call.ts';
import type { Json } from '../model/json.ts';
import type { Entry } from '../model/record.ts';
import { finish, type Steps } from '../model/steps.ts';
import { Dropped } from './dropped.ts';
import { leastMissed } from './eviction.ts';
import { askedIn, heardIn } from './heard.ts';
import { isSending, Ledger } from './ledger.ts';
import { Session, type SessionOptions, type SessionState } from './session.ts';
import { SharedSayings } from './shared-sayings.ts';

const MOST_PRINCIPALS = 10_000;

/** The kinds of entries that what is known of a session is folded from. */
export const FOLDED = ['call', 'result', 'lost', 'purpose', 'task', 'saying'] as const;

/** A call, by whose it is. */
interface Surrounded {
  readonly session: Pick<Call['session'], 'key'>;
  readonly principal: Pick<Call['principal'], 'id'>;
}

/** All sessions' states, folded from records. At most `most` are kept. */
export class Sessions {
  readonly #states = new Map<string, Session>();
  /** Sessions whose state was dropped for space: should they come back, their past counts as unknown, not as empty. */
  readonly #dropped = new Dropped();
  /** What each principal sent, in calls that this process recorded itself. */
  readonly #principals = new Map<string, Ledger>();
  /** What servers said to all sessions. */
  readonly #sayings = new SharedSayings();
  /** How often any session's record grew, or its state began anew. */
  #changes = 0;
  readonly #most: number;
  readonly #options: SessionOptions;

  constructor(most: number, options: SessionOptions = {}) {
    this.#most = most;
    this.#options = options;
  }

  /** The state of a session; a fresh one where none is known. */
  of(key: string): SessionState {
    return this.#of(key);
  }

  /** What is known about a call's surroundings: its session's state, and what its principal has sent in all sessions. */
  around({ session, principal }: Surrounded): SessionState {
    const state = this.#of(session.key);
    state.owner = principal.id;
    const ledger = this.#principals.get(principal.id);
    if (state.sentByPrincipal !== ledger && ledger !== undefined) state.sentByPrincipal = ledger;
    return state;
  }

  /** Takes what the user said in their own words: values in it come from the user. */
  tell(key: string, text: string): void {
    this.#of(key).tell(text);
  }

  /** Narrows what the session is for: it may use these acting tools and no others. */
  declare(key: string, tools: readonly string[]): void {
    this.#of(key).narrow([], tools);
  }

  /** Records that another process owns this session's past, or that part of it could not be read. */
  markIncomplete(key: string, incomplete: boolean): void {
    this.#changing(key).incomplete = incomplete;
  }

  /** For a session whose client has gone: should it come back, its records are folded again from the beginning. */
  forget(key: string): void {
    this.#states.delete(key);
  }

  /** Folds one entry completely. */
  apply(entry: Entry, at: number, payload?: string, value?: Json): void {
    const rest = this.fold(entry, at, payload, value);
    if (rest !== undefined) finish(rest);
  }

  /**
   * Begins to fold one entry and returns what is left to learn of a long one. `value` is the payload's, where it was parsed
   * before. Entries about no session change nothing.
   */
  fold(entry: Entry, at: number, payload?: string, value?: Json): Steps<void> | undefined {
    if (entry.kind === 'call' && isSending(entry)) {
      const { id } = entry.principal;
      let ledger = this.#principals.get(id);
      if (ledger === undefined) {
        // Principals are few; should somebody invent them, the one known for longest goes first.
        const [oldest] = this.#principals.keys();
        if (this.#principals.size >= MOST_PRINCIPALS && oldest !== undefined) this.#principals.delete(oldest);
        ledger = new Ledger();
        this.#principals.set(id, ledger);
      }
      ledger.take(entry);
    }
    return this.#take(entry, at, payload, value);
  }

  /** Folds what another or an earlier process recorded: it does not count as sent by this process's principals. */
  recall(entry: Entry, at: number, payload?: string, value?: Json): void {
    const rest = this.#take(entry, at, payload, value);
    if (rest !== undefined) finish(rest);
  }

  #take(entry: Entry, at: number, payload: string | undefined, value: Json | undefined): Steps<void> | undefined {
    switch (entry.kind) {
      case 'call': {
        if (entry.origin === 'upstream') {
          const asked = askedIn(entry, payload, value);
          if (asked !== undefined) this.#changing(entry.session.key).hear(asked);
          break;
        }
        const isNaming = entry.origin === 'downstream';
        if (!isNaming && !isSending(entry)) break;
        const state = this.#changing(entry.session.key);
        state.last = at;
        if (isNaming && payload !== undefined) state.memory.named(entry, payload, state.calls, value);
        if (isSending(entry)) {
          state.sent ??= new Ledger();
          state.sent.take(entry);
        }
        break;
      }
      case 'result': {
        // What a client answers to a server's question was not read or done by the agent.
        if (entry.origin === 'upstream') break;
        const state = this.#changing(entry.session);
        state.last = at;
        return state.settle(entry, payload, value);
      }
      case 'saying':
        if (entry.session === undefined) this.#sayings.take(entry, payload);
        else this.#changing(entry.session).hear(heardIn(entry, payload));
        break;
      case 'task':
        // An erased text can no longer be learned from; that it was heard still counts.
        this.#changing(entry.session).tell(payload, entry.id);
        break;
      case 'purpose':
        this.#changing(entry.session).narrow(entry.purposes, entry.tools);
        break;
      case 'lost':
        this.#changing(entry.session).lose(entry.labels);
        break;
    }
    return undefined;
  }

  #changing(key: string): Session {
    const state = this.#of(key);
    state.changed = ++this.#changes;
    return state;
  }

  #of(key: string): Session {
    let state = this.#states.get(key);
    if (state !== undefined) return state;
    if (this.#states.size >= this.#most) {
      const oldest = leastMissed(this.#states);
      if (oldest !== undefined) {
        this.#states.delete(oldest);
        this.#dropped.add(oldest);
      }
    }
    state = new Session(key, this.#sayings, ++this.#changes, this.#options);
    if (this.#dropped.take(key)) {
      state.incomplete = true;
      state.lose([]);
    }
    this.#states.set(key, state);
    return state;
  }
}

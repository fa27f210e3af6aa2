import type { Call } from '../model/call.ts';
import type { Json } from '../model/json.ts';
import type { Entry, ResultEntry } from '../model/record.ts';
import { finish, type Steps } from '../model/steps.ts';
import type { Label } from '../model/tool.ts';
import type { Memory, Sayings, Sent, Step, View } from '../model/view.ts';
import { Dropped } from './dropped.ts';
import { type Evictable, leastMissed } from './eviction.ts';
import type { Foreign } from './foreign.ts';
import { askedIn, type Heard, heardIn } from './heard.ts';
import { isSending, Ledger } from './ledger.ts';
import type { Tell } from './lesson.ts';
import { SessionMemory } from './memory.ts';
import { SharedSayings } from './shared-sayings.ts';

/** How many settled calls a session keeps for rules over sequences. */
const RECENT = 50;

const MOST_PRINCIPALS = 10_000;

/** What is known of one session: folded from its records, in order. */
export interface SessionState extends View {
  readonly labels: readonly Label[];
  readonly recent: readonly Step[];
  readonly calls: number;
  readonly memory: Memory;
  readonly incomplete: boolean;
  /** Whether a task or a purpose was given for it. */
  readonly isTold: boolean;
  /** Whether its user's own words were heard. */
  readonly hasTask: boolean;
  /** Whether it has done more than read. */
  readonly hasActed: boolean;
  /** Whether a text that a hook left was already taken in. */
  hasHeard(id: string): boolean;
  /** When its last record was made, in milliseconds since 1970. */
  readonly last: number;
}

class Session implements SessionState, Evictable {
  readonly isForeign?: (key: string) => boolean;
  readonly sayings: Sayings;
  readonly #learned: ((head: string, name: string) => void) | undefined;

  constructor(key: string, sayings: Sayings, { foreign, token, tell }: SessionsOptions) {
    this.sayings = sayings;
    this.memory = new SessionMemory(token, tell);
    if (foreign === undefined) return;
    this.isForeign = (value) => foreign.isOthers(key, value);
    this.#learned = (head, name) => foreign.learn(key, head, name);
  }

  /** Replaced whenever it grows, since steps refer to what it was. */
  labels: readonly Label[] = [];
  readonly recent: Step[] = [];
  readonly memory: SessionMemory;
  calls = 0;
  incomplete = false;
  declared?: ReadonlySet<string>;
  purposes?: readonly string[];
  overruled?: string | undefined;
  isTold = false;
  hasTask = false;
  hasActed = false;
  last = 0;
  owner = '';
  sent?: Ledger;
  sentByPrincipal?: Sent;
  readonly #heard = new Set<string>();

  hasHeard(id: string): boolean {
    return this.#heard.has(id);
  }

  /** Earlier words stay valid: a user who asks for more has asked for that as well. */
  tell(text: string | undefined, id?: string): void {
    this.isTold = true;
    this.hasTask = true;
    if (id !== undefined) this.#heard.add(id);
    if (text !== undefined) this.memory.told(text, this.calls);
  }

  narrow(purposes: readonly string[], tools: readonly string[] | undefined): void {
    this.isTold = true;
    const before = this.purposes ?? [];
    const more = purposes.filter((name) => !before.includes(name));
    if (before.length > 0 && more.length > 0) this.overruled = more.join(', ');
    if (more.length > 0) this.purposes = [...before, ...more];
    if (tools === undefined) return;
    const { declared } = this;
    this.declared = new Set(declared === undefined ? tools : tools.filter((tool) => declared.has(tool)));
    const wider = declared === undefined ? [] : tools.filter((tool) => !declared.has(tool));
    if (wider.length > 0) this.overruled = wider.join(', ');
  }

  mark(labels: readonly Label[]): void {
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as Label;
      if (!this.labels.includes(label)) this.labels = [...this.labels, label];
    }
  }

  /** Nobody knows what came back: the agent may have seen anything. */
  lose(labels: readonly Label[]): void {
    this.mark([...labels, 'untrusted']);
    this.memory.miss([]);
  }

  /** What is said while calls are under way comes after what they named: it counts as what the next one brings. */
  hear(heard: Heard): void {
    this.mark(heard.labels);
    if (heard.isLost) this.memory.miss(heard.labels);
    this.memory.hear(heard, this.calls + 1, this.#learned);
  }

  settle(entry: ResultEntry, payload: string | undefined, value: Json | undefined): Steps<void> | undefined {
    this.calls++;
    // Reported once: whoever wanted more has been told.
    this.overruled = undefined;
    const { upstream, name: tool } = entry.target;
    const { labels } = this;
    this.recent.push({ call: entry.call, upstream, tool, powers: entry.powers, failed: entry.failed, labels });
    if (this.recent.length > RECENT) this.recent.shift();
    if (isActing(entry)) this.hasActed = true;
    this.mark(entry.evidence.labels);
    // What was withheld never reached the agent, so it cannot have learned from it.
    if (entry.decision.effect !== 'allow') return undefined;
    if (payload !== undefined)
      return this.memory.begin(entry, entry.evidence.labels, payload, this.calls, value, this.#learned);
    this.memory.miss(entry.evidence.labels);
    return undefined;
  }
}

/** A tool that reaches outside in order to read, as reading the web does, has not acted. */
const isActing = ({ powers }: ResultEntry): boolean =>
  powers.some((power) => power === 'write' || power === 'destructive' || power === 'execute') ||
  (powers.includes('external') && !powers.includes('read'));

export interface SessionsOptions {
  /** Tracks values that only one session has learned. */
  readonly foreign?: Foreign;
  /** Makes the token that stands for a secret in the record, by which the secret is recognised. */
  readonly token?: (secret: string) => string;
  /** Tells a session what a short result holds; given where many are shown the same results. */
  readonly tell?: Tell | undefined;
}

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
  readonly #most: number;
  readonly #options: SessionsOptions;

  constructor(most: number, options: SessionsOptions = {}) {
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
    this.#of(key).incomplete = incomplete;
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
        // Principals are few; should somebody make them up, the one known for longest goes first.
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
          if (asked !== undefined) this.#of(entry.session.key).hear(asked);
          break;
        }
        const isNaming = entry.origin === 'downstream';
        if (!isNaming && !isSending(entry)) break;
        const state = this.#of(entry.session.key);
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
        const state = this.#of(entry.session);
        state.last = at;
        return state.settle(entry, payload, value);
      }
      case 'saying':
        if (entry.session === undefined) this.#sayings.take(entry, payload);
        else this.#of(entry.session).hear(heardIn(entry, payload));
        break;
      case 'task':
        // An erased text can no longer be learned from; that it was heard still counts.
        this.#of(entry.session).tell(payload, entry.id);
        break;
      case 'purpose':
        this.#of(entry.session).narrow(entry.purposes, entry.tools);
        break;
      case 'lost':
        this.#of(entry.session).lose(entry.labels);
        break;
    }
    return undefined;
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
    state = new Session(key, this.#sayings, this.#options);
    if (this.#dropped.take(key)) {
      state.incomplete = true;
      state.lose([]);
    }
    this.#states.set(key, state);
    return state;
  }
}

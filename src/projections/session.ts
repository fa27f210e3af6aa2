import type { Json } from '../model/json.ts';
import type { ResultEntry } from '../model/record/judged.ts';
import type { Steps } from '../model/steps.ts';
import { changes, type Label, sends } from '../model/tool.ts';
import type { Memory, Sent, Step, View } from '../model/view.ts';
import type { Evictable } from './eviction.ts';
import type { Foreign } from './foreign.ts';
import type { Heard } from './heard.ts';
import type { Ledger } from './ledger.ts';
import type { Tell } from './lesson.ts';
import { SessionMemory } from './memory.ts';
import type { SharedSayings } from './shared-sayings.ts';

/** How many settled calls a session keeps for rules over sequences. */
const RECENT = 50;

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
  /** Whether it has done more than reading. */
  readonly hasActed: boolean;
  /** Whether a text that a hook left was already taken in. */
  hasHeard(id: string): boolean;
  /** When its last record was made, in milliseconds since 1970. */
  readonly last: number;
}

export interface SessionOptions {
  /** Tracks values that only one session has learned. */
  readonly foreign?: Foreign;
  /** Makes the token that stands for a secret in the record, by which the secret is recognised. */
  readonly token?: (secret: string) => string;
  /** Tells a session what a short result holds; given where many sessions are shown the same results. */
  readonly tell?: Tell | undefined;
}

export class Session implements SessionState, Evictable {
  readonly isForeign?: (key: string) => boolean;
  readonly sayings: SharedSayings;
  /** When its own record last grew, counted over all sessions. */
  changed: number;
  readonly #learned: ((head: string, name: string) => void) | undefined;

  constructor(key: string, sayings: SharedSayings, changed: number, { foreign, token, tell }: SessionOptions) {
    this.sayings = sayings;
    this.changed = changed;
    this.memory = new SessionMemory(token, tell);
    if (foreign === undefined) return;
    this.isForeign = (value) => foreign.isOthers(key, value);
    this.#learned = (head, name) => foreign.learn(key, head, name);
  }

  /** Replaced, never changed, since steps keep the list as it was. */
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
  hasNewScripts = false;
  last = 0;
  owner = '';
  sent?: Ledger;
  sentByPrincipal?: Sent;
  readonly #heard = new Set<string>();

  get changes(): number {
    return this.changed + this.sayings.changes;
  }

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
    this.hasNewScripts = true;
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
    // Reported once.
    this.overruled = undefined;
    const { upstream, name: tool } = entry.target;
    const { labels } = this;
    this.recent.push({ call: entry.call, upstream, tool, powers: entry.powers, failed: entry.failed, labels });
    if (this.recent.length > RECENT) this.recent.shift();
    if (changes(entry.powers) || sends(entry.powers)) this.hasActed = true;
    if (changes(entry.powers) && this.memory.namesScripts(entry.call)) this.hasNewScripts = true;
    this.mark(entry.evidence.labels);
    // What was withheld never reached the agent, so it cannot have learned from it.
    if (entry.decision.effect !== 'allow') return undefined;
    if (payload !== undefined)
      return this.memory.begin(entry, entry.evidence.labels, payload, this.calls, value, this.#learned);
    this.memory.miss(entry.evidence.labels);
    return undefined;
  }
}

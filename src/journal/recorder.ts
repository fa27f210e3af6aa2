import type { Hold } from '../model/approval.ts';
import type { Call, Target } from '../model/call.ts';
import { messageOf } from '../model/caught.ts';
import type { Fault } from '../model/evidence.ts';
import type { Fold, Journal, PlainEntry } from '../model/journal.ts';
import { jsonOf } from '../model/json/parse.ts';
import type { Json } from '../model/json.ts';
import { Ongoing } from '../model/ongoing.ts';
import type { Admission, JudgedCall, JudgedResult, Judgement, Settled } from '../model/passage.ts';
import type { CallEntry, ResultEntry } from '../model/record/judged.ts';
import type { PayloadRef } from '../model/record/payload.ts';
import type { SayingEntry, TaskEntry } from '../model/record/said.ts';
import type { Entry, OpenCall } from '../model/record.ts';
import { isFailure, resultBody, resultText } from '../model/result.ts';
import { type Saying, sayingsIn } from '../model/saying.ts';
import { finish, type Steps } from '../model/steps.ts';
import type { Chain } from './chain/chain.ts';
import { lostEntry } from './chain/lost.ts';
import { describeTool } from './described-tool.ts';
import { makeToken } from './keys.ts';
import { mintAdmitted, mintSettled } from './mint.ts';
import type { Payload } from './payload/payload.ts';

/** How many folded tools are remembered: definitions may change, and addresses be invented, without end. */
const MOST_FACTS = 5_000;

export interface RecorderOptions {
  readonly chain: Pick<Chain, 'append'>;
  readonly tokenKey: Buffer;
  readonly fold: Fold;
  /** Turns a text into what is kept of it. */
  readonly keep: (text: string) => Payload;
  /** The same for a result, of which less may be kept. */
  readonly keepResult: (text: string) => Payload;
  readonly now: () => number;
  readonly onFault: (message: string) => void;
}

/** An admitted call, and its target as it is recorded. */
interface Opened {
  readonly call: Call;
  readonly target: Target;
}

/** Turns judgements into entries, folds them in the same tick, and mints the keys once they are durable. */
export class Recorder implements Journal {
  readonly #options: RecorderOptions;
  /** Admitted calls that have no result yet. */
  readonly #open = new Ongoing<string, Opened>();
  /** The tools that were folded already. */
  readonly #seenFacts = new Set<string>();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  admit(entry: JudgedCall): Promise<Admission> {
    const { call, seen, decision } = entry;
    if (decision.effect !== 'allow') {
      return Promise.resolve({ ok: false, fault: faultOf(`a decision to ${decision.effect} admits nothing`) });
    }
    return new Promise((resolve) => {
      this.#judged(entry, undefined, (message) => {
        if (message !== undefined) return resolve({ ok: false, fault: faultOf(message) });
        this.#open.set(call.id, { call, target: seen.target });
        resolve({ ok: true, admitted: mintAdmitted(call, decision) });
      });
    });
  }

  refuse(entry: Judgement): Promise<boolean> {
    return new Promise((resolve) => this.#judged(entry, undefined, (message) => resolve(message === undefined)));
  }

  hold(entry: Judgement, hold: Hold): Promise<boolean> {
    return new Promise((resolve) => this.#judged(entry, hold, (message) => resolve(message === undefined)));
  }

  settle(settling: JudgedResult): Settled | Steps<Settled> {
    const { admitted, received, seen, result, evidence, decision, asOf } = settling;
    const { call } = admitted;
    const payload = this.#options.keepResult(seen);
    const made: ResultEntry = {
      kind: 'result',
      call: call.id,
      session: call.session.key,
      target: this.#open.get(call.id)?.target ?? call.target,
      powers: call.tool.powers,
      outcome: received.kind === 'failed' ? received.reason : received.kind,
      failed: isFailure(received),
      size: resultText(received).length,
      evidence,
      decision,
      asOf,
      payload: payload.ref,
    };
    // A spread is costly, and questions of servers are rare.
    const entry: Entry = call.origin === 'upstream' ? { ...made, origin: call.origin } : made;
    this.#open.delete(call.id);
    const at = this.#options.now();
    // The agent reads the whole result, so all of it is learned, however much of it is kept.
    const isPlain = seen === resultText(received);
    const value = isPlain ? resultBody(received) : payload.ref.cut === true ? jsonOf(seen) : undefined;
    const rest = this.#begin(entry, at, payload, value);
    if (typeof rest === 'string') this.#options.onFault(rest);
    const { labels } = call.tool;
    this.#options.chain.append({ entry, at, payload, tool: undefined, done: undefined, labels });
    const mint = (): Settled => mintSettled(call, decision, result);
    return rest === undefined || typeof rest === 'string' ? mint() : this.#whenLearned(entry, rest, mint);
  }

  /** The key is minted last: a value that could be used before it was learned would look as if it came from nowhere. */
  *#whenLearned(entry: Entry, rest: Steps<void>, mint: () => Settled): Steps<Settled> {
    try {
      yield* rest;
    } catch (error) {
      this.#options.onFault(faultText(entry, error));
    }
    return mint();
  }

  task(said: Omit<TaskEntry, 'kind' | 'payload'>, text: string): Promise<boolean> {
    const payload = this.#options.keep(text);
    return this.#plain({ kind: 'task', ...said, payload: payload.ref }, payload);
  }

  saying(said: Omit<SayingEntry, 'kind' | 'payload'>, sayings: readonly Saying[]): Promise<boolean> {
    const payload = this.#options.keep(JSON.stringify(sayings));
    return this.#plain({ kind: 'saying', ...said, payload: payload.ref }, payload);
  }

  write(entry: PlainEntry): Promise<boolean> {
    return this.#plain(entry, undefined);
  }

  #plain(entry: PlainEntry | TaskEntry | SayingEntry, payload: Payload | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const at = this.#options.now();
      const folded = this.#fold(entry, at, payload);
      if (folded !== undefined) this.#options.onFault(folded);
      const done = (message?: string): void => resolve(message === undefined);
      const item = { entry, at, payload, tool: undefined, done };
      // Even where the disk is full by now, a session that was narrowed or told something must not come back as one that was not.
      this.#options.chain.append(isTelling(entry) ? { ...item, isKept: true } : item);
    });
  }

  token(kind: string, secret: string): string {
    return makeToken(this.#options.tokenKey, kind, secret);
  }

  /** The admitted calls that have no result yet. */
  get open(): OpenCall[] {
    return [...this.#open.values()].map(({ call: { id, session, tool } }) => ({
      call: id,
      session: session.key,
      labels: tool.labels,
    }));
  }

  /** Records every call that still has no result as lost. False if that could not be made durable. */
  async loseOpen(): Promise<boolean> {
    const written = await Promise.all(
      this.open.map(({ call, session, labels }) => this.write(lostEntry(call, session, labels))),
    );
    this.#open.clear();
    return written.every((ok) => ok);
  }

  #judged(judged: Judgement, hold: Hold | undefined, done: (message?: string) => void): void {
    const { seen } = judged;
    const payload = this.#options.keep(seen.text);
    const tool = describeTool(seen.tool);
    const at = this.#options.now();
    const entry = judgedEntry(judged, hold, tool.facts, payload.ref);
    const toolFault = this.#seenFacts.has(tool.facts) ? undefined : this.#fold(tool, at, undefined);
    // Folding a tool again changes nothing, so they may be forgotten.
    if (this.#seenFacts.size >= MOST_FACTS) this.#seenFacts.clear();
    this.#seenFacts.add(tool.facts);
    const fault = this.#fold(entry, at, payload, seen.params) ?? toolFault;
    if (fault === undefined) {
      this.#options.chain.append({ entry, at, payload, tool, done });
    } else {
      // What our own projections could not take in is not let through (law 2).
      this.#options.onFault(fault);
      done(fault);
    }
  }

  /** Folds an entry completely. Returns the fault, if there is one. */
  #fold(entry: Entry, at: number, payload: Payload | undefined, value?: Json): string | undefined {
    const rest = this.#begin(entry, at, payload, value);
    if (rest === undefined || typeof rest === 'string') return rest;
    try {
      finish(rest);
      return undefined;
    } catch (error) {
      return faultText(entry, error);
    }
  }

  /** Begins to fold an entry. Returns what is left to do, or the fault. */
  #begin(
    entry: Entry,
    at: number,
    payload: Payload | undefined,
    value: Json | undefined,
  ): Steps<void> | string | undefined {
    try {
      return this.#options.fold(entry, at, payload?.text, value);
    } catch (error) {
      return faultText(entry, error);
    }
  }
}

const isTelling = ({ kind }: Entry): boolean => kind === 'purpose' || kind === 'task' || kind === 'saying';

const faultText = ({ kind }: Entry, error: unknown): string =>
  `a projection could not take in a record of kind ${kind}: ${messageOf(error)}`;

const faultOf = (message: string): Fault => ({ inspector: 'journal', message });

/** A hold without what was shown: arguments and results are kept as payload, since a chain cannot be erased. */
const bare = ({ list: _, ...hold }: Hold): Hold => ({ ...hold, shown: '' });

function judgedEntry(
  { seen, evidence, decision, asOf, notice }: Judgement,
  hold: Hold | undefined,
  facts: string,
  payload: PayloadRef,
): Entry {
  const { id: call, session, principal, origin, method, target, digest } = seen;
  const entry: CallEntry = {
    kind: 'call',
    call,
    session,
    principal,
    origin,
    method,
    target,
    facts,
    digest,
    evidence,
    decision,
    asOf,
    payload,
  };
  // A spread is costly, and these are rare.
  if (hold !== undefined) return { ...entry, kind: 'hold', hold: bare(hold) };
  if (notice !== undefined) return { ...entry, notice };
  const { labels } = seen.tool;
  const isSaid = origin === 'upstream' && labels.length > 0 && sayingsIn(seen.params, 'question', '').length > 0;
  return isSaid ? { ...entry, labels } : entry;
}

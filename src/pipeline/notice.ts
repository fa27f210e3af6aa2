import { type Call, OURSELVES, type Session } from '../model/call.ts';
import type { Decision } from '../model/decision.ts';
import type { Evidence } from '../model/evidence.ts';
import { nextId } from '../model/id.ts';
import type { JsonObject } from '../model/json.ts';
import type { Caller, Courier, Question, Watcher } from '../model/relay.ts';
import type { Complete, Result } from '../model/result.ts';
import type { SaidIn } from '../model/saying.ts';
import { NO_FACTS } from '../model/tool.ts';
import { faultOf, lastResort, withFault } from './fault.ts';
import { gatherOnResult } from './gather.ts';
import type { Interposer } from './interpose.ts';
import { blankEvidence, maskEvidence } from './mask.ts';
import { passAnswer, passQuestion, putThrough, toldUpstream } from './question.ts';
import { fulfil } from './redact.ts';
import { recordSaying, type SentText, saidIn } from './saying.ts';
import type { Waiting } from './waiting.ts';

/** Text that may pass, redacted where the policy says so. */
export interface Passing extends SentText {
  readonly value: JsonObject;
  readonly text: string;
}

/** Text that an upstream sends besides results: progress, logs, updates, definitions, instructions. */
export interface Notice {
  /** The call it belongs to, or a stand-in of our own. */
  readonly about: Call;
  /** That call as it is recorded, which the decision rests on; the same where this is not said. */
  readonly seen?: Call;
  readonly value: JsonObject;
  readonly text: string;
  /** Where the text stands; undefined where it is about the server itself, or announces a change. */
  readonly said?: SaidIn | undefined;
}

/**
 * Judges such text (law 7). Undefined where it may not pass: the refusal is recorded, and the client hears nothing. Synchronous
 * unless an inspector has something to load. `faulted` is called where it is refused for a fault of ours.
 */
export function judgeNotice(
  notice: Notice,
  interposer: Interposer,
  faulted?: () => void,
): Passing | undefined | Promise<Passing | undefined> {
  const { about, value, text } = notice;
  const sent: Complete = { kind: 'complete', value, text };
  const evidence = gatherOnResult(interposer.inspectors, about, sent, interposer.view(about), interposer.limit);
  if (evidence instanceof Promise) return evidence.then((late) => conclude(notice, sent, late, interposer, faulted));
  return conclude(notice, sent, evidence, interposer, faulted);
}

function conclude(
  { about, seen = about, said }: Notice,
  sent: Complete,
  gathered: Evidence,
  interposer: Interposer,
  faulted?: () => void,
): Passing | undefined {
  const { view, decide, journal, now } = interposer;
  const asOf = now();
  const facts = { size: sent.text.length, ...(said === undefined ? {} : { said }) };
  let evidence: Evidence;
  let decision = lastResort('result');
  try {
    // The decision rests on what is recorded, where no member's name holds a secret.
    evidence = maskEvidence(gathered, journal.token);
    decision = decide(seen, evidence, view(about), asOf, { failed: false, ...facts });
    if (decision.effect === 'allow') {
      const passing = fulfil(about, sent, gathered, decision);
      if (passing.kind === 'complete')
        return { value: passing.value, text: passing.text, sent, evidence: gathered, ...redactedBy(decision) };
    }
  } catch (error) {
    evidence = withFault(blankEvidence(gathered), faultOf('pipeline', error));
    decision = lastResort('result');
  }
  const blank = Object.freeze({ ...about, text: '{}', params: {}, args: {} });
  void journal.refuse({ seen: blank, evidence, decision, asOf, notice: facts });
  if (evidence.faults.length > 0) faulted?.();
  return undefined;
}

const redactedBy = ({ obligations }: Decision): Pick<Passing, 'redacted'> =>
  obligations.length === 0 ? NOTHING_OUT : { redacted: obligations.map(({ rule }) => rule) };
const NOTHING_OUT = Object.freeze({});

/**
 * A courier whose notifications pass the inspectors before the client hears of them, in the order they came, and whose
 * questions pass the whole spine before they are put.
 */
export class JudgingCourier implements Courier {
  readonly capabilities: JsonObject;
  readonly ask?: (question: Question, signal: AbortSignal) => Promise<Result>;
  readonly #call: Call;
  readonly #courier: Courier;
  readonly #current: () => Interposer;
  #interposer: Interposer;
  #queue: Promise<void> | undefined;
  #decision: Decision | undefined;
  /** The call as it is recorded. */
  #seen: Call;

  /**
   * `current`: the interposer in force, which may be another one by the time that the call is let through. `waiting`: questions
   * that wait for a person.
   */
  constructor(call: Call, courier: Courier, current: () => Interposer, waiting: Waiting) {
    this.capabilities = courier.capabilities;
    this.#call = call;
    this.#seen = call;
    this.#courier = courier;
    this.#current = current;
    this.#interposer = current();
    if (courier.ask === undefined) return;
    this.ask = async (question, signal) => {
      const judging = { first: this.#interposer, current, waiting };
      const put = putThrough(question, courier, signal, () =>
        // Of a server that is configured no more nothing is known by now, and what was said of it counts on.
        [judging.first, current()].map(({ roots }) => roots(call.target.upstream)).filter((one) => one !== undefined),
      );
      const answer = toldUpstream(await passQuestion(call, question, put, courier, judging, signal));
      if (answer.kind !== 'complete') return answer;
      return passAnswer(call, this.#decision, question, answer, courier, judging, signal);
    };
  }

  admitted(decision: Decision, seen: Call): void {
    this.#decision = decision;
    this.#seen = seen;
    // What follows is judged as the call was that is sent: it may have waited while another policy was put in force.
    this.#interposer = this.#current();
    this.#courier.admitted?.(decision, seen);
  }

  receives(size: number): string | undefined {
    return this.#courier.receives?.(size);
  }

  async caller(): Promise<Caller | undefined> {
    return this.#courier.caller?.();
  }

  get signal(): AbortSignal {
    return this.#courier.signal;
  }

  get isCancelled(): boolean {
    return this.#courier.isCancelled ?? this.#courier.signal.aborted;
  }

  whenCancelled(watcher: Watcher): void {
    if (this.#courier.whenCancelled === undefined) this.#courier.signal.addEventListener('abort', watcher);
    else this.#courier.whenCancelled(watcher);
  }

  get logLevel(): string | undefined {
    return this.#courier.logLevel;
  }

  get hearsLogs(): boolean {
    return this.#courier.hearsLogs === true;
  }

  notify(method: string, params: JsonObject, text: string): void {
    const notice = { about: this.#call, seen: this.#seen, value: params, text, said: saidIn(method) };
    const passing = judgeNotice(notice, this.#interposer);
    if (this.#queue === undefined && !(passing instanceof Promise)) this.#tell(method, passing);
    else this.#queue = (this.#queue ?? Promise.resolve()).then(async () => this.#tell(method, await passing));
  }

  get queue(): Promise<void> | undefined {
    return this.#queue;
  }

  #tell(method: string, passing: Passing | undefined): void {
    if (passing === undefined) return;
    recordSaying(this.#call, method, passing, this.#call.tool.labels, this.#interposer);
    this.#courier.notify?.(method, passing.value, passing.text);
  }
}

/**
 * A call of our own that stands for what an upstream sends unasked. Its origin is `downstream`, so that rules about the
 * client's calls apply: the client is where the text goes.
 */
export const standIn = (method: string, upstream: string, session: Session, at: number): Call =>
  Object.freeze({
    id: nextId(at),
    at,
    session,
    principal: { id: OURSELVES, human: 'out-of-band' } as const,
    origin: 'downstream' as const,
    method,
    target: { upstream, name: '' },
    tool: NO_FACTS,
    args: {},
    params: {},
    text: '{}',
    digest: '',
  });

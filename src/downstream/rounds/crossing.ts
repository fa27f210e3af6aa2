import type { Call } from '../../model/call.ts';
import type { Decision } from '../../model/decision.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Caller, Courier, Question, Watcher } from '../../model/relay.ts';
import type { Result } from '../../model/result.ts';
import { lacks } from '../asking/ability.ts';
import { UNABLE } from '../asking/question.ts';
import { Cancellation } from '../calls/cancellation.ts';

/** A question that waits for its client to come back with the answer. */
interface Open {
  readonly question: Question;
  readonly resolve: (answer: Result) => void;
}

/** A request of the client that has the call for a while: what is sent back goes by it. */
type Carrier = Cancellation & Courier;

const ABANDONED: Result = Object.freeze({
  kind: 'failed',
  reason: 'cancelled',
  message: 'the client did not come back with an answer',
  acted: 'unknown',
});

/**
 * A modern client's call on its way to an upstream that may ask questions. A server's requests cannot reach such a client,
 * so each question ends one request and is answered by the next, while the call itself goes on. It outlives its carriers.
 */
export class Crossing extends Cancellation implements Courier, Watcher {
  readonly capabilities: JsonObject;
  readonly logLevel?: string;
  readonly notify?: (method: string, params: JsonObject, text: string) => void;
  #carrier: Carrier | undefined;
  #caller: (() => Promise<Caller | undefined> | undefined) | undefined;
  #admission: readonly [Decision, Call] | undefined;
  #outcome: Promise<Outcome> = NEVER;
  readonly #open = new Map<string, Open>();
  #count = 0;
  #tell: (() => void) | undefined;

  constructor(carrier: Carrier) {
    super();
    this.capabilities = carrier.capabilities;
    if (carrier.logLevel !== undefined) this.logLevel = carrier.logLevel;
    if (carrier.notify !== undefined)
      this.notify = (method, params, text) => this.#carrier?.notify?.(method, params, text);
    this.attach(carrier);
  }

  /** Another request of the client takes over the call. */
  attach(carrier: Carrier): void {
    this.#carrier = carrier;
    this.#caller = () => carrier.caller?.();
    if (this.#admission !== undefined) carrier.admitted?.(...this.#admission);
    carrier.whenCancelled({ handleEvent: () => this.#carrier === carrier && this.handleEvent() });
  }

  receives(size: number): string | undefined {
    return this.#carrier?.receives?.(size);
  }

  async caller(): Promise<Caller | undefined> {
    return this.#caller?.();
  }

  admitted(decision: Decision, seen: Call): void {
    this.#admission = [decision, seen];
    this.#carrier?.admitted?.(decision, seen);
  }

  /** The outcome, once the call is on its way. */
  begin(outcome: Promise<Outcome>): void {
    this.#outcome = outcome;
    // It may end while no request waits for it; the next one gets the outcome.
    outcome.catch(() => {});
  }

  /** Resolves with the outcome, or with undefined as soon as there are questions to answer first. */
  next(): Promise<Outcome | undefined> {
    return new Promise((resolve, reject) => {
      this.#tell = () => resolve(undefined);
      this.#outcome.then(resolve, reject);
      if (this.#open.size > 0) resolve(undefined);
    });
  }

  ask(question: Question, signal: AbortSignal): Promise<Result> {
    if (lacks(this.capabilities, question) !== undefined) return Promise.resolve(UNABLE);
    if (this.isCancelled || signal.aborted) return Promise.resolve(ABANDONED);
    const key = `ask-${++this.#count}`;
    return new Promise((resolve) => {
      const end = (answer: Result): void => {
        if (!this.#open.delete(key)) return;
        signal.removeEventListener('abort', withdraw);
        resolve(answer);
      };
      const withdraw = (): void => end(ABANDONED);
      signal.addEventListener('abort', withdraw);
      this.#open.set(key, { question, resolve: end });
      this.#tell?.();
    });
  }

  /** The unanswered questions, by the keys under which their answers come back. */
  questions(): [key: string, question: Question][] {
    return [...this.#open].map(([key, { question }]) => [key, question]);
  }

  answer(key: string, answer: Result): void {
    this.#open.get(key)?.resolve(answer);
  }

  /** The waiting request ends with the questions; then none waits until the client comes back. */
  detach(): void {
    this.#carrier = undefined;
    this.#tell = undefined;
  }

  /** The client took its request back, or did not come back: the call is cancelled. */
  handleEvent(): void {
    for (const { resolve } of [...this.#open.values()]) resolve(ABANDONED);
    this.tellCancelled();
  }
}

const NEVER: Promise<never> = new Promise(() => {});

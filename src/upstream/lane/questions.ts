import { messageOf } from '../../model/caught.ts';
import { type Frame, idText } from '../../model/protocol/frame.ts';
import { QUESTION_METHODS, type Question } from '../../model/relay.ts';
import { DONE, ownError, type Result } from '../../model/result.ts';
import { weigh } from '../turns.ts';
import type { PendingCall } from './pending.ts';

/** What questions need of the lane they came on. */
export interface Questioned {
  /** The calls in flight, oldest first; requests of our own are none. */
  calls(): PendingCall[];
  readonly upstream: string;
  /** Whether all calls of this connection are one session's. */
  readonly isPrivate: boolean;
  /** The words for a question that can be put to nobody. */
  unasked(question: Question): Promise<string>;
  answer(text: string): void;
}

/** How long a question that no call caused waits for the session's next one. Servers give up after a minute. Milliseconds. */
const WAIT = 50_000;
/** How many questions may be open at once, within one call and on one connection, and how many one call may ask in all. */
const MOST_OPEN = 16;
const MOST_ON_CONNECTION = 64;
const MOST_OF_CALL = 100;
/** How many may wait for the next call, and how many that are put to nobody are recorded until then. */
const MOST_WAITING = 16;
const REFUSED = -31000;
const METHOD_NOT_FOUND = -32601;
const INTERNAL = -32603;

/** The requests that a legacy server makes of its client: each is put to the client whose call caused it, and answered once. */
export class Questions {
  readonly #lane: Questioned;
  /** By the JSON text of their ids. */
  readonly #open = new Map<string, AbortController>();
  #waiting: { readonly id: string; readonly tell: (cause: PendingCall | undefined) => void }[] = [];
  /** What each call that was asked about has had of it. */
  readonly #asked = new WeakMap<PendingCall, { open: number; all: number }>();
  #unasked = 0;
  /** Whether the record says already that there were too many, since a call was last sent. */
  #isNoted = false;

  constructor(lane: Questioned) {
    this.#lane = lane;
  }

  /** Takes a request of the server's. `via`: the call whose own stream it came on, where the transport knows. */
  async take(frame: Frame, via: PendingCall | undefined): Promise<void> {
    weigh(1);
    const id = idText(frame);
    const withdrawn = new AbortController();
    // An id that is in use stands for the newer question: the older one could not be told apart any more.
    this.withdraw(id);
    this.#open.set(id, withdrawn);
    let answer: Result;
    try {
      answer = await this.#put(frame, via, withdrawn);
    } catch (error) {
      answer = ownError(INTERNAL, messageOf(error));
    }
    // A question that was taken back has no answer.
    if (this.#open.get(id) !== withdrawn) return;
    this.#open.delete(id);
    this.#lane.answer(`{"jsonrpc":"2.0","id":${id},${memberOf(answer, frame.method)}}`);
  }

  /** Answers one that could not be read. `id` as JSON text. */
  refuse(id: string, why: string): void {
    this.withdraw(id);
    this.#lane.answer(`{"jsonrpc":"2.0","id":${id},${memberOf(ownError(REFUSED, why), undefined)}}`);
  }

  /** The server takes its question back. `id` as JSON text. */
  withdraw(id: string): boolean {
    const question = this.#open.get(id);
    this.#open.delete(id);
    question?.abort();
    return question !== undefined;
  }

  /** A call was sent: questions that came before it are put to its client. */
  started(cause: PendingCall): void {
    this.#unasked = 0;
    this.#isNoted = false;
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { tell } of waiting) tell(cause);
  }

  /** Before the server is let go: many that wait for an answer do not end where their input does. */
  dismiss(): void {
    for (const { id, tell } of this.#waiting.splice(0)) {
      this.#open.delete(id);
      const answer = ownError(REFUSED, 'nobody is there to be asked: this connection is being closed');
      this.#lane.answer(`{"jsonrpc":"2.0","id":${id},${memberOf(answer, undefined)}}`);
      tell(undefined);
    }
  }

  end(): void {
    for (const question of this.#open.values()) question.abort();
    this.#open.clear();
    for (const { tell } of this.#waiting.splice(0)) tell(undefined);
  }

  async #put(frame: Frame, via: PendingCall | undefined, withdrawn: AbortController): Promise<Result> {
    const { method = '', params, paramsText: text } = frame;
    if (method === 'ping') return DONE;
    const question = { upstream: this.#lane.upstream, method, params, text };
    const tooMany = (most: string): Promise<Result> => this.#tooMany(question, most);
    if (this.#open.size > MOST_ON_CONNECTION) return tooMany(`${MOST_ON_CONNECTION} open ones on a connection`);
    const isKnown = QUESTION_METHODS.has(method);
    const waits = isKnown && via === undefined && this.#lane.isPrivate && this.#cause() === undefined;
    if (waits && this.#waiting.length >= MOST_WAITING) return tooMany(`${MOST_WAITING} that wait for a call`);
    const cause = via ?? this.#cause() ?? (waits ? await this.#nextCall(frame, withdrawn.signal) : undefined);
    const { ask } = cause?.courier ?? {};
    if (cause === undefined || ask === undefined || !isKnown) {
      if (++this.#unasked > MOST_WAITING) return tooMany(`${MOST_WAITING} that are put to nobody`);
      const why = await this.#lane.unasked(question);
      return ownError(METHOD_NOT_FOUND, isKnown ? why : `${method} is no question that a client answers`);
    }
    const asked = this.#asked.get(cause) ?? { open: 0, all: 0 };
    if (asked.all >= MOST_OF_CALL) return tooMany(`${MOST_OF_CALL} within one call`);
    if (asked.open >= MOST_OPEN) return tooMany(`${MOST_OPEN} open ones within one call`);
    this.#asked.set(cause, asked);
    asked.open++;
    asked.all++;
    // A person is slower than any time-out, and a call that is over needs no answer.
    cause.hold(withdrawn);
    try {
      return await ask.call(cause.courier, question, withdrawn.signal);
    } finally {
      asked.open--;
      cause.release(withdrawn);
    }
  }

  /** Refused before it is judged or recorded: with questions without end a server could fill memory and disk. */
  async #tooMany(question: Question, most: string): Promise<Result> {
    if (!this.#isNoted) {
      this.#isNoted = true;
      await this.#lane.unasked(question);
    }
    return ownError(REFUSED, `Sallyport puts no more questions than ${most}: ask for all of it in one form`);
  }

  /**
   * The call that a question belongs to. On stdio nothing says so: where several are in flight and all are one session's,
   * the youngest is taken, which at worst asks the right client under the wrong call. Between sessions nothing is guessed.
   */
  #cause(): PendingCall | undefined {
    const calls = this.#lane.calls();
    return calls.length === 1 || this.#lane.isPrivate ? calls.at(-1) : undefined;
  }

  #nextCall(frame: Frame, signal: AbortSignal): Promise<PendingCall | undefined> {
    return new Promise((resolve) => {
      const tell = (cause: PendingCall | undefined): void => {
        clearTimeout(late);
        signal.removeEventListener('abort', stop);
        this.#waiting = this.#waiting.filter((one) => one.tell !== tell);
        resolve(cause);
      };
      const stop = (): void => tell(undefined);
      const late = setTimeout(stop, WAIT);
      late.unref();
      signal.addEventListener('abort', stop);
      this.#waiting.push({ id: idText(frame), tell });
    });
  }
}

/** The answer as a member of a response. Who was not answered at all is told `cancel`, which the protocol has for just that. */
function memberOf(answer: Result, method: string | undefined): string {
  if (answer.kind === 'error') return `"error":${answer.text}`;
  if (answer.kind !== 'failed') return `"result":${answer.text}`;
  if (method === 'elicitation/create') return '"result":{"action":"cancel"}';
  return `"error":${JSON.stringify({ code: INTERNAL, message: answer.message })}`;
}

import type { Call } from '../model/call.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { Ongoing } from '../model/ongoing.ts';
import { readFrame } from '../model/protocol/frame.ts';
import { isMoreTalkative } from '../model/protocol/log-level.ts';
import type { Courier, Question } from '../model/relay.ts';
import type { Result } from '../model/result.ts';
import { Clock } from './clock.ts';
import { type Failure, failure } from './failure.ts';
import { answerId, crowded, LARGE, readAnswer } from './lane/answer.ts';
import { Notifications } from './lane/notifications.ts';
import { Pending, PendingCall, type Terms, UNCANCELLED } from './lane/pending.ts';
import { Questions } from './lane/questions.ts';
import { Listening } from './listening.ts';
import { clientToken, editMeta, modernMembers } from './meta.ts';
import { toLastWord } from './printable.ts';
import type { Outgoing, Wire, WireListener } from './wire.ts';

/** Told of what answers no request of ours. */
export interface LaneListener {
  /** A notification that belongs to no call. */
  notice(method: string, params: JsonObject, text: string): void;
  /** The words for a question of the server's that belongs to no call. */
  unasked(question: Question): Promise<string>;
  /** Something odd about what the server sent; for people. */
  odd(message: string): void;
  /** For a while, whatever the server told was heard by nobody. */
  missed(): void;
  ended(failure: Failure): void;
}

export interface LaneOptions {
  readonly upstream: string;
  /** Milliseconds that a call may be silent. */
  readonly timeout: number;
  /** Milliseconds after which a call ends, whatever progress it tells. */
  readonly ceiling: number;
  /** Our identity as JSON text. */
  readonly clientInfo: string;
  /** Whether all calls are one session's. */
  readonly isPrivate: boolean;
  /** What this server is told of a client's capabilities, as JSON text. */
  readonly declare: (capabilities: JsonObject) => string;
  readonly listener: LaneListener;
}

/**
 * The raw lane: JSON-RPC over a wire, as exact text. It owns the ids and progress tokens of its hop, knows which answer belongs to
 * which call, and ends every call that it took in a result.
 */
export class Lane implements WireListener {
  /** Whether the other side speaks the stateless protocol; known after the handshake. */
  modern = false;
  /** Whether the other side is a legacy server that writes logs. */
  logs = false;
  readonly #options: LaneOptions;
  readonly #pending = new Ongoing<number, Pending>();
  readonly #terms: Terms;
  readonly #listening = new Listening();
  readonly #questions: Questions;
  readonly #notifications: Notifications;
  #wire: Wire | undefined;
  #nextId = 1;
  #end: Failure | undefined;
  #stale = false;
  #drained: (() => void) | undefined;
  /** The level that the server was told; undefined while it writes what it wants. */
  #level: string | undefined;

  constructor(options: LaneOptions) {
    const { timeout, ceiling } = options;
    this.#options = options;
    const clock = new Clock(() => this.#pending.values());
    this.#terms = { clock, timeout, ceiling, giveUp: (pending, reason) => this.#giveUp(pending, reason) };
    this.#questions = new Questions({
      calls: () => [...this.#pending.values()].filter((pending) => pending instanceof PendingCall),
      upstream: options.upstream,
      isPrivate: options.isPrivate,
      unasked: (question) => options.listener.unasked(question),
      answer: (text) => this.#wire?.send({ text, id: undefined, method: '', name: '', args: undefined }),
    });
    this.#notifications = new Notifications({
      upstream: options.upstream,
      pending: this.#pending,
      listening: this.#listening,
      questions: this.#questions,
      lost: (id, lost) => this.lost(id, lost),
      listener: options.listener,
    });
  }

  attach(wire: Wire): void {
    this.#wire = wire;
  }

  /** Whether calls may still be sent. */
  get usable(): boolean {
    return this.#end === undefined && !this.#stale && this.#wire !== undefined;
  }

  get inFlight(): number {
    return this.#pending.size - this.#listening.size;
  }

  /** Resolves when nothing is in flight any more; asked for once, of one that is of no further use. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
      if (this.inFlight === 0) resolve();
    });
  }

  /** Relays a call: its own text, the envelope edited. Never rejects. */
  call(call: Call, courier: Courier): Promise<Result> {
    if (courier.logLevel !== undefined) this.#raise(courier.logLevel);
    const refusal = this.#refusal(courier);
    if (refusal !== undefined) return Promise.resolve(refusal);
    const id = this.#nextId++;
    const { method, params } = call;
    const token = courier.notify === undefined ? undefined : clientToken(params);
    const progress = token === undefined ? '' : `"progressToken":${id}`;
    const text = requestText(id, method, editMeta(call.text, this.#ourMembers(progress, courier)));
    const pending = new PendingCall(id, courier, this.#terms, token, call.session.key);
    const args = isObject(params.arguments) ? params.arguments : undefined;
    this.#send(pending, { text, id, method, name: call.target.name, args });
    this.#questions.started(pending);
    return pending.answered;
  }

  /** A client wants to hear more than the server was told. The answer is not awaited: if it never came, no call would go on. */
  #raise(level: string): void {
    if (!this.logs || !isMoreTalkative(level, this.#level)) return;
    this.#level = level;
    void this.request('logging/setLevel', `{"level":${JSON.stringify(level)}}`);
  }

  /** A request of our own: a handshake, a listing, a ping. `timeout` in milliseconds; 0 for none. */
  request(
    method: string,
    params: string,
    signal?: AbortSignal,
    timeout: number = this.#terms.timeout,
  ): Promise<Result> {
    const courier: Courier = signal === undefined ? UNCANCELLED : { signal, capabilities: UNCANCELLED.capabilities };
    const refusal = this.#refusal(courier);
    if (refusal !== undefined) return Promise.resolve(refusal);
    const id = this.#nextId++;
    const text = requestText(id, method, this.modern ? editMeta(params, this.#ourMembers('', courier)) : params);
    const pending = new Pending(id, courier, this.#terms, timeout);
    this.#send(pending, { text, id, method, name: '', args: undefined });
    return pending.answered;
  }

  /** Asks a modern server to report changes, which it acknowledges. Resolves when it stops reporting. */
  listen(params: string, signal: AbortSignal, acknowledged: (filter: JsonObject) => void = () => {}): Promise<Result> {
    const id = this.#nextId;
    const ended = this.request('subscriptions/listen', params, signal, 0);
    if (this.#pending.has(id)) this.#listening.begin(id, acknowledged);
    return ended;
  }

  notify(method: string, params = '{}'): void {
    const text = `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${params}}`;
    this.#wire?.send({ text, id: undefined, method, name: '', args: undefined });
  }

  /** Answers the server's questions that nobody has been shown yet: the server is about to be let go. */
  dismiss(): void {
    this.#questions.dismiss();
  }

  /** Fails everything in flight and everything after it. */
  ended(end: Failure): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const pending of [...this.#pending.values()]) this.#settle(pending, end);
    this.#questions.end();
    this.#options.listener.ended(end);
  }

  stale(): void {
    this.#stale = true;
  }

  missed(): void {
    this.#options.listener.missed();
  }

  waits(id: number): boolean {
    return this.#pending.has(id);
  }

  lost(id: number, lost: Failure): void {
    const pending = this.#pending.get(id);
    if (pending !== undefined) this.#settle(pending, lost);
  }

  tooLarge(bytes: number, id: number | undefined): void {
    const message = `the server answered with ${bytes} bytes, more than limits.result allows; ask for less, or raise the limit`;
    // Without an id nobody knows whose answer was dropped, and any of these calls might wait for it for ever.
    const victims = [...this.#pending.values()].filter((pending) => id === undefined || pending.id === id);
    for (const pending of victims) this.#settle(pending, failure('too-large', message));
    if (victims.length === 0) this.#options.listener.odd(`dropped a message that answered nothing (${bytes} bytes)`);
  }

  asksTooMuch(bytes: number, id: string | undefined): void {
    this.#options.listener.odd(`dropped a request of ${bytes} bytes: more than limits.result allows`);
    if (id !== undefined) this.#questions.refuse(id, `Sallyport dropped this request: it has ${bytes} bytes`);
  }

  message(text: string, via?: number): void {
    if (text.length > LARGE && this.#isCrowded(text)) return;
    const read = readFrame(text);
    if (!read.ok) {
      this.#unreadable(text, read.message);
      return;
    }
    const { frame } = read;
    if (frame.method === undefined) {
      const pending = typeof frame.id === 'number' ? this.#pending.get(frame.id) : undefined;
      if (pending !== undefined) this.#settle(pending, readAnswer(frame, this.modern));
      else this.#options.listener.odd(`sent an answer that nobody waits for (id ${JSON.stringify(frame.id ?? null)})`);
    } else if (frame.id === undefined) this.#notifications.hear(frame.method, frame, via);
    else void this.#questions.take(frame, this.#viaCall(via));
  }

  /** Why nothing can be sent; undefined where it can. */
  #refusal(courier: Courier): Failure | undefined {
    if (this.#end !== undefined) return { ...this.#end, acted: false };
    if (this.#stale) return failure('unreachable', `${this.#options.upstream} no longer knows this connection`, false);
    const isCancelled = courier.isCancelled ?? courier.signal.aborted;
    return isCancelled ? failure('cancelled', 'cancelled before it was sent', false) : undefined;
  }

  #send(pending: Pending, message: Outgoing): void {
    this.#pending.set(pending.id, pending);
    this.#wire?.send(message);
  }

  /** The members that we put into `_meta`, `progress` among them, as JSON text. */
  #ourMembers(progress: string, courier: Courier): string {
    if (!this.modern) return progress;
    const capabilities = this.#options.declare(courier.capabilities);
    const level = courier.logLevel ?? (courier.hearsLogs === true ? UNASKED_LEVEL : undefined);
    const ours = modernMembers(this.#options.clientInfo, capabilities, level);
    return progress === '' ? ours : `${progress},${ours}`;
  }

  #settle(pending: Pending, result: Result): void {
    if (!this.#pending.delete(pending.id)) return;
    this.#listening.end(pending.id);
    pending.settle(result);
    if (this.inFlight === 0) this.#drained?.();
  }

  #giveUp(pending: Pending, reason: 'cancelled' | 'timeout'): void {
    // Cancelled after it was answered: there is nothing left to give up.
    if (this.#pending.get(pending.id) !== pending) return;
    const why = reason === 'timeout' ? 'no answer in time' : 'the client cancelled';
    if (this.#wire?.cancel(pending.id) === false) {
      this.notify('notifications/cancelled', `{"requestId":${pending.id},"reason":${JSON.stringify(why)}}`);
    }
    const message =
      reason === 'timeout'
        ? `${this.#options.upstream} did not answer in time; whether it acted is not known. A longer \`timeout\` (and \`ceiling\`, where it tells of progress) can be set for this server`
        : 'cancelled by the client; whether the server acted is not known';
    this.#settle(pending, failure(reason, message));
  }

  #viaCall(via: number | undefined): PendingCall | undefined {
    const pending = via === undefined ? undefined : this.#pending.get(via);
    return pending instanceof PendingCall ? pending : undefined;
  }

  /** A large answer for which there is no room is let go before it is read, which takes as much memory again. */
  #isCrowded(text: string): boolean {
    const pending = this.#pending.get(answerId(text));
    const why = pending && crowded(text, pending.courier);
    if (pending === undefined || why === undefined) return false;
    this.#settle(pending, why);
    return true;
  }

  /** A message that cannot be read may still say which call it was meant for; that call must not go on waiting. */
  #unreadable(text: string, why: string): void {
    const pending = this.#pending.get(answerId(text));
    if (pending === undefined) this.#options.listener.odd(`sent what is no message (${why}): ${beginning(text)}`);
    else this.#settle(pending, failure('malformed', `the server's answer cannot be read: ${why}`));
  }
}

const QUOTED = 80;
const beginning = (text: string): string => (text.length > QUOTED ? toLastWord(text.slice(0, QUOTED)) : text);

const requestText = (id: number, method: string, params: string): string =>
  `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${params}}`;

/** What legacy clients hear from modern servers. */
const UNASKED_LEVEL = 'info';

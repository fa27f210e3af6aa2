import type { JsonObject } from '../model/json.ts';
import { isWanted } from '../model/log-level.ts';
import type { Courier, Question } from '../model/relay.ts';
import type { Result } from '../model/result.ts';
import { members } from '../model/scan.ts';
import { splice } from '../model/splice.ts';
import { Cancellation } from './cancellation.ts';
import { progressToken } from './envelope.ts';
import type { Reply } from './reply.ts';
import type { Visit } from './visit.ts';
import { noticeText } from './wire.ts';

/** A request on its way: what travels beside its call, and the one place that knows whether it may still be answered. */
export class Errand extends Cancellation implements Courier {
  readonly capabilities: JsonObject;
  readonly logLevel?: string;
  readonly notify?: (method: string, params: JsonObject, text: string) => void;
  readonly ask?: (question: Question, signal: AbortSignal) => Promise<Result>;
  readonly visit: Visit;
  readonly #hasToken: boolean;
  readonly #reply: Reply;
  readonly hearsLogs: boolean;
  #over = false;
  #progress: number | undefined;
  #spelled: string | undefined;

  /** `hasToken`: whether the client gave a progress token; `put` puts a question to the client while its request runs. */
  constructor(visit: Visit, hasToken: boolean, put?: (question: Question, signal: AbortSignal) => Promise<Result>) {
    super();
    const { envelope, reply } = visit;
    this.visit = visit;
    this.capabilities = envelope.capabilities;
    this.#hasToken = hasToken;
    this.#reply = reply;
    if (put !== undefined) this.ask = put;
    if (envelope.logLevel !== undefined) this.logLevel = envelope.logLevel;
    // A legacy server may write logs until it is told how much; a modern one only where it was asked to.
    this.hearsLogs = envelope.era === 'legacy' && reply.streams;
    if (reply.streams && (hasToken || this.hearsLogs || envelope.logLevel !== undefined)) this.notify = notify;
  }

  get waits(): boolean {
    return this.#hasToken && this.#reply.streams;
  }

  /** The client took the request back or went away: nothing is sent any more. */
  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.tellCancelled();
    this.#reply.drop();
  }

  /** We end before it does: whoever works on it is told, and the client gets another answer. True if it still may be given one. */
  abandon(): boolean {
    if (!this.finish()) return false;
    this.tellCancelled();
    return true;
  }

  /** True the first time, and only if the request was not taken back: the answer may be sent. */
  finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    return true;
  }

  /** Puts off the client's time-out while a person is asked. Steps are far below any progress an upstream tells. */
  wait(message: string): void {
    if (this.#over || !this.#hasToken) return;
    this.#progress = (this.#progress ?? 0) + 1e-6;
    const step = `"progress":${this.#progress.toFixed(6)},"message":${JSON.stringify(message)}`;
    this.#reply.tell(noticeText('notifications/progress', `{"progressToken":${this.#token},${step}}`));
  }

  /** The client's own token as it was spelled; looked up when it is needed, since few calls tell of progress. */
  get #token(): string {
    this.#spelled ??= progressToken(this.visit.frame) ?? 'null';
    return this.#spelled;
  }

  /** Passes on what an upstream tells while it works. */
  relay(method: string, params: JsonObject, text: string): void {
    if (this.#over) return;
    if (method === 'notifications/message') {
      if (this.logLevel === undefined ? this.hearsLogs : isWanted(params.level, this.logLevel))
        this.#reply.tell(noticeText(method, text));
      return;
    }
    if (method !== 'notifications/progress' || !this.#hasToken) return;
    const { progress } = params;
    const span = members(text)?.get('progressToken');
    if (typeof progress !== 'number' || span === undefined) return;
    // Values must rise, and our own steps may have come first.
    if (this.#progress !== undefined && progress <= this.#progress) return;
    this.#progress = progress;
    this.#reply.tell(noticeText(method, splice(text, [{ span, put: this.#token }])));
  }
}

/** One function for all errands. */
function notify(this: Errand, method: string, params: JsonObject, text: string): void {
  this.relay(method, params, text);
}

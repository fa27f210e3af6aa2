import type { JsonObject } from '../../model/json.ts';
import { isWanted } from '../../model/protocol/log-level.ts';
import type { Caller, Courier, Question } from '../../model/relay.ts';
import type { Result } from '../../model/result.ts';
import { members } from '../../model/text/scan.ts';
import { splice } from '../../model/text/splice.ts';
import { liveQuestions } from '../asking/question.ts';
import type { Asking } from '../asking.ts';
import { givesToken, progressToken } from '../envelope.ts';
import type { Front } from '../front.ts';
import type { Visit } from '../visit.ts';
import { noticeText } from '../wire.ts';
import { Cancellation } from './cancellation.ts';

/** A request on its way: what travels with its call, and the only place that knows whether it may still be answered. */
export class Errand extends Cancellation implements Courier {
  readonly capabilities: JsonObject;
  readonly logLevel?: string;
  readonly notify?: (method: string, params: JsonObject, text: string) => void;
  readonly ask?: (question: Question, signal: AbortSignal) => Promise<Result>;
  readonly hearsLogs: boolean;
  readonly front: Front;
  /** How its client is asked over its live connection. */
  readonly asking: Asking;
  readonly visit: Visit;
  readonly #hasToken: boolean;
  #over = false;
  #wasAdmitted = false;
  #progress: number | undefined;
  #spelled: string | undefined;
  #received = 0;

  constructor(front: Front, asking: Asking, visit: Visit) {
    super();
    const { envelope, reply } = visit;
    this.front = front;
    this.asking = asking;
    this.visit = visit;
    this.capabilities = envelope.capabilities;
    this.#hasToken = givesToken(visit.frame);
    const ask = liveQuestions(visit, asking, front.parking.ttl);
    if (ask !== undefined) this.ask = ask;
    if (envelope.logLevel !== undefined) this.logLevel = envelope.logLevel;
    // A legacy server may send logs until it is told a level; a modern one only where it was asked to.
    this.hearsLogs = envelope.era === 'legacy' && reply.streams;
    if (reply.streams && (this.#hasToken || this.hearsLogs || envelope.logLevel !== undefined)) this.notify = notify;
  }

  /** Whether the client can be told that its call waits. */
  get waits(): boolean {
    return this.#hasToken && this.visit.reply.streams;
  }

  /** Whether its call was let through. From then on its server may have acted; before, nothing was sent. */
  get wasAdmitted(): boolean {
    return this.#wasAdmitted;
  }

  /** The token that it came with may have been revoked, or have run out, while it waited. */
  async caller(): Promise<Caller> {
    const { proof, envelope, principal, request } = this.visit;
    const admittance = request === undefined ? undefined : await this.front.admit?.(request);
    if (admittance?.ok === false) return { principal, lapsed: admittance.message };
    const now = this.front.identify(admittance?.proof ?? proof, envelope.client, principal.subagent);
    return now.id === principal.id ? { principal: now } : { principal, lapsed: 'its token is another caller’s by now' };
  }

  admitted(): void {
    this.#wasAdmitted = true;
  }

  receives(size: number): string | undefined {
    const full = this.front.results.add(this.visit.principal.id, size);
    if (full === undefined) this.#received += size;
    return full;
  }

  /** Its results are held no longer: its answer is found, and counts from now on as what waits for its client. */
  letGo(): void {
    this.front.results.remove(this.visit.principal.id, this.#received);
    this.#received = 0;
  }

  /** The client took the request back or went away: nothing more is sent. */
  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.tellCancelled();
    this.visit.reply.drop();
  }

  /** We end before the request does: its worker is told, and the client gets an answer that says so. True if it may still get one. */
  abandon(): boolean {
    if (!this.finish()) return false;
    this.tellCancelled();
    return true;
  }

  /** True only the first time, and only if the request was not taken back: then the answer may be sent. */
  finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    return true;
  }

  /** Keeps the client from timing out while a person is asked. Our steps are far smaller than any progress of an upstream. */
  wait(message: string): void {
    if (this.#over || !this.#hasToken) return;
    this.#progress = (this.#progress ?? 0) + 1e-6;
    const step = `"progress":${this.#progress.toFixed(6)},"message":${JSON.stringify(message)}`;
    this.visit.reply.tell(noticeText('notifications/progress', `{"progressToken":${this.#token},${step}}`));
  }

  /** The client's own token, as spelled; looked up when needed, since few calls report progress. */
  get #token(): string {
    this.#spelled ??= progressToken(this.visit.frame) ?? 'null';
    return this.#spelled;
  }

  /** Passes on what an upstream tells while it works. */
  relay(method: string, params: JsonObject, text: string): void {
    if (this.#over) return;
    if (method === 'notifications/message') {
      if (this.logLevel === undefined ? this.hearsLogs : isWanted(params.level, this.logLevel))
        this.visit.reply.tell(noticeText(method, text));
      return;
    }
    if (method !== 'notifications/progress' || !this.#hasToken) return;
    const { progress } = params;
    const span = members(text)?.get('progressToken');
    if (typeof progress !== 'number' || span === undefined) return;
    // Progress must rise, and our own steps may have come first.
    if (this.#progress !== undefined && progress <= this.#progress) return;
    this.#progress = progress;
    this.visit.reply.tell(noticeText(method, splice(text, [{ span, put: this.#token }])));
  }
}

/** One function for all errands. */
function notify(this: Errand, method: string, params: JsonObject, text: string): void {
  this.relay(method, params, text);
}

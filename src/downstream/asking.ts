import { isObject } from '../model/json.ts';
import { type Frame, memberText } from '../model/protocol/frame.ts';
import { errorResult, type Result } from '../model/result.ts';
import type { Reply } from './reply.ts';
import { notificationText, requestText } from './wire.ts';

/** A question for a client. */
export interface Put {
  readonly method: string;
  /** JSON text. */
  readonly params: string;
  /** How long its answer counts, in milliseconds. */
  readonly ms: number;
  /** Withdraws it. */
  readonly signal: AbortSignal;
  /** Called with an answer that comes after it was withdrawn. */
  readonly late?: (result: Result) => void;
}

const LONGEST = 2 ** 31 - 1;
/** How many withdrawn questions are remembered, for answers that were already on their way. */
const MOST_WITHDRAWN = 100;

/** Our own requests to a legacy client over its live connection. */
export class Asking {
  /** Who waits for the answer to which of our ids. */
  readonly #waiting = new Map<string, (result: Result) => void>();
  readonly #withdrawn = new Map<string, (result: Result) => void>();
  #count = 0;

  /** The client's answer; a failure where it went away or the time is up. */
  ask(reply: Reply, { method, params, ms, signal, late }: Put): Promise<Result> {
    if (signal.aborted || ms <= 0) return Promise.resolve(UNANSWERED);
    const id = `sallyport-${++this.#count}`;
    return new Promise((resolve) => {
      const finish = (result: Result): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', withdraw);
        this.#waiting.delete(id);
        resolve(result);
      };
      // The form would stay open: tell the client that its answer no longer counts.
      const withdraw = (): void => {
        reply.tell(notificationText('notifications/cancelled', { requestId: id, reason: 'no longer needed' }));
        finish(UNANSWERED);
        if (late !== undefined) this.#remember(id, late);
      };
      const timer = setTimeout(withdraw, Math.min(ms, LONGEST));
      signal.addEventListener('abort', withdraw, { once: true });
      this.#waiting.set(id, finish);
      reply.tell(requestText(JSON.stringify(id), method, params));
    });
  }

  /** Takes a response from the client. False if nobody waits for it. */
  take(frame: Frame): boolean {
    if (typeof frame.id !== 'string') return false;
    const taker = this.#waiting.get(frame.id) ?? this.#withdrawn.get(frame.id);
    this.#withdrawn.delete(frame.id);
    taker?.(readResponse(frame));
    return taker !== undefined;
  }

  /** The client is gone. */
  end(): void {
    for (const finish of [...this.#waiting.values()]) finish(UNANSWERED);
  }

  #remember(id: string, late: (result: Result) => void): void {
    this.#withdrawn.set(id, late);
    for (const oldest of this.#withdrawn.keys())
      if (this.#withdrawn.size > MOST_WITHDRAWN) this.#withdrawn.delete(oldest);
  }
}

const UNANSWERED: Result = Object.freeze({
  kind: 'failed',
  reason: 'cancelled',
  message: 'the client did not answer: it went away, or the time was up',
  acted: 'unknown',
});

function readResponse(frame: Frame): Result {
  const { result, error } = frame.value;
  if (isObject(result) && error === undefined)
    return { kind: 'complete', value: result, text: memberText(frame, 'result') ?? '{}' };
  return errorResult(error, memberText(frame, 'error') ?? '{}') ?? UNANSWERED;
}

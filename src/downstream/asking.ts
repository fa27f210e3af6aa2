import { type Frame, memberText } from '../model/frame.ts';
import { isObject } from '../model/json.ts';
import { errorResult, type Result } from '../model/result.ts';
import type { Reply } from './reply.ts';
import { notificationText, requestText } from './wire.ts';

/** Our own requests to a legacy client over its live connection. */
export interface Asking {
  /**
   * `params` is JSON text. Returns the client's answer; a failure where it went away or `ms` milliseconds have passed. `late`
   * is called with an answer that comes after the question was withdrawn.
   */
  ask(
    reply: Reply,
    method: string,
    params: string,
    ms: number,
    signal: AbortSignal,
    late?: (result: Result) => void,
  ): Promise<Result>;
  /** Takes a response from the client. False if nobody waits for it. */
  take(frame: Frame): boolean;
  /** The client is gone. */
  end(): void;
}

const LONGEST = 2 ** 31 - 1;
/** How many withdrawn questions are remembered, for answers that were already on their way. */
const MOST_WITHDRAWN = 100;

export function createAsking(): Asking {
  const waiting = new Map<string, (result: Result) => void>();
  const withdrawn = new Map<string, (result: Result) => void>();
  let count = 0;
  return {
    ask(reply, method, params, ms, signal, late) {
      if (signal.aborted || ms <= 0) return Promise.resolve(UNANSWERED);
      const id = `sallyport-${++count}`;
      return new Promise((resolve) => {
        const finish = (result: Result): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', withdraw);
          waiting.delete(id);
          resolve(result);
        };
        // The form would stay open: tell the client that its answer no longer counts.
        const withdraw = (): void => {
          reply.tell(notificationText('notifications/cancelled', { requestId: id, reason: 'no longer needed' }));
          finish(UNANSWERED);
          if (late === undefined) return;
          withdrawn.set(id, late);
          for (const oldest of withdrawn.keys()) if (withdrawn.size > MOST_WITHDRAWN) withdrawn.delete(oldest);
        };
        const timer = setTimeout(withdraw, Math.min(ms, LONGEST));
        signal.addEventListener('abort', withdraw, { once: true });
        waiting.set(id, finish);
        reply.tell(requestText(JSON.stringify(id), method, params));
      });
    },
    take(frame) {
      if (typeof frame.id !== 'string') return false;
      const taker = waiting.get(frame.id) ?? withdrawn.get(frame.id);
      withdrawn.delete(frame.id);
      taker?.(readResponse(frame));
      return taker !== undefined;
    },
    end() {
      for (const finish of [...waiting.values()]) finish(UNANSWERED);
    },
  };
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

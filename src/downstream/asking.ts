import { type Frame, memberText } from '../model/frame.ts';
import { isObject } from '../model/json.ts';
import { errorResult, type Result } from '../model/result.ts';
import type { Reply } from './visit.ts';
import { notificationText, requestText } from './wire.ts';

/** Our own requests to a legacy client over its live connection. */
export interface Asking {
  /** `params` is JSON text. The client's answer; a failure where it went away, or `ms` milliseconds went by. */
  ask(reply: Reply, method: string, params: string, ms: number, signal: AbortSignal): Promise<Result>;
  /** Takes a response from the client. False if nobody waits for it. */
  take(frame: Frame): boolean;
  /** The client is gone. */
  end(): void;
}

const LONGEST = 2 ** 31 - 1;

export function createAsking(): Asking {
  const waiting = new Map<string, (result: Result) => void>();
  let count = 0;
  return {
    ask(reply, method, params, ms, signal) {
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
        };
        const timer = setTimeout(withdraw, Math.min(ms, LONGEST));
        signal.addEventListener('abort', withdraw, { once: true });
        waiting.set(id, finish);
        reply.tell(requestText(JSON.stringify(id), method, params));
      });
    },
    take(frame) {
      const finish = typeof frame.id === 'string' ? waiting.get(frame.id) : undefined;
      finish?.(readResponse(frame));
      return finish !== undefined;
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

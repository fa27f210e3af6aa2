import type { Frame } from '../model/frame.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Reply } from './visit.ts';
import { notificationText, requestText } from './wire.ts';

/** Our own requests to a legacy client over its live connection. */
export interface Asking {
  /** The client's result; undefined where it answered with an error, went away, or `ms` milliseconds went by. */
  ask(reply: Reply, method: string, params: JsonObject, ms: number, signal: AbortSignal): Promise<Json | undefined>;
  /** Takes a response from the client. False if nobody waits for it. */
  take(frame: Frame): boolean;
  /** The client is gone. */
  end(): void;
}

const LONGEST = 2 ** 31 - 1;

export function createAsking(): Asking {
  const waiting = new Map<string, (result: Json | undefined) => void>();
  let count = 0;
  return {
    ask(reply, method, params, ms, signal) {
      if (signal.aborted || ms <= 0) return Promise.resolve(undefined);
      const id = `sallyport-${++count}`;
      return new Promise((resolve) => {
        const finish = (result: Json | undefined): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', withdraw);
          waiting.delete(id);
          resolve(result);
        };
        // The form would stay open: tell the client that its answer no longer counts.
        const withdraw = (): void => {
          reply.tell(notificationText('notifications/cancelled', { requestId: id, reason: 'no longer needed' }));
          finish(undefined);
        };
        const timer = setTimeout(withdraw, Math.min(ms, LONGEST));
        signal.addEventListener('abort', withdraw, { once: true });
        waiting.set(id, finish);
        reply.tell(requestText(JSON.stringify(id), method, params));
      });
    },
    take(frame) {
      const finish = typeof frame.id === 'string' ? waiting.get(frame.id) : undefined;
      finish?.(frame.value.result);
      return finish !== undefined;
    },
    end() {
      for (const finish of [...waiting.values()]) finish(undefined);
    },
  };
}

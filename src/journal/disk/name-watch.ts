import { existsSync, type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

/** Network drives and some containers report no changes; the fallback is to look, at one stat each. */
const LOOK_EVERY_MS = 250;

export interface NameWatch {
  /** Resolves when a file of that name may have appeared ('' is none), after `ms` milliseconds, or when the signal aborts. */
  seen(name: string, ms: number, signal?: AbortSignal): Promise<void>;
  close(): void;
}

/** Waits for files to appear in a folder, with one watcher for all who wait and none while nobody does. */
export function watchNames(dir: string): NameWatch {
  const waiting = new Map<() => void, string>();
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;

  const isThere = (name: string): boolean => name !== '' && existsSync(path.join(dir, name));
  const wake = (named: (name: string) => boolean): void => {
    for (const [done, name] of [...waiting]) if (named(name)) done();
  };
  const start = (): void => {
    timer = setInterval(() => wake(isThere), LOOK_EVERY_MS);
    try {
      watcher = watch(dir, (_event, changed) =>
        wake((name) => changed === name || (changed === null && isThere(name))),
      );
      watcher.on('error', stopWatcher);
    } catch {
      watcher = undefined;
    }
  };
  const stopWatcher = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const stop = (): void => {
    stopWatcher();
    clearInterval(timer);
    timer = undefined;
  };

  return {
    seen(name, ms, signal) {
      return new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(deadline);
          signal?.removeEventListener('abort', done);
          waiting.delete(done);
          if (waiting.size === 0) stop();
          resolve();
        };
        // Node fires at once for more than 2^31 - 1 milliseconds.
        const deadline = setTimeout(done, Math.min(ms, 2_147_483_647));
        waiting.set(done, name);
        if (timer === undefined) start();
        signal?.addEventListener('abort', done);
        // What appeared before the watcher ran is seen here.
        if (signal?.aborted || isThere(name)) done();
      });
    },
    close() {
      wake(() => true);
      stop();
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Journal } from '../../model/journal.ts';
import type { ServeOptions } from '../settings.ts';
import type { Equipped } from '../workshop.ts';
import { Deferred } from './deferred.ts';
import type { ReloadParts } from './reload.ts';

/** How long the watching of the configuration waits for slow servers. Milliseconds. */
const START_UP = 1_000;

export interface FollowingParts extends Pick<ReloadParts, 'isAccepted' | 'isLookedAt' | 'apply' | 'log'> {
  /** What is in force at the beginning, and how it was asked for. */
  readonly settings: Equipped;
  readonly options: ServeOptions;
  readonly read: (given: ServeOptions) => Promise<Equipped>;
  readonly journal: Pick<Journal, 'write'>;
  /** Resolves when all servers have started: that comes first, unless it takes long. */
  readonly started: Promise<void>;
  /** Handed what a SIGHUP means. */
  readonly onReload: (reload: () => void) => void;
}

/** Puts changes of the configuration in force, from when everything has started until it is closed. */
export function followConfiguration(parts: FollowingParts): { close(): Promise<void> } {
  const { settings, options, read, journal, started, onReload, apply, log } = parts;
  // Without --agent: a file that no longer has that agent must not be refused, or the agent would keep its grants.
  const { agent, ...given } = options;
  const over = new Deferred<void>();
  let isOver = false;
  const soon = Promise.race([started, pause(START_UP, undefined, { ref: false }), over.promise]);
  const opening = soon.then(async () => {
    if (isOver) return undefined;
    const [{ Reload }, { WatchedFiles }] = await Promise.all([
      import('./reload.ts'),
      import('../places/file-watch.ts'),
    ]);
    const { path } = settings.loaded;
    const { lockPath } = settings;
    const filesOf = ({ sources }: Equipped): string[] => [path, lockPath, ...sources.map(({ file }) => file)];
    // The configuration is the same when only an inspector's code has changed, so reading it is forced then.
    const watch = new WatchedFiles((file) => void reload.look(file !== path && file !== lockPath), log);
    const reload = new Reload({
      ...parts,
      read: () => read(given),
      apply: async (next) => {
        await apply(next);
        watch.follow(filesOf(next));
      },
      record: (entry) => journal.write(entry),
    });
    onReload(() => void reload.ask());
    watch.follow(filesOf(settings));
    return { reload, watch };
  });
  opening.catch((error: unknown) => log(`changes of the configuration are not noticed: ${String(error)}`));
  return {
    async close() {
      isOver = true;
      over.resolve();
      const open = await opening.catch(() => undefined);
      await open?.reload.close();
      await open?.watch.close();
    },
  };
}

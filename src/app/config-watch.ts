import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FSWatcher } from 'chokidar';

/** Editors write in several steps; this much quiet ends them. Milliseconds. */
const QUIET = 150;
/** How often the file is looked at anyway: some file systems tell nobody of changes. Milliseconds. */
const LOOK = 5_000;

export interface ConfigWatch {
  close(): Promise<void>;
}

/**
 * Calls `changed` once for each burst of changes of a file, however it was changed: written, replaced, removed and made
 * again, or exchanged behind a link. Also once at the beginning, for what changed before anybody watched.
 */
export async function watchConfig(
  file: string,
  changed: () => void,
  log: (line: string) => void,
  pause = LOOK,
): Promise<ConfigWatch> {
  let quiet: NodeJS.Timeout | undefined;
  const stir = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(changed, QUIET).unref();
  };
  let seen = await stampOf(file);
  /** Whether the watcher has told anything since the look before, and whether that found what it has not told yet. */
  let isTold = false;
  let isUntold = false;
  const look = setInterval(async () => {
    if (isUntold && !isTold) renew();
    const stamp = await stampOf(file);
    isUntold = stamp !== seen && !isTold;
    isTold = false;
    if (stamp === seen) return;
    seen = stamp;
    stir();
  }, pause).unref();
  // Loaded here: nothing needs it before the first client is served.
  const { watch } = await import('chokidar');
  const folder = path.dirname(file);
  // The folder is watched, and of it this file alone: a file that is replaced takes its own watch with it. Mounted
  // configurations are links to a folder `..data` that is exchanged.
  const begin = (): FSWatcher => {
    const made = watch(folder, {
      depth: 0,
      ignoreInitial: true,
      persistent: false,
      ignored: (name) => {
        const base = path.basename(name);
        return path.resolve(name) !== folder && base !== path.basename(file) && !base.startsWith('..data');
      },
    });
    made.on('all', () => {
      isTold = true;
      stir();
    });
    made.once('ready', stir);
    made.once('error', (error) => {
      const why = error instanceof Error ? error.message : String(error);
      log(`changes of ${file} are noticed within ${pause / 1_000} s, since it cannot be watched: ${why}`);
    });
    made.on('error', () => {});
    return made;
  };
  let watcher = begin();
  let isClosed = false;
  let isRenewed = false;
  /** A watch can go silent: its folder was made anew, or the system dropped what it had to tell. */
  const renew = (): void => {
    if (isClosed) return;
    // Where nothing is ever told, as on some file systems, saying it once is enough.
    if (!isRenewed) log(`${file} was changed and its watch told nothing: it is watched anew`);
    isRenewed = true;
    const silent = watcher;
    watcher = begin();
    void silent.close();
  };
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(quiet);
      clearInterval(look);
      await watcher.close();
    },
  };
}

/** Watches the files that `follow` named last; `changed` is told which. */
export function watchFiles(changed: (file: string) => void, log: (line: string) => void) {
  const watched = new Map<string, Promise<ConfigWatch>>();
  return {
    follow(files: readonly string[]): void {
      for (const [file, watch] of watched) {
        if (files.includes(file)) continue;
        watched.delete(file);
        void watch.then((one) => one.close());
      }
      for (const file of files) {
        if (!watched.has(file))
          watched.set(
            file,
            watchConfig(file, () => changed(file), log),
          );
      }
    },
    async close(): Promise<void> {
      for (const watch of watched.values()) await (await watch).close();
    },
  };
}

/** Changes whenever the file does; '' while there is none. */
export async function stampOf(file: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(file);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}

import { stat } from 'node:fs/promises';
import { messageOf } from '../model/caught.ts';
import { placesOf, watchPlaces } from './file-places.ts';

/** Editors write in several steps; a change is over after this much quiet. Milliseconds. */
const QUIET = 150;
/** How often the file is looked at anyway: some file systems report no changes. Milliseconds. */
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
  let isClosed = false;
  let isUnwatched = false;
  let places = await placesOf(file);
  let seen = await stampOf(file);
  /** Whether the watch has reported anything since the last look, and whether that look found a change it had not. */
  let isTold = false;
  let isUntold = false;

  const stir = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(() => void settle(), QUIET).unref();
  };
  const begin = (): (() => void) =>
    watchPlaces(
      places,
      () => {
        isTold = true;
        stir();
      },
      (error) => {
        if (isUnwatched) return;
        isUnwatched = true;
        const why = messageOf(error);
        log(`changes of ${file} are noticed within ${pause / 1_000} s, since it cannot be watched: ${why}`);
      },
    );
  let end = begin();
  const renew = (): void => {
    if (isClosed) return;
    end();
    end = begin();
  };
  /** Links may lead elsewhere by now: the new places are watched first, so that no later change is missed. */
  const settle = async (): Promise<void> => {
    const now = await placesOf(file);
    if (isClosed) return;
    if (now.join('\n') !== places.join('\n')) {
      places = now;
      renew();
    }
    changed();
  };
  let isRenewed = false;
  const look = setInterval(async () => {
    // A watch can go silent: its folder was replaced, or the system dropped events.
    if (isUntold && !isTold) {
      // On file systems that never report changes, saying it once is enough.
      if (!isRenewed) log(`${file} was changed and its watch told nothing: it is watched anew`);
      isRenewed = true;
      renew();
    }
    const stamp = await stampOf(file);
    isUntold = stamp !== seen && !isTold;
    isTold = false;
    if (stamp === seen) return;
    seen = stamp;
    stir();
  }, pause).unref();
  stir();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(quiet);
      clearInterval(look);
      end();
    },
  };
}

/** Watches the files that `follow` named last, and calls `changed` with the one that changed. */
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

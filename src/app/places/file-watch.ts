import { stat } from 'node:fs/promises';
import { messageOf } from '../../model/caught.ts';
import { placesOf, watchPlaces } from './file-places.ts';

/** Editors write in several steps; a change is over after this much quiet. Milliseconds. */
const QUIET = 150;
/** How often the file is looked at anyway: some file systems report no changes. Milliseconds. */
const LOOK = 5_000;

export interface WatchOptions {
  /** Called once for each burst of changes. */
  readonly changed: () => void;
  readonly log: (line: string) => void;
  /** Milliseconds between two looks. */
  readonly pause?: number;
}

/**
 * Tells of changes of a file, however it was changed: written, replaced, removed and made again, or exchanged behind a
 * link. Also once at the beginning, for what changed before anybody watched.
 */
export class FileWatch {
  readonly #file: string;
  readonly #changed: () => void;
  readonly #log: (line: string) => void;
  readonly #pause: number;
  readonly #look: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;
  /** The file's name and those that links on its way lead to, and how to stop watching them. */
  #places: readonly string[];
  #end: () => void;
  /** How the file was at the last look. */
  #seen: string;
  /** Whether the watch has reported anything since the last look, and whether that look found a change it had not. */
  #isTold = false;
  #isUntold = false;
  #isRenewed = false;
  #isUnwatched = false;
  #isClosed = false;

  static async open(file: string, options: WatchOptions): Promise<FileWatch> {
    return new FileWatch(file, await placesOf(file), await stampOf(file), options);
  }

  private constructor(
    file: string,
    places: readonly string[],
    stamp: string,
    { changed, log, pause = LOOK }: WatchOptions,
  ) {
    this.#file = file;
    this.#changed = changed;
    this.#log = log;
    this.#pause = pause;
    this.#places = places;
    this.#seen = stamp;
    this.#end = this.#begin();
    this.#look = setInterval(() => void this.#lookAtFile(), pause).unref();
    this.#stir();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#quiet);
    clearInterval(this.#look);
    this.#end();
  }

  #begin(): () => void {
    return watchPlaces(
      this.#places,
      () => {
        this.#isTold = true;
        this.#stir();
      },
      (error) => this.#sayUnwatched(error),
    );
  }

  #sayUnwatched(error: unknown): void {
    if (this.#isUnwatched) return;
    this.#isUnwatched = true;
    const within = `${this.#pause / 1_000} s`;
    this.#log(`changes of ${this.#file} are noticed within ${within}, since it cannot be watched: ${messageOf(error)}`);
  }

  #stir(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#settle(), QUIET).unref();
  }

  /** Links may lead elsewhere by now: the new places are watched first, so that no later change is missed. */
  async #settle(): Promise<void> {
    const now = await placesOf(this.#file);
    if (this.#isClosed) return;
    if (now.join('\n') !== this.#places.join('\n')) {
      this.#places = now;
      this.#renew();
    }
    this.#changed();
  }

  #renew(): void {
    if (this.#isClosed) return;
    this.#end();
    this.#end = this.#begin();
  }

  async #lookAtFile(): Promise<void> {
    // A watch can go silent: its folder was replaced, or the system dropped events.
    if (this.#isUntold && !this.#isTold) {
      // On file systems that never report changes, saying it once is enough.
      if (!this.#isRenewed) this.#log(`${this.#file} was changed and its watch told nothing: it is watched anew`);
      this.#isRenewed = true;
      this.#renew();
    }
    const stamp = await stampOf(this.#file);
    this.#isUntold = stamp !== this.#seen && !this.#isTold;
    this.#isTold = false;
    if (stamp === this.#seen) return;
    this.#seen = stamp;
    this.#stir();
  }
}

/** Watches the files that `follow` named last. */
export class WatchedFiles {
  readonly #changed: (file: string) => void;
  readonly #log: (line: string) => void;
  readonly #watched = new Map<string, Promise<FileWatch>>();

  /** `changed` is called with the file that changed. */
  constructor(changed: (file: string) => void, log: (line: string) => void) {
    this.#changed = changed;
    this.#log = log;
  }

  follow(files: readonly string[]): void {
    for (const [file, watch] of this.#watched) {
      if (files.includes(file)) continue;
      this.#watched.delete(file);
      void watch.then((one) => one.close());
    }
    for (const file of files) {
      if (this.#watched.has(file)) continue;
      this.#watched.set(file, FileWatch.open(file, { changed: () => this.#changed(file), log: this.#log }));
    }
  }

  async close(): Promise<void> {
    for (const watch of this.#watched.values()) (await watch).close();
  }
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

import { statSync } from 'node:fs';

/** Two changes this close may leave the same time stamp. */
const GRAIN_MS = 100;
const LOOK_AGAIN = -1;

/** Tells, at the price of one stat, whether the names in a folder may have changed since they were read. */
export class FolderStamp {
  readonly #dir: string;
  #stamp = LOOK_AGAIN;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Calls `read` where the folder may have changed. Where looking or reading throws, the next look reads again. */
  whenChanged(read: () => void): void {
    const known = this.#stamp;
    this.#stamp = LOOK_AGAIN;
    const at = statSync(this.#dir).mtimeMs;
    const isOld = Date.now() - at >= GRAIN_MS;
    if (at !== known) read();
    if (isOld) this.#stamp = at;
  }

  /** Has the next look read again. */
  forget(): void {
    this.#stamp = LOOK_AGAIN;
  }
}

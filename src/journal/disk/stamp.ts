import { statSync } from 'node:fs';

/** Two changes this close may leave the same time stamp. */
export const GRAIN_MS = 100;
const LOOK_AGAIN = '';

/** Tells, at the price of one stat, whether a file, or the names in a folder, may have changed since they were read. */
export class Stamp {
  readonly #at: string;
  #stamp = LOOK_AGAIN;

  /** `at` is the path of a file or folder. */
  constructor(at: string) {
    this.#at = at;
  }

  /** Calls `read` where there may be a change. Where looking or reading throws, the next look reads again. */
  whenChanged(read: () => void): void {
    const known = this.#stamp;
    this.#stamp = LOOK_AGAIN;
    const { mtimeMs, size, ino } = statSync(this.#at);
    const isOld = Date.now() - mtimeMs >= GRAIN_MS;
    const stamp = `${mtimeMs}:${size}:${ino}`;
    if (stamp !== known) read();
    if (isOld) this.#stamp = stamp;
  }

  /** Has the next look read again. */
  forget(): void {
    this.#stamp = LOOK_AGAIN;
  }
}

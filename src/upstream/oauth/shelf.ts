/**
 * A folder that all Sallyports of one user share and nobody else reads; app/ hands in one of the state directory. Files are
 * written whole: a reader sees all of one, or none.
 */
export interface Shelf {
  /** The names of its files. */
  list(): Promise<readonly string[]>;
  /** A file's text; undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  replace(name: string, text: string): Promise<void>;
  /** False where there is one already. */
  create(name: string, text: string): Promise<boolean>;
  remove(name: string): Promise<void>;
  /** Changes when something is added or removed, and may change for a moment after that. */
  stamp(): Promise<string>;
  /** Makes this process the only one that does something, until it releases; undefined while another does. */
  lock(name: string): Lock | undefined;
  /** Why others could read a file, and what to do; undefined where they cannot. */
  exposure(name: string): Promise<string | undefined>;
}

export interface Lock {
  release(): void;
}

/** The system's keychain, if there is one. */
export interface Keychain {
  /** Rejects where there is no such entry, or no keychain. */
  read(name: string): Promise<string>;
  /** Rejects where it could not be written. */
  write(name: string, value: string): Promise<void>;
}

const BETWEEN = 50;
const LONGEST_WAIT = 60_000;

/** Waits for the lock and does something under it. Throws where another process holds it for a minute. */
export async function underLock<T>(shelf: Shelf, name: string, use: () => Promise<T>): Promise<T> {
  for (let waited = 0; waited < LONGEST_WAIT; waited += BETWEEN) {
    const lock = shelf.lock(name);
    if (lock === undefined) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN));
      continue;
    }
    try {
      return await use();
    } finally {
      lock.release();
    }
  }
  throw new Error('another Sallyport has been renewing the same credentials for a minute; end it, or try again');
}

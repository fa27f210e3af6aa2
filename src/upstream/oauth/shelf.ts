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
  /** Does something while nobody else does what has that name, in any process. Rejects where another keeps at it for a minute. */
  inTurn<T>(name: string, use: () => Promise<T>): Promise<T>;
  /** Why others could read a file, and what to do; undefined where they cannot. */
  exposure(name: string): Promise<string | undefined>;
}

/** The system's keychain, if there is one. */
export interface Keychain {
  /** Rejects where there is no such entry, or no keychain. */
  read(name: string): Promise<string>;
  /** Rejects where it could not be written. */
  write(name: string, value: string): Promise<void>;
}

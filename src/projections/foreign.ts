/** Values kept, in two halves: when the newer one is full, the older one goes. */
const MOST = 100_000;
/** Learned by more than one session: nobody's secret. */
const MANY = '';

/** A one-way stand-in for a value, keyed, so that what is held says nothing to whoever reads the memory of this process. */
export type Digest = (value: string) => string;

/**
 * Which session alone has learned a value, of all sessions of this process. Only values that name one person, account or
 * thing are taken: a domain or a path is in everybody's mouth.
 */
export class Foreign {
  readonly #digest: Digest;
  readonly #most: number;
  #newer = new Map<string, string>();
  #older = new Map<string, string>();

  constructor(digest: Digest, most: number = MOST) {
    this.#digest = digest;
    this.#most = most;
  }

  get size(): number {
    return this.#newer.size + this.#older.size;
  }

  /** A value, by its key of `model/entity.ts`, came to a session. */
  learn(session: string, key: string): void {
    if (isTelling(key)) this.#put(this.#digest(key), session);
  }

  /** Values that nobody had to learn: those of the configuration. */
  know(keys: Iterable<string>): void {
    for (const key of keys) if (isTelling(key)) this.#put(this.#digest(key), MANY);
  }

  /** Whether one other session has learned a value, and nobody else. */
  isOthers(session: string, key: string): boolean {
    if (this.size === 0 || !isTelling(key)) return false;
    const name = this.#digest(key);
    const owner = this.#newer.get(name) ?? this.#older.get(name);
    return owner !== undefined && owner !== MANY && owner !== session;
  }

  #put(name: string, session: string): void {
    const before = this.#newer.get(name) ?? this.#older.get(name);
    const owner = before === undefined || before === session ? session : MANY;
    if (this.#newer.get(name) === owner) return;
    this.#newer.set(name, owner);
    if (this.#newer.size * 2 < this.#most) return;
    this.#older = this.#newer;
    this.#newer = new Map();
  }
}

/** A short name is many things': `PROJ-1234`, `v20-lts`. */
const SHORTEST_ID = 12;

const isTelling = (key: string): boolean =>
  key.startsWith('email:') ||
  key.startsWith('account:') ||
  key.startsWith('phone:') ||
  (key.startsWith('id:') && key.length >= 'id:'.length + SHORTEST_ID);

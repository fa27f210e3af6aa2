/** How many values are kept; those learned longest ago are replaced first. */
const MOST = 65_536;
/** Slots that a value may be in; if all are taken, the oldest is replaced. */
const WAYS = 8;
/** 32-bit words per slot: two for the value, one for the session that learned it. */
const WIDTH = 3;
/** The owner of values that more than one session learned: nobody's secret. */
const MANY = 1;

/** A keyed one-way digest of a value, so that this process's memory reveals nothing about it. */
export type Digest = (value: string) => string;

/**
 * Knows which session is the only one in this process that has learned a value. Only values that name one person,
 * account or thing count: everybody uses domains and paths. One table of fixed size, since it outlives all sessions: a
 * table that grew with every value would look like a leak until it was full.
 */
export class Foreign {
  readonly #digest: Digest;
  readonly #sets: number;
  #slots: Uint32Array | undefined;
  #next: Uint8Array | undefined;
  #size = 0;

  constructor(digest: Digest, most: number = MOST) {
    this.#digest = digest;
    this.#sets = Math.max(1, Math.floor(most / WAYS));
  }

  get size(): number {
    return this.#size;
  }

  /** Records that a session has learned a value, given the head and name of its key as in `model/entity.ts`. */
  learn(session: string, head: string, name: string): void {
    if (isTellingOf(head, name)) this.#put(this.#digest(head + name), ownerOf(session));
  }

  /** Records values that nobody had to learn: those of the configuration. */
  know(keys: Iterable<string>): void {
    for (const key of keys) if (isTelling(key)) this.#put(this.#digest(key), MANY);
  }

  /** Whether exactly one session has learned a value, and that is another one. */
  isOthers(session: string, key: string): boolean {
    if (this.#slots === undefined || !isTelling(key)) return false;
    const name = this.#digest(key);
    const at = this.#find(this.#slots, mix(name, LOW), mix(name, HIGH));
    if (at < 0) return false;
    const owner = this.#slots[at + 2];
    return owner !== MANY && owner !== ownerOf(session);
  }

  #put(name: string, session: number): void {
    this.#slots ??= new Uint32Array(this.#sets * WAYS * WIDTH);
    const [low, high] = [mix(name, LOW), mix(name, HIGH)];
    const known = this.#find(this.#slots, low, high);
    if (known >= 0) {
      if (this.#slots[known + 2] !== session) this.#slots[known + 2] = MANY;
      return;
    }
    const at = this.#room(this.#slots, low % this.#sets);
    this.#slots[at] = low;
    this.#slots[at + 1] = high;
    this.#slots[at + 2] = session;
  }

  /** The slot of a value; -1 if it is not known. */
  #find(slots: Uint32Array, low: number, high: number): number {
    const first = (low % this.#sets) * WAYS * WIDTH;
    for (let at = first; at < first + WAYS * WIDTH; at += WIDTH) {
      if (slots[at] === low && slots[at + 1] === high && slots[at + 2] !== 0) return at;
    }
    return -1;
  }

  /** The slot of a set to be filled next: in turn, so that the oldest value is replaced. */
  #room(slots: Uint32Array, set: number): number {
    this.#next ??= new Uint8Array(this.#sets);
    const way = this.#next[set] ?? 0;
    this.#next[set] = (way + 1) % WAYS;
    const at = (set * WAYS + way) * WIDTH;
    if (slots[at + 2] === 0) this.#size++;
    return at;
  }
}

const LOW = 0x811c9dc5;
const HIGH = 0x9e3779b9;

/** A 32-bit hash; two with different seeds together tell the values here apart. */
function mix(text: string, from: number): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Never 0, which marks an empty slot, nor 1, which is `MANY`. */
const ownerOf = (session: string): number => (mix(session, LOW) | 2) >>> 0;

/** Shorter names are ambiguous: `PROJ-1234`, `v20-lts`. */
const SHORTEST_ID = 12;

/** The heads of keys that name one person, account or thing; an id only if it is long. */
const TELLING: ReadonlySet<string> = new Set(['email:', 'account:', 'phone:', 'id:']);

function isTelling(key: string): boolean {
  const name = key.indexOf(':') + 1;
  return isTellingOf(key.slice(0, name), key.slice(name));
}

const isTellingOf = (head: string, name: string): boolean =>
  TELLING.has(head) && (head !== 'id:' || name.length >= SHORTEST_ID);

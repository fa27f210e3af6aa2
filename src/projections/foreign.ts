/** How many values are kept; those learned longest ago go first. */
const MOST = 65_536;
/** Slots that a value may be in; when all are taken, the oldest of them is given up. */
const WAYS = 8;
/** Words of a slot: two for the value, one for who has learned it. */
const WIDTH = 3;
/** Learned by more than one session: nobody's secret. */
const MANY = 1;

/** A keyed one-way stand-in for a value, so that this process's memory tells nothing of it. */
export type Digest = (value: string) => string;

/**
 * Which session alone has learned a value, of all sessions of this process. Only values that name one person, account or
 * thing count: everybody uses domains and paths. One table of fixed size, since it outlives all sessions: one that grew
 * with every value would look like a leak until it was full.
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

  /** Records that a session has learned a value, by the head and the name of its key of `model/entity.ts`. */
  learn(session: string, head: string, name: string): void {
    if (isTellingOf(head, name)) this.#put(this.#digest(head + name), ownerOf(session));
  }

  /** Values that nobody had to learn: those of the configuration. */
  know(keys: Iterable<string>): void {
    for (const key of keys) if (isTelling(key)) this.#put(this.#digest(key), MANY);
  }

  /** Whether exactly one session has learned a value, and it is another one. */
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

  /** The slot of a value; -1 where it is not known. */
  #find(slots: Uint32Array, low: number, high: number): number {
    const first = (low % this.#sets) * WAYS * WIDTH;
    for (let at = first; at < first + WAYS * WIDTH; at += WIDTH) {
      if (slots[at] === low && slots[at + 1] === high && slots[at + 2] !== 0) return at;
    }
    return -1;
  }

  /** The slot in a set to be taken next: in turn, so that the oldest value is given up. */
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

/** A digest in 32 bits; two with different seeds tell a value apart from all others here. */
function mix(text: string, from: number): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Never 0, which is an empty slot, nor 1. */
const ownerOf = (session: string): number => (mix(session, LOW) | 2) >>> 0;

/** Short names are ambiguous: `PROJ-1234`, `v20-lts`. */
const SHORTEST_ID = 12;

/** The kinds of `model/entity.ts` that name one person, account or thing; an id only where it is long. */
const TELLING: ReadonlySet<string> = new Set(['email:', 'account:', 'phone:', 'id:']);

function isTelling(key: string): boolean {
  const name = key.indexOf(':') + 1;
  return isTellingOf(key.slice(0, name), key.slice(name));
}

const isTellingOf = (head: string, name: string): boolean =>
  TELLING.has(head) && (head !== 'id:' || name.length >= SHORTEST_ID);

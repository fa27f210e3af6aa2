/** Values kept. Beyond it those that were learned long ago go. */
const MOST = 65_536;
/** A value has its place among so many, of which the one that came first is given up when it must be. */
const WAYS = 8;
/** Words of a slot: what names the value, in two, and who has learned it. */
const WIDTH = 3;
/** Learned by more than one session: nobody's secret. */
const MANY = 1;

/** A one-way stand-in for a value, keyed, so that what is held says nothing to whoever reads the memory of this process. */
export type Digest = (value: string) => string;

/**
 * Which session alone has learned a value, of all sessions of this process. Only values that name one person, account or
 * thing are taken: a domain or a path is in everybody's mouth. One table of fixed size, since it outlives all sessions: what
 * grew with every value read would look like a leak until it was full.
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

  /** A value, by the head and the name of its key of `model/entity.ts`, came to a session. */
  learn(session: string, head: string, name: string): void {
    if (isTellingOf(head, name)) this.#put(this.#digest(head + name), ownerOf(session));
  }

  /** Values that nobody had to learn: those of the configuration. */
  know(keys: Iterable<string>): void {
    for (const key of keys) if (isTelling(key)) this.#put(this.#digest(key), MANY);
  }

  /** Whether one other session has learned a value, and nobody else. */
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

  /** Where a value stands; -1 where it is not known. */
  #find(slots: Uint32Array, low: number, high: number): number {
    const first = (low % this.#sets) * WAYS * WIDTH;
    for (let at = first; at < first + WAYS * WIDTH; at += WIDTH) {
      if (slots[at] === low && slots[at + 1] === high && slots[at + 2] !== 0) return at;
    }
    return -1;
  }

  /** A place in a set: one by one, so that the value that came first is given up. */
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

/** A digest in 32 bits: two of them, from other beginnings, are told apart from all others here. */
function mix(text: string, from: number): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Never 0, which is an empty place, nor 1. */
const ownerOf = (session: string): number => (mix(session, LOW) | 2) >>> 0;

/** A short name is many things': `PROJ-1234`, `v20-lts`. */
const SHORTEST_ID = 12;

/** The kinds of `model/entity.ts` that name one person, account or thing; an id only where it is long. */
const TELLING: ReadonlySet<string> = new Set(['email:', 'account:', 'phone:', 'id:']);

function isTelling(key: string): boolean {
  const name = key.indexOf(':') + 1;
  return isTellingOf(key.slice(0, name), key.slice(name));
}

const isTellingOf = (head: string, name: string): boolean =>
  TELLING.has(head) && (head !== 'id:' || name.length >= SHORTEST_ID);

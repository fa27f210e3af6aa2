import type { Notice } from '../../model/upstreams.ts';

/** So many updates of one resource in a row are told as they come, and from then on one in so many milliseconds. */
const AT_ONCE = 20;
const PAUSE = 250;
/** So many different addresses are told to one session in a pause: a folder that is watched may hold any number. */
const APART = 1_000;
/** So many may wait; beyond that, those that have waited longest are dropped. */
const MOST = 10_000;

/** What one session was told of one resource a moment ago. */
interface Told {
  count: number;
  /** What came since, and is to be told yet. */
  next: Notice | undefined;
}

/**
 * Tells of changed resources: at once, and of one that goes on changing now and then, with what was said of it last. An
 * update only says that something is to be read again: of very many in a row some will do, but never without the last.
 * Of very many addresses, the parts of what is watched, some wait for a turn.
 */
export class Updates {
  readonly #tell: (notice: Notice) => void;
  readonly #sessions = new Map<string, SessionUpdates>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (notice: Notice) => void) {
    this.#tell = tell;
  }

  hear(notice: Notice): void {
    const key = notice.session?.key ?? '';
    const own = this.#sessions.get(key) ?? new SessionUpdates(this.#tell);
    this.#sessions.set(key, own);
    this.#later();
    own.hear(notice);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#sessions.clear();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#turn(), PAUSE).unref();
  }

  #turn(): void {
    this.#timer = undefined;
    for (const [key, own] of [...this.#sessions]) if (!own.turn()) this.#sessions.delete(key);
    if (this.#sessions.size > 0) this.#later();
  }
}

/** What one session is told of. */
class SessionUpdates {
  readonly #tell: (notice: Notice) => void;
  /** By address, those that it was told of a moment ago, and those that wait. */
  readonly #told = new Map<string, Told>();
  /** How many addresses it was told of since the last turn. */
  #count = 0;

  constructor(tell: (notice: Notice) => void) {
    this.#tell = tell;
  }

  hear(notice: Notice): void {
    const address = String(notice.params.uri);
    const told = this.#told.get(address) ?? this.#begin(address);
    if (told.count++ < AT_ONCE) this.#tell(notice);
    else told.next = notice;
  }

  #begin(address: string): Told {
    if (this.#told.size >= MOST) this.#dropOldest();
    const told = { count: this.#count < APART ? 0 : AT_ONCE, next: undefined };
    this.#count++;
    this.#told.set(address, told);
    return told;
  }

  /** Many at once: to find the first of a map takes as long as many before it were removed. */
  #dropOldest(): void {
    let left = APART;
    for (const address of this.#told.keys()) if (left-- > 0) this.#told.delete(address);
  }

  /** Tells of what waits. False where there is nothing that was told of a moment ago. */
  turn(): boolean {
    this.#count = 0;
    for (const [address, told] of [...this.#told]) {
      if (this.#count >= APART) break;
      const { next } = told;
      told.next = undefined;
      this.#told.delete(address);
      if (next === undefined) continue;
      // Behind those that wait, so that what goes on changing keeps nothing else waiting.
      this.#told.set(address, told);
      this.#count++;
      this.#tell(next);
    }
    return this.#told.size > 0;
  }
}

import type { Notice } from '../../model/upstreams.ts';

/** So many updates of one resource in a row are told as they come, and from then on one in so many milliseconds. */
const AT_ONCE = 20;
const PAUSE = 250;

/** What one session was told of one resource a moment ago. */
interface Told {
  count: number;
  /** What came since, and is to be told yet. */
  next: Notice | undefined;
}

/**
 * Tells of changed resources: at once, and of one that goes on changing now and then, with what was said of it last. An
 * update only says that something is to be read again: of very many in a row some will do, but never without the last.
 */
export class Updates {
  readonly #tell: (notice: Notice) => void;
  /** By session and address, those that were told of a moment ago. */
  readonly #told = new Map<string, Told>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (notice: Notice) => void) {
    this.#tell = tell;
  }

  hear(notice: Notice): void {
    const key = `${notice.session?.key ?? ''}\n${String(notice.params.uri)}`;
    const told = this.#told.get(key) ?? { count: 0, next: undefined };
    this.#told.set(key, told);
    this.#later();
    if (told.count++ < AT_ONCE) this.#tell(notice);
    else told.next = notice;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#told.clear();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#turn(), PAUSE).unref();
  }

  #turn(): void {
    this.#timer = undefined;
    for (const [key, told] of [...this.#told]) {
      const { next } = told;
      told.next = undefined;
      if (next === undefined) this.#told.delete(key);
      else this.#tell(next);
    }
    if (this.#told.size > 0) this.#later();
  }
}

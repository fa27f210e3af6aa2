import type { ServerConfig } from '../../config/schema.ts';
import { messageOf } from '../../model/caught.ts';
import type { Credentials } from '../http/authorization.ts';
import type { Lister } from '../listing/lister.ts';
import { printable } from '../printable.ts';
import type { Frozen } from '../watchers.ts';
import type { Pool } from './pool.ts';
import type { Slot } from './slot.ts';
import type { Stand } from './stand.ts';

export interface BeginningOptions {
  readonly upstream: string;
  readonly config: ServerConfig;
  readonly log: (line: string) => void;
  readonly isTrusted: (upstream: string) => Promise<boolean>;
  /** What the server waits for while it is not trusted. */
  readonly waits: () => string;
  readonly frozen: Frozen;
  readonly credentials: Credentials;
  readonly pool: Pool;
  readonly lister: Lister;
  readonly stand: Stand;
}

/** How often it is looked whether a person has trusted it, or signed in. */
const LOOK = 2_000;
export const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 300_000;

/** How one server comes to be there: as soon as it may run it is started and listed, and tried again until that succeeds. */
export class Beginning {
  readonly #options: BeginningOptions;
  #isTrusted = false;
  #isOver = false;
  #retry = FIRST_RETRY;
  #timer: NodeJS.Timeout | undefined;
  #slot: Slot | undefined;

  constructor(options: BeginningOptions) {
    this.#options = options;
  }

  /** What the server is being listed with for the first time, or again after a failure. */
  get slot(): Slot | undefined {
    return this.#slot;
  }

  /** Lists the server if it may run; resolves when it has listed, failed, or is found to wait for trust. Never rejects. */
  async begin(): Promise<void> {
    const { config, credentials, stand, waits, frozen, upstream } = this.#options;
    if (config.disabled || this.#isOver) return;
    if (!(await this.mayRun())) {
      stand.become('waiting-for-trust', waits());
      return this.later(LOOK);
    }
    const why = frozen(upstream);
    if (why !== undefined) {
      stand.become('failed', printable(`${why}; it is neither started nor asked anything meanwhile`));
      return this.later(LOOK);
    }
    if ((await credentials.current?.mayBeMet()) === false) return this.later(LOOK);
    const before = stand.message;
    stand.become('starting', undefined);
    try {
      await this.#list();
      this.#retry = FIRST_RETRY;
    } catch (error) {
      const need = credentials.current?.need;
      this.failed(need ?? messageOf(error), before);
      if (need !== undefined) return this.later(LOOK);
      this.later(this.#retry);
      this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
    } finally {
      this.#slot = undefined;
    }
  }

  /** Whether a person has accepted what is run. */
  async mayRun(): Promise<boolean> {
    const { isTrusted, upstream } = this.#options;
    if (!this.#isTrusted) this.#isTrusted = await isTrusted(upstream).catch(() => false);
    return this.#isTrusted;
  }

  /** Begins in so many milliseconds, in place of what was to come before, if that is still needed then. */
  later(ms: number, isNeeded = (): boolean => true): void {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void (isNeeded() && this.begin()), ms).unref();
  }

  /** It could not be started or listed. Said once for as long as it fails alike: `before` is what was said last. */
  failed(why: string, before: string | undefined): void {
    const { stand, log, upstream } = this.#options;
    if (this.#isOver) return;
    stand.become('failed', printable(why));
    if (stand.message === before) return;
    log(`[${upstream}] not available: ${stand.message}; it is tried again now and then`);
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #list(): Promise<void> {
    const { config, pool, lister } = this.#options;
    const began = performance.now();
    const slot = pool.forListing(lister.listedAs);
    this.#slot = slot;
    const connection = await slot.opened;
    await lister.list(slot, connection, Math.max(1, Math.ceil(config.start - (performance.now() - began))));
  }
}

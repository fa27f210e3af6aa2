import type { OAuthConfig } from '../../config/oauth.ts';
import { messageOf } from '../../model/caught.ts';
import { type Failure, failure } from '../failure.ts';
import type { Authorization } from '../http/authorization.ts';
import { printable } from '../printable.ts';
import { type Challenge, readChallenge } from './challenge.ts';
import type { Fetching } from './fetching.ts';
import type { Shelf } from './shelf.ts';
import type { Tokens } from './tokens.ts';
import { AuthTrouble, BriefTrouble } from './trouble.ts';
import type { Vault } from './vault.ts';

export interface BearerOptions {
  /** The server's name in the configuration. */
  readonly upstream: string;
  readonly server: URL;
  readonly config: OAuthConfig;
  readonly shelf: Shelf;
  readonly vault: Vault;
  readonly fetching: Fetching;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** Completes `sallyport login`, so that it works wherever it is typed. */
  readonly about?: string;
}

/** A token is renewed this long before it expires, or in the last quarter of its life. Milliseconds. */
const MARGIN = 30_000;
/** In milliseconds, or in the first quarter of its life. */
const FRESH = 10_000;
/** Milliseconds that a token may live shorter than it says: servers count in whole seconds. */
const ROUNDING = 1_000;
/** After this, whether a need is met is checked again, even if nothing seems to have changed. */
const LOOK_AGAIN = 60_000;

interface Need {
  readonly failure: Failure;
  /** The token that did not help. */
  readonly spent: string | undefined;
  /** The stamp of the shelf when the need was found. */
  stamp: string;
  at: number;
}

/** A bearer token for one server, and the small state machine around it. Subclasses say how it is obtained. */
export abstract class Bearer implements Authorization {
  protected readonly options: BearerOptions;
  protected tokens: Tokens | undefined;
  #need: Need | undefined;
  /** One renewal at a time; whoever comes meanwhile waits for it. */
  #pending: Promise<Failure | undefined> | undefined;

  constructor(options: BearerOptions) {
    this.options = options;
  }

  get need(): string | undefined {
    return this.#need?.failure.message;
  }

  header(): string | undefined {
    return this.tokens === undefined ? undefined : `Bearer ${this.tokens.access}`;
  }

  isDue(): boolean {
    return this.#need !== undefined || this.isDueNow();
  }

  protected abstract isDueNow(): boolean;
  /**
   * Gets tokens that are not `used`, or says why not. `challenge` is what the server answered to it, if it was asked.
   * What it throws is made a sentence of.
   */
  protected abstract get(used: string | undefined, challenge: Challenge | undefined): Promise<Failure | undefined>;
  /** Gets tokens that allow more. */
  protected abstract widen(challenge: Challenge): Promise<Failure | undefined>;
  /** Whether there is another token than the one that did not help, or nothing is known to be missing. */
  protected abstract isMet(spent: string | undefined): Promise<boolean>;

  renew(): Promise<Failure | undefined> {
    return this.#once(this.#look);
  }

  readonly #look = async (): Promise<Failure | undefined> => {
    const need = this.#need;
    if (need !== undefined) {
      if (!(await this.mayBeMet())) return need.failure;
      need.stamp = await this.#stamp();
      need.at = this.options.now();
      if (!(await this.isMet(need.spent))) return need.failure;
      this.#need = undefined;
    }
    return this.get(this.isDueNow() ? this.tokens?.access : undefined, undefined);
  };

  refused(header: string | undefined, status: number, text: string | undefined): Promise<Failure | undefined> {
    const challenge = readChallenge(text);
    return this.#once(async () => {
      // Somebody else was faster: the refused token is not the one that would be sent now.
      if (this.tokens !== undefined && header !== this.header()) return undefined;
      return status === 403 ? this.widen(challenge) : this.get(this.tokens?.access, challenge);
    });
  }

  async mayBeMet(): Promise<boolean> {
    const need = this.#need;
    if (need === undefined) return true;
    // Found in what is the future now where the clock was set back.
    return Math.abs(this.options.now() - need.at) >= LOOK_AGAIN || (await this.#stamp()) !== need.stamp;
  }

  /** Notes that a person has to do something first; until then nothing is sent. `isMet`: a last look whether they have. */
  protected async needs(what: string, isMet = async (): Promise<boolean> => false): Promise<Failure | undefined> {
    const noted = refusal(what);
    const spent = this.tokens?.access;
    // Before the last look: what a person does after that look must show as a change.
    const stamp = await this.#stamp();
    if (await isMet()) return undefined;
    this.#need = { failure: noted, spent, stamp, at: this.options.now() };
    return noted;
  }

  protected isOld({ expires, at }: Tokens): boolean {
    return expires !== undefined && expires - Math.min(MARGIN, (expires - at) / 4) <= this.options.now();
  }

  /** Whether a token was obtained only just now: then it was not refused for its age. */
  protected isFresh({ expires = Number.POSITIVE_INFINITY, at }: Tokens): boolean {
    return Math.abs(this.options.now() - at) < Math.min(FRESH, (expires - at - ROUNDING) / 4);
  }

  readonly #stamp = (): Promise<string> => this.options.shelf.stamp().catch(() => '');

  async #once(work: () => Promise<Failure | undefined>): Promise<Failure | undefined> {
    const before = this.#pending;
    if (before === undefined) return this.#start(work);
    const failed = await before;
    if (failed === undefined || this.#need === undefined) return failed;
    // A person may have done it since that one looked, and before this was asked: another look began after it was.
    return this.#pending ?? this.#start(this.#look);
  }

  #start(work: () => Promise<Failure | undefined>): Promise<Failure | undefined> {
    this.#pending = work()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }

  async #failed(error: unknown): Promise<Failure | undefined> {
    const what = `${this.options.upstream} cannot be signed in to: ${printable(messageOf(error))}`;
    const isLasting = error instanceof AuthTrouble && !(error instanceof BriefTrouble);
    return isLasting ? this.needs(what) : refusal(what);
  }
}

/** What was never sent was never done. */
export const refusal = (message: string): Failure => failure('unreachable', message, false);

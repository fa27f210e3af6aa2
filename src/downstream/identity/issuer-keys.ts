import { createLocalJWKSet } from 'jose';
import type { Issuer } from '../../config/auth.ts';
import { messageOf } from '../../model/caught.ts';
import { discoverKeys, fetchKeys } from './issuer-metadata.ts';

/** Finds the key that signed a token, from its header. Throws what jose throws. */
export type FindKey = ReturnType<typeof createLocalJWKSet>;

/** The issuer cannot be asked, or answers nonsense: nothing can be said about its tokens now. `message` is for people. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

/** The keys, and their generation: what was verified with them is valid for as long as that is the same. */
export interface FoundKeys {
  readonly find: FindKey;
  readonly generation: number;
}

/** Keys older than this are asked for again, while they go on being used … */
const FRESH_MS = 600_000;
/** … until this, after which a token cannot be verified without having asked. */
const MOST_AGE_MS = 3_600_000;
/** An unknown key causes a question at most this often: anybody can make up names of keys. */
const UNKNOWN_KEY_MS = 30_000;
/** After a failure there is no other try before this. */
const RETRY_MS = 5_000;

/**
 * The keys of one issuer. Only the issuer's own addresses are asked. Its metadata (RFC 8414, OpenID Connect) counts only
 * where it names exactly the configured issuer, and keys elsewhere only where the configuration names them.
 */
export class IssuerKeys {
  readonly #issuer: Pick<Issuer, 'issuer' | 'jwks'>;
  readonly #now: () => number;
  #known: FoundKeys | undefined;
  /** The known keys as JSON, to tell whether others came. */
  #text = '';
  #generation = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #answeredAt = Number.NEGATIVE_INFINITY;
  /** Why the issuer could not be asked the last time. */
  #failure: IssuerUnavailable | undefined;
  #asking: Promise<FoundKeys> | undefined;

  /** `steady` tells how long ago something was: nobody sets it. */
  constructor(issuer: Pick<Issuer, 'issuer' | 'jwks'>, steady: () => number) {
    this.#issuer = issuer;
    this.#now = steady;
  }

  /** Changes when the keys do: what was verified with others must be verified again. */
  get generation(): number {
    return this.#generation;
  }

  /** The known keys; asks the issuer where there are none or they are too old. Rejects with `IssuerUnavailable`. */
  async get(): Promise<FoundKeys> {
    const time = this.#now();
    if (this.#known !== undefined && time - this.#answeredAt <= MOST_AGE_MS) {
      this.touch();
      return this.#known;
    }
    return this.#askUnlessFailed(time);
  }

  /** Asks again because of an unknown key. Undefined where it was answered a moment ago. Rejects with `IssuerUnavailable`. */
  async refresh(): Promise<FoundKeys | undefined> {
    const time = this.#now();
    const isAnswered = this.#asking === undefined && this.#failure === undefined;
    if (isAnswered && time - this.#askedAt < UNKNOWN_KEY_MS) return undefined;
    return this.#askUnlessFailed(time);
  }

  /** Asks again in the background when it is time. Cheap. */
  touch(): void {
    const time = this.#now();
    // The failure is kept, and reported once the keys are too old.
    if (time - this.#answeredAt > FRESH_MS && time - this.#askedAt > UNKNOWN_KEY_MS)
      this.#askOnce().catch(() => undefined);
  }

  /** Where it failed a moment ago, nothing can be said yet: a token that it may have signed must not be called wrong. */
  #askUnlessFailed(time: number): Promise<FoundKeys> {
    if (this.#asking === undefined && this.#failure !== undefined && time - this.#askedAt < RETRY_MS)
      throw this.#failure;
    return this.#askOnce();
  }

  /** Many tokens may come at once: they share one question. */
  #askOnce(): Promise<FoundKeys> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<FoundKeys> {
    const { issuer, jwks } = this.#issuer;
    this.#askedAt = this.#now();
    try {
      const keys = await fetchKeys(jwks ?? (await discoverKeys(issuer)));
      const find = createLocalJWKSet(keys);
      const text = JSON.stringify(keys);
      if (text !== this.#text) this.#generation++;
      this.#text = text;
      this.#known = { find, generation: this.#generation };
      this.#answeredAt = this.#now();
      this.#failure = undefined;
      return this.#known;
    } catch (error) {
      const why = `the issuer ${issuer} cannot be asked for its keys: ${messageOf(error)}`;
      this.#failure = new IssuerUnavailable(why);
      throw this.#failure;
    }
  }
}

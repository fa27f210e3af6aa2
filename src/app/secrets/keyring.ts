import { Given, type GivenCredential } from '../../inspect/secrets/given.ts';
import type { Configuration } from '../settings.ts';
import { credentialsGiven } from './given-credentials.ts';

/** So many that were replaced are known on: another may still be taken where they are not revoked yet. */
const MOST_KEPT = 64;

/** The credentials that servers are given: what is configured, the tokens that they are sent now, and those before. */
export class Keyring {
  #configured: readonly GivenCredential[];
  #signedIn: () => readonly GivenCredential[] = () => [];
  #tokens: readonly GivenCredential[] = [];
  #kept: readonly GivenCredential[] = [];
  #given: Given;

  constructor(settings: Pick<Configuration, 'config' | 'loaded'>) {
    this.#configured = credentialsGiven(settings);
    this.#given = new Given(this.#configured);
  }

  /** `signedIn` says what servers are sent besides what is configured. */
  follow(signedIn: () => readonly GivenCredential[]): void {
    this.#signedIn = signedIn;
  }

  /** Takes what another configuration gives. */
  configure(settings: Pick<Configuration, 'config' | 'loaded'>): void {
    this.#put(credentialsGiven(settings), this.#tokens);
  }

  readonly given = (): Given => {
    const tokens = this.#signedIn();
    if (!areSame(tokens, this.#tokens)) this.#put(this.#configured, tokens);
    return this.#given;
  };

  #put(configured: readonly GivenCredential[], tokens: readonly GivenCredential[]): void {
    const before = [...this.#kept, ...this.#configured, ...this.#tokens];
    const now = [...configured, ...tokens];
    this.#kept = before.filter((one) => !now.some((other) => isSame(one, other))).slice(-MOST_KEPT);
    this.#configured = configured;
    this.#tokens = tokens;
    this.#given = new Given([...this.#kept, ...now]);
  }
}

const isSame = (one: GivenCredential, other: GivenCredential | undefined): boolean =>
  one.server === other?.server && one.value === other.value;

const areSame = (some: readonly GivenCredential[], others: readonly GivenCredential[]): boolean =>
  some.length === others.length && some.every((one, i) => isSame(one, others[i]));

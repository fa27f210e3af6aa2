import type { Failure } from '../failure.ts';
import { printable } from '../printable.ts';
import { Bearer, refusal } from './bearer.ts';
import type { Challenge } from './challenge.ts';
import { configuredClient } from './client.ts';
import { discover } from './discovery.ts';
import { granted } from './tokens.ts';
import { AuthTrouble } from './trouble.ts';

/** Tokens granted to a machine for its own secret or key. Each process gets its own, and nothing is stored. */
export class Machine extends Bearer {
  #scopes: readonly string[] = [];
  #challenge: Challenge | undefined;

  protected isDueNow(): boolean {
    return this.tokens !== undefined && this.isOld(this.tokens);
  }

  protected async get(used: string | undefined, challenge: Challenge | undefined): Promise<Failure | undefined> {
    if (challenge !== undefined) this.#challenge = challenge;
    const { upstream } = this.options;
    // Until the server has said where it wants a token from, it is called without one.
    if (this.#challenge === undefined) return undefined;
    if (challenge !== undefined && used !== undefined && this.tokens !== undefined && this.isFresh(this.tokens)) {
      return this.needs(`${upstream} refuses the token that it was only just given; whoever runs it has to say why`);
    }
    return this.#grant(this.#challenge);
  }

  protected async widen(challenge: Challenge): Promise<Failure | undefined> {
    const wanted = challenge.scopes ?? [];
    if (wanted.every((scope) => this.#scopes.includes(scope))) {
      const what = wanted.length === 0 ? '' : ` (${printable(wanted.join(' '))})`;
      return refusal(`${this.options.upstream} wants more than this client may do${what}`);
    }
    return this.#grant({ ...challenge, scopes: [...new Set([...this.#scopes, ...wanted])] });
  }

  /** What was missing may have been granted meanwhile; nobody tells us. */
  protected async isMet(): Promise<boolean> {
    return true;
  }

  async #grant(challenge: Challenge): Promise<undefined> {
    const { server, config, fetching, now } = this.options;
    const { issuer, resource: named, privateKey } = config;
    const { as, resource, scopes } = await discover({ server, challenge, fetching, issuer, resource: named });
    const client = configuredClient(config, as);
    if (client === undefined) throw new AuthTrouble('the configuration names no client');
    this.#challenge = challenge;
    this.#scopes = challenge.scopes ?? config.scopes ?? scopes ?? [];
    this.tokens = await granted({ as, client, privateKey, resource, fetching, now }, this.#scopes);
    return undefined;
  }
}

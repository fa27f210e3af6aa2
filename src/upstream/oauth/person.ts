import { messageOf } from '../../model/caught.ts';
import type { Failure } from '../failure.ts';
import { printable } from '../printable.ts';
import { Bearer, refusal } from './bearer.ts';
import { type Challenge, NO_CHALLENGE } from './challenge.ts';
import { GrantRefused, refreshed } from './tokens.ts';
import type { Credential } from './vault.ts';
import { leaveWish, takeWish } from './wish.ts';

/** Tokens of a person who signed in with `sallyport login`. Processes share them, and renew them in turn. */
export class Person extends Bearer {
  #credential: Credential | undefined;
  #wasRead = false;
  /** What was said last of stored credentials that cannot be read. */
  #unreadable = '';

  protected isDueNow(): boolean {
    // Without a refresh token there is nothing to do before the server refuses.
    return !this.#wasRead || (this.tokens?.refresh !== undefined && this.isOld(this.tokens));
  }

  protected async get(used: string | undefined, challenge: Challenge | undefined): Promise<Failure | undefined> {
    await this.#read();
    const { tokens } = this;
    if (tokens !== undefined && tokens.access !== used && !this.isOld(tokens)) return undefined;
    const isHopeless =
      challenge !== undefined && tokens?.access === used && tokens !== undefined && this.isFresh(tokens);
    if (tokens?.refresh !== undefined && !isHopeless) return this.#refresh(used, challenge);
    // Perhaps the server lets us in as we are; if not, it will say what it wants.
    return challenge === undefined ? undefined : this.#wantsLogin(challenge, '');
  }

  protected async widen(challenge: Challenge): Promise<Failure | undefined> {
    const { upstream } = this.options;
    const before = this.tokens?.access;
    await this.#read();
    if (this.tokens !== undefined && this.tokens.access !== before) return undefined;
    const wanted = challenge.scopes ?? [];
    const asked = this.#credential?.asked ?? [];
    const names = printable(wanted.join(' '));
    if (wanted.every((scope) => asked.includes(scope))) {
      const what =
        names === '' ? 'more than was granted, without saying what' : `${names}, which was asked for already`;
      return refusal(
        `${upstream} wants ${what}: signing in again would not help. Whoever runs ${upstream} has to allow that account to do this`,
      );
    }
    const scopes = [...new Set([...asked, ...wanted])];
    // What was granted is still good for other calls: only this one has to wait.
    return refusal(await this.#wish({ ...challenge, scopes }, ` again, to allow ${names}`));
  }

  protected async isMet(spent: string | undefined): Promise<boolean> {
    await this.#read();
    return this.tokens !== undefined && this.tokens.access !== spent;
  }

  async #read(): Promise<void> {
    const { vault, server, config, upstream, log } = this.options;
    const { credential, unreadable } = await vault.find(server, config);
    this.#wasRead = true;
    this.#take(credential);
    const what = unreadable.map((each) => `the stored credential ${each}`).join(', ');
    const isNew = what !== this.#unreadable;
    this.#unreadable = what;
    if (credential === undefined && what !== '' && isNew) {
      log(`[${upstream}] ${what}; if it was the one of ${upstream}, a person has to sign in anew`);
    }
  }

  #take(credential: Credential | undefined): void {
    this.#credential = credential;
    this.tokens = credential?.tokens;
  }

  /** Uses the refresh token, unless another process has done so: a rotating one works for one of us only. */
  #refresh(used: string | undefined, challenge = NO_CHALLENGE): Promise<Failure | undefined> {
    const { shelf, vault, config, fetching, now, server, upstream, log } = this.options;
    return shelf.inTurn(`renew ${server.href}`, async () => {
      await this.#read();
      const credential = this.#credential;
      const tokens = credential?.tokens;
      if (tokens !== undefined && tokens.access !== used && !this.isOld(tokens)) return undefined;
      if (credential === undefined || tokens?.refresh === undefined) return this.#wantsLogin(challenge, '');
      const { as, client, resource } = credential;
      const desk = { as, client, privateKey: config.privateKey, resource, fetching, now };
      try {
        const next = { ...credential, tokens: await refreshed(desk, tokens.refresh, tokens.scopes) };
        this.#take(next);
        await vault.put(next).catch((error: unknown) => {
          log(
            `[${upstream}] the renewed credential could not be stored (${messageOf(error)}): sign in anew after this`,
          );
        });
        return undefined;
      } catch (error) {
        if (!(error instanceof GrantRefused)) throw error;
        log(`[${upstream}] ${printable(error.message)}`);
        const empty = { ...credential, tokens: undefined };
        this.#take(empty);
        await vault.put(empty);
        return this.#wantsLogin(challenge, ' anew');
      }
    });
  }

  async #wantsLogin(challenge: Challenge, why: string): Promise<Failure | undefined> {
    const { shelf, server } = this.options;
    const spent = this.tokens?.access;
    const failed = await this.needs(await this.#wish(challenge, why), () => this.isMet(spent));
    if (failed === undefined) await takeWish(shelf, server.href);
    return failed;
  }

  /** Leaves a wish for what is missing, and says so. */
  async #wish(challenge: Challenge, why: string): Promise<string> {
    const { upstream, server, shelf, now, about = '' } = this.options;
    await leaveWish(shelf, { upstream, server: server.href, challenge, at: now() });
    return `${upstream} needs a person to sign in${why}; they have to run: sallyport login ${upstream}${about}`;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from '../../model/caught.ts';
import type { Failure } from '../failure.ts';
import { printable } from '../printable.ts';
import { Bearer, refusal } from './bearer.ts';
import { type Challenge, NO_CHALLENGE } from './challenge.ts';
import { GrantRefused, refreshed } from './tokens.ts';
import { BriefTrouble } from './trouble.ts';
import type { Credential } from './vault.ts';
import { leaveWish, takeWish } from './wish.ts';

/** How often storing a renewed credential is tried again. Milliseconds. */
const STORE_AGAIN = 1_000;

/** Tokens of a person who signed in with `sallyport login`. Processes share them, and renew them in turn. */
export class Person extends Bearer {
  #credential: Credential | undefined;
  #wasRead = false;
  /** What was renewed and could not be stored yet. As long as there is one, the turn to renew is ours. */
  #unstored: Credential | undefined;
  /** What was said last of a credential that cannot be stored. */
  #unstorable = '';
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
    // What is stored was spent for this one, unless a person has signed in since.
    if (this.#unstored !== undefined && (credential?.at ?? 0) <= this.#unstored.at) return;
    this.#unstored = undefined;
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
  #refresh(used: string | undefined, challenge: Challenge | undefined): Promise<Failure | undefined> {
    if (this.#unstored !== undefined) return this.#renewNow(used, challenge);
    const { shelf, server } = this.options;
    return new Promise((resolve, reject) => {
      const turn = shelf.inTurn(`renew ${server.href}`, async () => {
        resolve(await this.#renewNow(used, challenge));
        // Whoever came next would spend again what is spent, and a server may take back all that came of the sign-in for that.
        await this.#storeAtLast();
      });
      turn.catch((error: unknown) => {
        // A folder that nothing can be written to has no turns either.
        if (codeOf(error) === undefined) reject(error);
        else this.#cannotRenew(error, challenge).then(resolve, reject);
      });
    });
  }

  async #renewNow(used: string | undefined, challenge: Challenge | undefined): Promise<Failure | undefined> {
    const { vault, config, fetching, now, upstream, log } = this.options;
    await this.#read();
    const credential = this.#credential;
    const tokens = credential?.tokens;
    if (tokens !== undefined && tokens.access !== used && !this.isOld(tokens)) return undefined;
    if (credential === undefined || tokens?.refresh === undefined)
      return this.#wantsLogin(challenge ?? NO_CHALLENGE, '');
    // What could not be stored is not asked for: the token for which it is given would be spent.
    if (this.#unstored === undefined) await vault.put(credential);
    const { as, client, resource } = credential;
    const desk = { as, client, privateKey: config.privateKey, resource, fetching, now };
    try {
      const next = { ...credential, tokens: await refreshed(desk, tokens.refresh, tokens.scopes) };
      this.#take(next);
      this.#unstored = next;
      await this.#store();
      return undefined;
    } catch (error) {
      if (!(error instanceof GrantRefused)) throw error;
      log(`[${upstream}] ${printable(error.message)}`);
      const empty = { ...credential, tokens: undefined };
      this.#unstored = undefined;
      this.#take(empty);
      // Where that cannot be stored, whoever comes next is refused likewise.
      await vault.put(empty).catch(() => undefined);
      return this.#wantsLogin(challenge ?? NO_CHALLENGE, ' anew');
    }
  }

  async #store(): Promise<void> {
    const { vault, upstream, log, about = '' } = this.options;
    const renewed = this.#unstored;
    if (renewed === undefined) return;
    try {
      await vault.put(renewed);
      if (this.#unstored === renewed) this.#unstored = undefined;
      if (this.#unstorable !== '') log(`[${upstream}] the renewed credential is stored now`);
      this.#unstorable = '';
    } catch (error) {
      const why = messageOf(error);
      if (why !== this.#unstorable)
        log(
          `[${upstream}] the renewed credential could not be stored (${why}): it is used here, and storing it is tried again; free space there, or make it writable. If this process ends before that, a person has to sign in anew: sallyport login ${upstream}${about}`,
        );
      this.#unstorable = why;
    }
  }

  async #storeAtLast(): Promise<void> {
    while (this.#unstored !== undefined) {
      await sleep(STORE_AGAIN, undefined, { ref: false });
      await this.#read().catch(() => undefined);
      await this.#store();
    }
  }

  /** The token that we have is used as long as it is good. */
  async #cannotRenew(error: unknown, challenge: Challenge | undefined): Promise<undefined> {
    const { upstream, log, now } = this.options;
    const why = `its credential is not renewed, since the renewed one could not be stored (${messageOf(error)}): free space there, or make it writable`;
    if (challenge !== undefined || (this.tokens?.expires ?? 0) <= now()) throw new BriefTrouble(why);
    if (why !== this.#unstorable) log(`[${upstream}] ${why}`);
    this.#unstorable = why;
    return undefined;
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

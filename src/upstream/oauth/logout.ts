import { type OpenOptions, openGrounds } from './open.ts';
import { revoked } from './tokens.ts';
import { takeWish } from './wish.ts';

/** The outcome of a sign-out. */
export interface LoggedOut {
  /** Undefined where nothing was stored. */
  readonly issuer: string | undefined;
  /** Whether the authorization server was told, and revoked it. */
  readonly isRevoked: boolean;
  /** Files that could not be read; they may belong to this server, and stay. */
  readonly unreadable: number;
}

/** Revokes and forgets what is stored for a server, the registered client included. */
export async function logout(options: Omit<OpenOptions, 'log'>): Promise<LoggedOut> {
  const { server, config, shelf, now } = options;
  const { vault, fetching } = openGrounds(options);
  let issuer: string | undefined;
  let isRevoked = false;
  for (;;) {
    const { credential, unreadable } = await vault.find(server, config);
    if (credential === undefined) {
      await takeWish(shelf, server.href);
      return { issuer, isRevoked, unreadable: unreadable.length };
    }
    const { as, client, resource, tokens } = credential;
    issuer = credential.issuer;
    await vault.remove(credential);
    const token = tokens?.refresh ?? tokens?.access;
    const desk = { as, client, privateKey: config.privateKey, resource, fetching, now };
    if (token !== undefined) isRevoked = await revoked(desk, token);
  }
}

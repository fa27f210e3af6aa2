import type { OAuthConfig } from '../../config/oauth.ts';
import type { Authorization } from '../http/authorization.ts';
import { createFetching, type Fetching } from './fetching.ts';
import { createGuard, type Guard, isLoopback, type ResolveName } from './guard.ts';
import { Machine } from './machine.ts';
import { Person } from './person.ts';
import type { Keychain, Shelf } from './shelf.ts';
import { AuthTrouble } from './trouble.ts';
import { openVault, type Vault } from './vault.ts';
import { readVaultKey } from './vault-key.ts';

export interface OpenOptions {
  /** The server's name in the configuration. */
  readonly upstream: string;
  /** Its address. */
  readonly server: URL;
  readonly config: OAuthConfig;
  readonly shelf: Shelf;
  readonly keychain: Keychain;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly resolve?: ResolveName;
  /** Completes `sallyport login`, so that it is about this configuration wherever it is typed. */
  readonly about?: string;
}

/** What all uses of a server's credentials need. */
export interface Grounds {
  readonly guard: Guard;
  readonly vault: Vault;
  readonly fetching: Fetching;
}

export function openGrounds(options: Omit<OpenOptions, 'log' | 'now'>): Grounds {
  const { upstream, server, config, shelf, keychain, resolve } = options;
  // The configuration was checked for this, as far as its references could be resolved.
  if (server.protocol !== 'https:' && !isLoopback(server)) {
    throw new AuthTrouble(`${upstream} is reached by http://, and tokens are not sent in the clear; use https://`);
  }
  const guard = createGuard({
    server,
    allowPrivate: config.allowPrivate,
    ...(resolve === undefined ? {} : { resolve }),
  });
  const fetching = createFetching({ guard });
  return { guard, fetching, vault: openVault(shelf, () => readVaultKey(shelf, keychain)) };
}

/** The credentials of one server, for its connections. Reads nothing before they are needed. */
export function openAuthorization(options: OpenOptions): Authorization {
  const given = { ...options, ...openGrounds(options) };
  return options.config.grant === 'client_credentials' ? new Machine(given) : new Person(given);
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { AuthorizationServer } from 'oauth4webapi';
import type { OAuthConfig } from '../../config/oauth.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject } from '../../model/json.ts';
import type { Client } from './client.ts';
import type { Shelf } from './shelf.ts';
import type { Tokens } from './tokens.ts';
import type { VaultKey } from './vault-key.ts';

/** What we hold for one server at one authorization server. Never used at another. */
export interface Credential {
  /** The address of the MCP server. */
  readonly server: string;
  readonly issuer: string;
  readonly resource: string;
  readonly client: Client;
  /** The configured client when this was obtained; '' where we registered one ourselves. */
  readonly configured: string;
  /** The part of the authorization server's metadata that a renewal needs. */
  readonly as: AuthorizationServer;
  /** Undefined after the authorization server revoked them. */
  readonly tokens: Tokens | undefined;
  /** What was asked for, granted or not: asking again would not help. */
  readonly asked: readonly string[];
  /** When a person signed in. Milliseconds since 1970. */
  readonly at: number;
}

export interface Found {
  readonly credential: Credential | undefined;
  /** Files that could not be opened, and why: what was looked for may be in one of them. */
  readonly unreadable: readonly string[];
}

/** Credentials, encrypted on the shelf (AES-256-GCM), a file each. Never written in plain text. */
export interface Vault {
  /** The latest that fits a server and what its configuration says. */
  find(server: URL, config: OAuthConfig): Promise<Found>;
  put(credential: Credential): Promise<void>;
  remove(credential: Credential): Promise<void>;
}

const SUFFIX = '.vault.json';
const VERSION = 1;

export function openVault(shelf: Shelf, readKey: () => Promise<VaultKey>): Vault {
  return {
    async find(server, config) {
      const names = (await shelf.list()).filter((name) => name.endsWith(SUFFIX));
      if (names.length === 0) return { credential: undefined, unreadable: [] };
      const key = await readKey();
      const unreadable: string[] = [];
      let latest: Credential | undefined;
      for (const name of names) {
        const text = await shelf.read(name);
        if (text === undefined) continue;
        const opened = unseal(text, name, key);
        if (typeof opened === 'string') unreadable.push(`${name} ${opened}`);
        else if (fits(opened, server, config) && (latest === undefined || opened.at > latest.at)) latest = opened;
      }
      return { credential: latest, unreadable };
    },
    async put(credential) {
      const name = nameOf(credential);
      await shelf.replace(name, seal(credential, name, await readKey()));
    },
    remove: (credential) => shelf.remove(nameOf(credential)),
  };
}

/** What the configuration names instead of a client that we register. */
export const configuredName = (config: OAuthConfig): string => config.clientId ?? config.clientMetadataUrl ?? '';

function fits(credential: Credential, server: URL, config: OAuthConfig): boolean {
  return (
    credential.server === server.href &&
    credential.configured === configuredName(config) &&
    (config.issuer === undefined || config.issuer === credential.issuer) &&
    (config.resource === undefined || config.resource === credential.resource)
  );
}

const nameOf = ({ issuer, resource, client }: Credential): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, resource, client.id]))
    .digest('hex')
    .slice(0, 32) + SUFFIX;

/** The name is authenticated: a file in another's place is not taken for it. */
const bound = (name: string): Buffer => Buffer.from(`sallyport vault ${VERSION} ${name}`);

function seal(credential: Credential, name: string, key: VaultKey): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(bound(name));
  const data = Buffer.concat([cipher.update(JSON.stringify(credential), 'utf8'), cipher.final()]);
  const parts = { v: VERSION, key: key.mark, iv: iv, tag: cipher.getAuthTag(), data };
  const texts = Object.entries(parts).map(([part, value]) => [
    part,
    Buffer.isBuffer(value) ? value.toString('base64url') : value,
  ]);
  return `${JSON.stringify(Object.fromEntries(texts))}\n`;
}

/** The credential in a file, or why it cannot be had. */
function unseal(text: string, name: string, key: VaultKey): Credential | string {
  const value = jsonOf(text);
  if (value === undefined) return 'is damaged';
  if (!isObject(value) || typeof value.v !== 'number') return 'was not written by Sallyport';
  if (value.v !== VERSION) return `was written by another version of Sallyport (${value.v})`;
  const { key: mark, iv, tag, data } = value;
  if (typeof iv !== 'string' || typeof tag !== 'string' || typeof data !== 'string') return 'is damaged';
  if (mark !== key.mark) return 'was encrypted with another key';
  try {
    const cipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
    cipher.setAAD(bound(name)).setAuthTag(Buffer.from(tag, 'base64url'));
    const plain = Buffer.concat([cipher.update(Buffer.from(data, 'base64url')), cipher.final()]);
    return JSON.parse(plain.toString()) as Credential;
  } catch {
    return 'is damaged, or was changed';
  }
}

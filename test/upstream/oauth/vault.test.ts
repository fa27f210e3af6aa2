import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import type { OAuthConfig } from '../../../src/config/oauth.ts';
import { type Credential, openVault, type Vault } from '../../../src/upstream/oauth/vault.ts';
import { readVaultKey } from '../../../src/upstream/oauth/vault-key.ts';
import { noKeychain, shelfFolder } from './stand.ts';

const server = new URL('https://crm.example/mcp');
const plain: OAuthConfig = { grant: 'authorization_code', allowPrivate: [] };

const credential = (change: Partial<Credential> = {}): Credential => ({
  server: server.href,
  issuer: 'https://as.example',
  resource: server.href,
  client: { id: 'ours', method: 'none' },
  configured: '',
  as: { issuer: 'https://as.example' },
  tokens: { access: 'access-token-text', refresh: 'refresh-token-text', expires: undefined, scopes: [], at: 0 },
  asked: [],
  at: 1,
  ...change,
});

function place(folder = shelfFolder()): { folder: string; vault: Vault; files: () => string[] } {
  const shelf = openShelf(folder);
  const vault = openVault(shelf, () => readVaultKey(shelf, noKeychain));
  const files = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.vault.json'));
  return { folder, vault, files };
}

describe('the vault', () => {
  it('gives back what was put there, to any process that has the key', async () => {
    const { folder, vault } = place();
    await vault.put(credential());
    expect(await place(folder).vault.find(server, plain)).toEqual({ credential: credential(), unreadable: [] });
  });

  it('holds nothing in plain text, and never the same bytes twice', async () => {
    const { folder, vault, files } = place();
    const read = (): string => readFileSync(path.join(folder, files()[0] ?? ''), 'utf8');
    await vault.put(credential());
    const first = read();
    await vault.put(credential());
    expect(read()).not.toBe(first);
    for (const text of ['access-token', 'refresh-token', 'as.example', 'crm.example', 'ours']) {
      expect(first).not.toContain(text);
    }
  });

  it('keeps what is of one issuer, resource and client apart', async () => {
    const { vault, files } = place();
    await vault.put(credential());
    await vault.put(credential({ issuer: 'https://other.example', at: 2 }));
    await vault.put(credential({ client: { id: 'theirs', method: 'none' }, at: 3 }));
    await vault.put(credential({ at: 4 }));
    expect(files()).toHaveLength(3);
  });

  it.each([
    ['another server', new URL('https://crm.example/other'), plain],
    ['another issuer than the one that is pinned', server, { ...plain, issuer: 'https://other.example' }],
    ['another client than the configured one', server, { ...plain, clientId: 'mine' }],
    ['another resource', server, { ...plain, resource: 'https://crm.example' }],
  ])('does not hand out what is for %s', async (_, at, config) => {
    const { vault } = place();
    await vault.put(credential());
    expect((await vault.find(at, config)).credential).toBeUndefined();
  });

  it('finds the latest of several', async () => {
    const { vault } = place();
    await vault.put(credential({ at: 5 }));
    await vault.put(credential({ issuer: 'https://other.example', at: 9 }));
    expect((await vault.find(server, plain)).credential?.issuer).toBe('https://other.example');
    expect((await vault.find(server, { ...plain, issuer: 'https://as.example' })).credential?.at).toBe(5);
  });

  it.each([
    ['half a file', (text: string) => text.slice(0, 40), 'is damaged'],
    ['nothing', () => '', 'is damaged'],
    ['something else', () => '{"a":1}', 'was not written by Sallyport'],
    ['a later version', (text: string) => text.replace('"v":1', '"v":2'), 'another version'],
    [
      'a changed byte',
      (text: string) => text.replace(/"data":"(.)/, (_, byte) => `"data":"${byte === 'A' ? 'B' : 'A'}`),
      'was changed',
    ],
    ['a shortened tag', (text: string) => text.replace(/"tag":"[^"]*"/, '"tag":"AAAA"'), 'was changed'],
    ['another key', (text: string) => text.replace(/"key":"[^"]*"/, '"key":"someone-else"'), 'another key'],
  ])('says what is wrong with %s, and never throws or guesses', async (_, change, words) => {
    const { folder, vault, files } = place();
    await vault.put(credential());
    const file = path.join(folder, files()[0] ?? '');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    const found = await vault.find(server, plain);
    expect(found.credential).toBeUndefined();
    expect(found.unreadable).toEqual([expect.stringContaining(words)]);
  });

  it('does not take one file for another', async () => {
    const { folder, vault, files } = place();
    await vault.put(credential({ issuer: 'https://other.example' }));
    const [other = ''] = files();
    await vault.put(credential());
    const mine = files().find((name) => name !== other) ?? '';
    renameSync(path.join(folder, mine), path.join(folder, other));
    expect(await vault.find(server, plain)).toEqual({
      credential: undefined,
      unreadable: [expect.stringContaining(other)],
    });
  });

  it('forgets what it is told to', async () => {
    const { vault, files } = place();
    await vault.put(credential());
    await vault.remove(credential());
    await vault.remove(credential());
    expect(files()).toEqual([]);
    expect(await vault.find(server, plain)).toEqual({ credential: undefined, unreadable: [] });
  });
});

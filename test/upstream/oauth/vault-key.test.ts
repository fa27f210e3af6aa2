import { chmodSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import type { Keychain } from '../../../src/upstream/oauth/shelf.ts';
import { readVaultKey } from '../../../src/upstream/oauth/vault-key.ts';
import { noKeychain, shelfFolder } from './stand.ts';

function place(): { folder: string; file: string; shelf: ReturnType<typeof openShelf> } {
  const folder = shelfFolder();
  return { folder, file: path.join(folder, 'key'), shelf: openShelf(folder) };
}

/** A keychain in memory; `loses` forgets what it is given. */
function keychain(loses = false): Keychain & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    read: async (name) => entries.get(name) ?? Promise.reject(new Error('not there')),
    write: async (name, value) => void (loses || entries.set(name, value)),
  };
}

describe('the key of the vault', () => {
  it('is made in the keychain where one is, and read from there ever after', async () => {
    const { shelf, file } = place();
    const chain = keychain();
    const made = await readVaultKey(shelf, chain);
    expect(made).toMatchObject({ place: 'keychain' });
    expect(made.bytes).toHaveLength(32);
    expect(await readVaultKey(shelf, chain)).toEqual(made);
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['there is no keychain', noKeychain],
    ['the keychain loses what it is given', keychain(true)],
  ])('is a file of this user alone where %s', async (_, chain) => {
    const { shelf, file } = place();
    const made = await readVaultKey(shelf, chain);
    expect(made.place).toBe('file');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await readVaultKey(shelf, noKeychain)).toEqual(made);
  });

  it('is one and the same for all who ask at once', async () => {
    const { shelf } = place();
    const keys = await Promise.all(Array.from({ length: 8 }, () => readVaultKey(shelf, noKeychain)));
    expect(new Set(keys.map(({ mark }) => mark)).size).toBe(1);
  });

  it('is not made anew while something is locked with the old one', async () => {
    const { shelf, folder } = place();
    const chain = keychain();
    await readVaultKey(shelf, chain);
    writeFileSync(path.join(folder, 'a.vault.json'), '{}');
    await expect(readVaultKey(shelf, noKeychain)).rejects.toThrow(/not to be found .*logout --all/);
    expect(existsSync(path.join(folder, 'key'))).toBe(false);
  });

  it('is not used when others can read it, or when it is none', async () => {
    const { shelf, file } = place();
    await readVaultKey(shelf, noKeychain);
    chmodSync(file, 0o640);
    await expect(readVaultKey(shelf, noKeychain)).rejects.toThrow('chmod 600');
    rmSync(file);
    await shelf.replace('key', 'short');
    await expect(readVaultKey(shelf, noKeychain)).rejects.toThrow('is damaged');
  });
});

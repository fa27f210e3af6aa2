import { afterEach, describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import { logout } from '../../../src/upstream/oauth/logout.ts';
import { closeStand, noKeychain, oauthServer, shelfFolder, signIn, startPair } from './stand.ts';

afterEach(closeStand);

/** Signed in once, and how to sign out again. */
async function signedIn() {
  const { issuer, resource } = await startPair();
  const folder = shelfFolder();
  const server = oauthServer(resource.url);
  await signIn(folder, server);
  const shelf = openShelf(folder);
  const leave = () =>
    logout({
      upstream: 'crm',
      server: new URL(resource.url),
      config: server.auth?.oauth ?? { grant: 'authorization_code', allowPrivate: [] },
      shelf,
      keychain: noKeychain,
      now: Date.now,
    });
  return { issuer, shelf, leave };
}
const vaults = (names: readonly string[]): string[] => names.filter((name) => name.endsWith('.vault.json'));

describe('signing out', () => {
  it('takes back what was granted, and keeps nothing of it', async () => {
    const { issuer, shelf, leave } = await signedIn();
    expect(vaults(await shelf.list())).toHaveLength(1);
    expect(await leave()).toEqual({ issuer: issuer.origin, isRevoked: true, unreadable: 0 });
    expect(vaults(await shelf.list())).toEqual([]);
    expect(issuer.log.some((line) => line.startsWith('POST /token/revocation'))).toBe(true);
  });

  it('a second time finds nothing, and asks nobody', async () => {
    const { issuer, leave } = await signedIn();
    await leave();
    const asked = issuer.log.length;
    expect(await leave()).toEqual({ issuer: undefined, isRevoked: false, unreadable: 0 });
    expect(issuer.log).toHaveLength(asked);
  });

  it('says how many files cannot be read, and leaves them', async () => {
    const { shelf, leave } = await signedIn();
    await leave();
    await shelf.replace('of-another.vault.json', 'nonsense');
    expect(await leave()).toMatchObject({ unreadable: 1 });
    expect(vaults(await shelf.list())).toEqual(['of-another.vault.json']);
  });
});

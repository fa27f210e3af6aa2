import { generateKeyPairSync } from 'node:crypto';
import type { ClientAuthMethod } from 'oidc-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import { call, closeAll, ready } from '../rig.ts';
import { authorizing, closeStand, oauthServer, shelfFolder, startPair } from './stand.ts';

afterEach(async () => {
  await closeAll();
  await closeStand();
});

const machine = {
  redirect_uris: [],
  response_types: [],
  grant_types: ['client_credentials'],
};
/** How a client is registered to prove itself. */
interface Metadata {
  readonly token_endpoint_auth_method: ClientAuthMethod;
  readonly [more: string]: unknown;
}
const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = signing.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

describe('a machine', () => {
  it.each<[string, Metadata, object]>([
    [
      'a secret in a header',
      { token_endpoint_auth_method: 'client_secret_basic', client_secret: 'a/b c:+%' },
      { clientSecret: 'a/b c:+%' },
    ],
    [
      'a secret in the form',
      { token_endpoint_auth_method: 'client_secret_post', client_secret: 's' },
      { clientSecret: 's' },
    ],
    [
      'a key',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [{ ...signing.publicKey.export({ format: 'jwk' }), alg: 'ES256' }] },
      },
      { privateKey: pem },
    ],
  ])('proves itself with %s, and nobody has to sign in', async (_, metadata, oauth) => {
    const method = metadata.token_endpoint_auth_method;
    const client = { ...machine, ...metadata, client_id: 'robot:1' };
    const change = { clients: [client], clientAuthMethods: [method] };
    const { issuer, resource } = await startPair({ change });
    const folder = shelfFolder();
    const config = { clientId: 'robot:1', grant: 'client_credentials', ...oauth };
    const { say, upstreams } = await ready({ crm: oauthServer(resource.url, config) }, authorizing(folder));
    expect(upstreams.standings()).toMatchObject([{ state: 'ready' }]);
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    expect(issuer.log.filter((line) => line === 'POST /token client_credentials')).toHaveLength(1);
    expect(await openShelf(folder).list()).toEqual([]);
  });

  it('asks for more by itself, as far as it may', async () => {
    const client = { ...machine, client_id: 'robot', client_secret: 's' };
    const { issuer, resource } = await startPair({
      change: { clients: [client] },
      needs: { 'tools/call': 'tools:write' },
    });
    const config = { clientId: 'robot', clientSecret: 's', grant: 'client_credentials' };
    const { say } = await ready({ crm: oauthServer(resource.url, config) }, authorizing(shelfFolder()));
    expect(await say(call('crm', 'whoami'))).toBe('alice');
    expect(issuer.log.filter((line) => line === 'POST /token client_credentials')).toHaveLength(2);
  });

  it.each([
    ['what nobody grants', 'tools:never', {}, /invalid_(scope|target)|wants more/],
    ['the wrong secret', 'tools:read', { clientSecret: 'wrong' }, /is `clientSecret` right/],
  ])('says why not, for %s', async (_, needed, oauth, words) => {
    const client = { ...machine, client_id: 'robot', client_secret: 's' };
    const { issuer, resource } = await startPair({
      change: { clients: [client] },
      needs: { 'tools/call': needed },
    });
    const config = { clientId: 'robot', clientSecret: 's', grant: 'client_credentials', ...oauth };
    const { relay } = await ready({ crm: oauthServer(resource.url, config) }, authorizing(shelfFolder()));
    expect(await relay(call('crm', 'whoami'))).toMatchObject({
      kind: 'failed',
      acted: false,
      message: expect.stringMatching(words),
    });
    expect(issuer.log.filter((line) => line.startsWith('POST /token')).length).toBeLessThanOrEqual(3);
  });
});

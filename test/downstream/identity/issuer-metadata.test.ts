import { describe, expect, test } from 'vitest';
import { discoverKeys, discoveryUrls, fetchKeys } from '../../../src/downstream/identity/issuer-metadata.ts';
import { openIssuer } from '../issuer.ts';

test('an issuer is asked where the standards say', () => {
  expect(discoveryUrls('https://idp.example')).toEqual([
    'https://idp.example/.well-known/oauth-authorization-server',
    'https://idp.example/.well-known/openid-configuration',
  ]);
  expect(discoveryUrls('https://idp.example/')).toEqual(discoveryUrls('https://idp.example'));
  expect(discoveryUrls('https://idp.example/realms/a')).toEqual([
    'https://idp.example/.well-known/oauth-authorization-server/realms/a',
    'https://idp.example/realms/a/.well-known/openid-configuration',
  ]);
});

describe('nothing is taken from an issuer', () => {
  const elsewhere = 'http://localhost:1/keys';
  test.each<[string, (issuer: string) => unknown, RegExp]>([
    ['that speaks for another', () => ({ issuer: 'https://evil.example', jwks_uri: elsewhere }), /for another issuer/],
    ['that speaks for itself with a slash', (me) => ({ issuer: `${me}/`, jwks_uri: `${me}/keys` }), /another issuer/],
    ['that names no keys', (issuer) => ({ issuer }), /names no jwks_uri/],
    ['whose keys are elsewhere', (issuer) => ({ issuer, jwks_uri: elsewhere }), /write it as `jwks`/],
    ['that sends us elsewhere', (me) => `${me}/keys`, /cannot be reached/],
    ['that answers no object', () => [], /not a JSON object/],
    ['that answers without end', (issuer) => ({ issuer, pad: 'x'.repeat(1_100_000) }), /more than 1000000 bytes/],
  ])('%s', async (_what, document, why) => {
    const { state, documents, keysAsked } = await openIssuer();
    documents['/.well-known/openid-configuration'] = () => document(state.issuer);
    await expect(discoverKeys(state.issuer)).rejects.toThrow(why);
    expect(keysAsked()).toBe(0);
  });

  test('whose keys are no keys, or that is not there', async () => {
    const { state, documents } = await openIssuer();
    documents['/keys'] = () => ({ keys: 'none' });
    await expect(fetchKeys(`${state.issuer}/keys`)).rejects.toThrow(/holds no keys/);
    await expect(discoverKeys('http://127.0.0.1:1')).rejects.toThrow(/cannot be reached/);
  });
});

import { describe, expect, test } from 'vitest';
import { discoveryUrls, IssuerKeys, IssuerUnavailable } from '../../src/downstream/issuer-keys.ts';
import { openIssuer } from './issuer.ts';

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

test('many who ask at once make one question', async () => {
  const { state, keysAsked } = await openIssuer();
  const keys = new IssuerKeys({ issuer: state.issuer }, Date.now);
  await Promise.all(Array.from({ length: 20 }, () => keys.get()));
  expect(keysAsked()).toBe(1);
  expect(keys.generation).toBe(1);
  await keys.get();
  expect(keysAsked()).toBe(1);
});

test('keys that were found long ago are asked for in the background; the same keys are no change', async () => {
  let time = 0;
  const { state, keysAsked, makeKey } = await openIssuer();
  const keys = new IssuerKeys({ issuer: state.issuer }, () => time);
  await keys.get();
  time += 700_000;
  keys.touch();
  await keys.get();
  while (keysAsked() < 2) await new Promise((resolve) => setTimeout(resolve, 2));
  state.keys = [await makeKey('k2')];
  time += 700_000;
  keys.touch();
  while (keys.generation < 2) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(keysAsked()).toBe(3);
});

describe('nothing is taken from an issuer', () => {
  const elsewhere = 'http://localhost:1/keys';
  test.each<[string, (issuer: string) => unknown, RegExp]>([
    ['that speaks for another', () => ({ issuer: 'https://evil.example', jwks_uri: elsewhere }), /for another issuer/],
    ['that speaks for itself with a slash', (me) => ({ issuer: `${me}/`, jwks_uri: `${me}/keys` }), /another issuer/],
    ['that names no keys', (issuer) => ({ issuer }), /names no jwks_uri/],
    ['whose keys are elsewhere', (issuer) => ({ issuer, jwks_uri: elsewhere }), /write it as `jwks`/],
    ['that sends us elsewhere', (me) => `${me}/keys`, /cannot be reached/],
    ['that answers no object', () => [], /no JSON object/],
    ['that answers without end', (issuer) => ({ issuer, pad: 'x'.repeat(1_100_000) }), /more than 1000000 bytes/],
  ])('%s', async (_what, document, why) => {
    const { state, documents, keysAsked } = await openIssuer();
    documents['/.well-known/openid-configuration'] = () => document(state.issuer);
    const keys = new IssuerKeys({ issuer: state.issuer }, Date.now);
    const asked = keys.get();
    await expect(asked).rejects.toThrow(why);
    await expect(asked).rejects.toBeInstanceOf(IssuerUnavailable);
    expect(keysAsked()).toBe(0);
  });

  test('whose keys are no keys, or that is not there', async () => {
    const { state, documents } = await openIssuer();
    documents['/keys'] = () => ({ keys: 'none' });
    await expect(new IssuerKeys({ issuer: state.issuer }, Date.now).get()).rejects.toThrow(/holds no keys/);
    await expect(new IssuerKeys({ issuer: 'http://127.0.0.1:1' }, Date.now).get()).rejects.toThrow(/cannot be reached/);
  });
});

test('keys that the configuration places are asked for there, and nowhere else', async () => {
  const { state, asked } = await openIssuer();
  const keys = new IssuerKeys({ issuer: 'https://idp.example', jwks: `${state.issuer}/keys` }, Date.now);
  await keys.get();
  expect(asked).toEqual(['/keys']);
});

import { expect, test } from 'vitest';
import { IssuerKeys, IssuerUnavailable } from '../../../src/downstream/identity/issuer-keys.ts';
import { openIssuer } from '../issuer.ts';

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

test('keys that the configuration places are asked for there, and nowhere else', async () => {
  const { state, asked } = await openIssuer();
  const keys = new IssuerKeys({ issuer: 'https://idp.example', jwks: `${state.issuer}/keys` }, Date.now);
  await keys.get();
  expect(asked).toEqual(['/keys']);
});

test('an issuer that cannot be asked is unavailable, and is left alone for a while', async () => {
  let time = 0;
  const { state, documents, asked } = await openIssuer();
  documents['/keys'] = () => ({ keys: 'none' });
  const keys = new IssuerKeys({ issuer: 'https://idp.example', jwks: `${state.issuer}/keys` }, () => time);
  await expect(keys.get()).rejects.toBeInstanceOf(IssuerUnavailable);
  await expect(keys.get()).rejects.toThrow(/https:\/\/idp\.example cannot be asked for its keys: .*holds no keys/);
  expect(asked).toHaveLength(1);
  time += 6_000;
  await expect(keys.get()).rejects.toBeInstanceOf(IssuerUnavailable);
  expect(asked).toHaveLength(2);
});

test('an unknown key causes no more than one question in a while', async () => {
  let time = 0;
  const { state, keysAsked } = await openIssuer();
  const keys = new IssuerKeys({ issuer: state.issuer }, () => time);
  await keys.get();
  expect(await keys.refresh()).toBeUndefined();
  time += 31_000;
  expect(await keys.refresh()).toBeDefined();
  expect(keysAsked()).toBe(2);
});

test('whether a key is unknown cannot be said while its issuer cannot be asked, and it is asked again soon', async () => {
  let time = 0;
  const { state, documents } = await openIssuer();
  const keys = new IssuerKeys({ issuer: state.issuer, jwks: `${state.issuer}/keys` }, () => time);
  await keys.get();
  const answers = documents['/keys'];
  documents['/keys'] = () => ({ keys: 'none' });
  time += 31_000;
  for (let n = 0; n < 2; n++) await expect(keys.refresh()).rejects.toBeInstanceOf(IssuerUnavailable);
  expect(await keys.get()).toBeDefined();
  if (answers === undefined) delete documents['/keys'];
  else documents['/keys'] = answers;
  await expect(keys.refresh()).rejects.toBeInstanceOf(IssuerUnavailable);
  time += 6_000;
  expect(await keys.refresh()).toBeDefined();
  expect(await keys.refresh()).toBeUndefined();
});

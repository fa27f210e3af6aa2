import { expect, test } from 'vitest';
import { openEntrance } from '../../../src/downstream/http/entrance.ts';
import { openIssuer } from '../issuer.ts';
import { incoming } from '../visits.ts';

const requestOf = (token: string) => incoming({ host: 'localhost', authorization: `Bearer ${token}` });

const options = {
  host: '127.0.0.1',
  hosts: [],
  origins: [],
  tokens: {},
  allowAnonymous: false,
  path: '/mcp',
  clock: Date.now,
};

test('issuers come and go while it serves; what stays is not asked again', async () => {
  const [one, other] = [await openIssuer(), await openIssuer()];
  const entrance = openEntrance({ ...options, auth: one.configured() }, () => '');
  const tokens = [await one.sign(), await other.sign()] as const;
  const who = async () => Promise.all(tokens.map(async (token) => (await entrance.admit(requestOf(token))).ok));
  expect(await who()).toEqual([true, false]);
  entrance.reconfigure({ ...options, tokens: { ci: 'x' }, auth: one.configured() });
  expect(await who()).toEqual([true, false]);
  expect(entrance.admit(requestOf('x'))).toMatchObject({ ok: true, proof: { token: 'ci' } });
  expect(one.keysAsked()).toBe(1);
  entrance.reconfigure({ ...options, auth: other.configured() });
  expect(await who()).toEqual([false, true]);
  expect(entrance.metadata('/.well-known/oauth-protected-resource')).toContain(other.state.issuer);
  expect(entrance.refuse({ headers: { host: 'gate.example' }, rawHeaders: [] })).toBeUndefined();
  entrance.reconfigure(options);
  expect(entrance.refuse({ headers: { host: 'gate.example' }, rawHeaders: [] })).toMatchObject({ status: 403 });
  expect(await who()).toEqual([false, false]);
  expect(entrance.metadata('/.well-known/oauth-protected-resource')).toBeUndefined();
  expect(entrance.challenge()).toBe('Bearer realm="sallyport"');
});

test('keys of an issuer grow no older where the clock is set forward', async () => {
  const issuer = await openIssuer();
  let set = 0;
  const clocks = { clock: () => Date.now() + set, steady: () => performance.now() };
  const entrance = openEntrance({ ...options, ...clocks, auth: issuer.configured() }, () => '');
  const exp = Math.floor(Date.now() / 1_000) + 90_000;
  const admit = async () => (await entrance.admit(requestOf(await issuer.sign({ exp, nbf: 0 })))).ok;
  expect(await admit()).toBe(true);
  set = 86_400_000;
  expect(await admit()).toBe(true);
  expect(issuer.keysAsked()).toBe(1);
});

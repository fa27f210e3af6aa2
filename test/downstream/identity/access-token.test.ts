import { createHmac } from 'node:crypto';
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, UnsecuredJWT } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { AccessTokens } from '../../../src/downstream/identity/access-token.ts';
import { AUDIENCE, openIssuer } from '../issuer.ts';

const seconds = (): number => Math.floor(Date.now() / 1000);

async function open(more: object = {}, now: () => number = Date.now) {
  const issuer = await openIssuer();
  const { issuers, resource } = issuer.configured(more);
  return { ...issuer, tokens: new AccessTokens(issuers, resource, now) };
}

describe('an access token', () => {
  test('of a configured issuer says who calls', async () => {
    const { tokens, sign, state } = await open();
    const claims = { client_id: 'desk', act: { sub: 'agent-7', act: { sub: 'agent-1' } }, scope: 'a b' };
    expect(await tokens.verify(await sign(claims))).toMatchObject({
      ok: true,
      subject: { issuer: state.issuer, id: 'ann', clientId: 'desk', actors: ['agent-7', 'agent-1'] },
    });
  });

  test.each<[string, object, RegExp]>([
    ['for another audience', { aud: 'https://other.example' }, /somebody else \(aud\)/],
    ['for our audience as a part of a name', { aud: `${AUDIENCE}2` }, /somebody else \(aud\)/],
    ['for no audience', { aud: undefined }, /does not say aud/],
    ['of another issuer', { iss: 'https://evil.example' }, /not one of http.auth.issuers/],
    ['of our issuer, nearly', { iss: 'http://127.0.0.1/' }, /not one of http.auth.issuers/],
    ['that expired beyond the skew', { exp: seconds() - 40 }, /expired/],
    ['that never expires', { exp: undefined }, /does not say exp/],
    ['that is valid later', { nbf: seconds() + 60 }, /not valid yet/],
    ['without a subject', { sub: undefined }, /does not say sub/],
    ['of a login (nonce)', { nonce: 'n' }, /another kind/],
    ['of a login (at_hash)', { at_hash: 'h' }, /another kind/],
    ['of a logout', { events: {} }, /another kind/],
    ['that Keycloak calls an ID', { typ: 'ID' }, /another kind/],
    ['bound to a key', { cnf: { jkt: 'x' } }, /bound to a key/],
  ])('%s is refused', async (_what, claims, why) => {
    const { tokens, sign } = await open();
    const read = await tokens.verify(await sign(claims));
    expect(read).toMatchObject({ ok: false, unavailable: false });
    expect(read.ok === false && read.message).toMatch(why);
  });

  test.each([
    ['expired within the skew', { exp: seconds() - 20 }],
    ['valid from within the skew', { nbf: seconds() + 20 }],
    ['one audience of several', { aud: ['https://other.example', AUDIENCE] }],
  ])('%s is taken', async (_what, claims) => {
    const { tokens, sign } = await open();
    expect(await tokens.verify(await sign(claims))).toMatchObject({ ok: true });
  });

  test('outside a narrower skew is refused', async () => {
    const { tokens, sign } = await open({ clockSkew: '5s' });
    expect(await tokens.verify(await sign({ exp: seconds() - 20 }))).toMatchObject({ ok: false });
  });

  test.each([
    ['JWT', true],
    ['application/at+jwt', true],
    [undefined, true],
    ['logout+jwt', false],
    ['dpop+jwt', false],
    ['id+jwt', false],
  ])('of type %s: %s', async (typ, ok) => {
    const { tokens, sign } = await open();
    expect(await tokens.verify(await sign({}, { header: { typ } }))).toMatchObject({ ok });
  });

  test('of a type that the configuration leaves out is refused', async () => {
    const { tokens, sign } = await open({ types: ['at+jwt'] });
    expect(await tokens.verify(await sign())).toMatchObject({ ok: true });
    expect(await tokens.verify(await sign({}, { header: { typ: 'JWT' } }))).toMatchObject({ ok: false });
  });

  test('that nobody signed is refused, and so is one signed with the public key as a secret', async () => {
    const { tokens, sign, state, asked } = await open();
    const claims = { iss: state.issuer, sub: 'ann', aud: AUDIENCE, exp: seconds() + 600 };
    const none = new UnsecuredJWT(claims).encode();
    expect(await tokens.verify(none)).toMatchObject({ ok: false, message: expect.stringContaining('(alg)') });
    const jwk = state.keys[0]?.jwk as Parameters<typeof importJWK>[0];
    const pem = await exportSPKI((await importJWK(jwk, 'ES256', { extractable: true })) as CryptoKey);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const secret of [pem, JSON.stringify(jwk)]) {
      const head = `${part({ alg: 'HS256', kid: 'k1', typ: 'at+jwt' })}.${part(claims)}`;
      const forged = `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
      expect(await tokens.verify(forged)).toMatchObject({ ok: false, message: expect.stringContaining('(alg)') });
    }
    expect(asked).toEqual([]);
    const [head, , signature] = (await sign()).split('.');
    const changed = `${head}.${part({ ...claims, sub: 'root' })}.${signature}`;
    expect(await tokens.verify(changed)).toMatchObject({ ok: false, message: expect.stringContaining('signature') });
  });

  test('signed by a stranger under the name of a known key is refused', async () => {
    const { tokens, sign } = await open();
    const { privateKey } = await generateKeyPair('ES256');
    const stranger = { kid: 'k1', alg: 'ES256', privateKey, jwk: {} };
    expect(await tokens.verify(await sign({}, { key: stranger }))).toMatchObject({ ok: false });
  });

  test.each(['a.b.c', '..', `${'x'.repeat(5000)}.y.z`, 'e30.e30.'])('that is none is refused: %.10s', async (text) => {
    const { tokens } = await open();
    expect(await tokens.verify(text)).toMatchObject({ ok: false, unavailable: false });
  });
});

describe('a key', () => {
  test('that is not known is asked for, and made up names of keys do not make us ask again and again', async () => {
    let time = Date.now();
    const { tokens, sign, keysAsked } = await open({}, () => time);
    expect(await tokens.verify(await sign())).toMatchObject({ ok: true });
    expect(keysAsked()).toBe(1);
    time += 31_000;
    for (let i = 0; i < 50; i++) {
      const read = await tokens.verify(await sign({}, { header: { kid: `made-up-${i}` } }));
      expect(read).toMatchObject({ ok: false, message: expect.stringContaining('(kid)') });
    }
    expect(keysAsked()).toBe(2);
    time += 31_000;
    await tokens.verify(await sign({}, { header: { kid: 'made-up' } }));
    expect(keysAsked()).toBe(3);
  });

  test('that came new is found, and what one that went had signed is no good any more', async () => {
    let time = Date.now();
    const { tokens, sign, state, makeKey } = await open({}, () => time);
    const old = await sign({ exp: seconds() + 7200 });
    expect(await tokens.verify(old)).toMatchObject({ ok: true });
    const next = await makeKey('k2', 'RS256');
    state.keys = [next];
    time += 31_000;
    expect(await tokens.verify(old)).toMatchObject({ ok: true });
    expect(await tokens.verify(await sign({}, { key: next }))).toMatchObject({ ok: true });
    expect(await tokens.verify(old)).toMatchObject({ ok: false, message: expect.stringContaining('(kid)') });
  });

  test('that is withdrawn while a token is verified with it is no reason to remember the token', async () => {
    let time = Date.now();
    const { tokens, sign, state, makeKey } = await open({}, () => time);
    const exp = seconds() + 7200;
    expect(await tokens.verify(await sign({ exp }))).toMatchObject({ ok: true });
    const old = await sign({ exp, jti: 'late' });
    const next = await makeKey('k2');
    const fresh = await sign({ exp }, { key: next });
    state.keys = [next];
    // Old enough to be asked for again in the background, while the old key is looked up in those that are known.
    time += 700_000;
    const verify = crypto.subtle.verify.bind(crypto.subtle);
    const held = vi.spyOn(crypto.subtle, 'verify').mockImplementationOnce(async (...args) => {
      const isRight = await verify(...args);
      expect(await tokens.verify(fresh)).toMatchObject({ ok: true });
      return isRight;
    });
    onTestFinished(() => held.mockRestore());
    await tokens.verify(old);
    expect(held.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(await tokens.verify(old)).toMatchObject({ ok: false, message: expect.stringContaining('(kid)') });
  });

  test('need not be named, where one of several fits', async () => {
    const { tokens, sign, state, makeKey } = await open();
    state.keys = [await makeKey('a'), await makeKey('b')];
    for (const key of state.keys) {
      expect(await tokens.verify(await sign({}, { key, header: { kid: undefined } }))).toMatchObject({ ok: true });
    }
  });
});

describe('an issuer that cannot be asked', () => {
  test('lets nobody in, and is not asked for every token', async () => {
    let time = Date.now();
    const { tokens, sign, state, asked } = await open({}, () => time);
    state.down = true;
    for (let i = 0; i < 20; i++)
      expect(await tokens.verify(await sign({ jti: String(i) }))).toMatchObject({ ok: false, unavailable: true });
    expect(asked).toHaveLength(2);
    state.down = false;
    time += 6_000;
    expect(await tokens.verify(await sign())).toMatchObject({ ok: true });
  });

  test('is missed only when its keys have become old', async () => {
    let time = Date.now();
    const { tokens, sign, state } = await open({}, () => time);
    const exp = seconds() + 100_000;
    expect(await tokens.verify(await sign({ exp }))).toMatchObject({ ok: true });
    state.down = true;
    time += 1_800_000;
    expect(await tokens.verify(await sign({ exp, jti: 'b' }))).toMatchObject({ ok: true });
    time += 1_900_000;
    expect(await tokens.verify(await sign({ exp, jti: 'c' }))).toMatchObject({ ok: false, unavailable: true });
  });
});

test('a token that was verified is answered at once, until it expires', async () => {
  let time = Date.now();
  const { tokens, sign } = await open({}, () => time);
  const token = await sign();
  const first = await tokens.verify(token);
  const again = tokens.verify(token);
  expect(again).not.toBeInstanceOf(Promise);
  expect(again).toBe(first);
  time += 631_000;
  expect(await tokens.verify(token)).toMatchObject({ ok: false, message: expect.stringContaining('expired') });
});

test('a token that lives long is verified again after ten minutes', async () => {
  let time = Date.now();
  const { tokens, sign } = await open({}, () => time);
  const token = await sign({ exp: seconds() + 86_400 });
  const first = await tokens.verify(token);
  time += 599_000;
  expect(tokens.verify(token)).toBe(first);
  time += 2_000;
  const again = tokens.verify(token);
  expect(again).toBeInstanceOf(Promise);
  expect(await again).toMatchObject({ ok: true });
});

import { expect, test } from 'vitest';
import { auth } from '../../src/config/auth.ts';
import { ConfigError } from '../../src/config/error.ts';
import { parseConfig } from '../../src/config/load.ts';

const one = (issuer: object, more: object = {}) => ({
  resource: 'https://gate.example/mcp',
  issuers: [issuer],
  ...more,
});
const idp = { issuer: 'https://idp.example' };

test('an issuer alone is enough; the rest is what is safe', () => {
  expect(auth.parse(one(idp)).issuers).toEqual([
    {
      issuer: 'https://idp.example',
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      clockSkew: 30_000,
      types: ['at+jwt', 'JWT'],
      scopes: {},
      claims: {},
    },
  ]);
  for (const issuer of [
    'http://localhost:9000',
    'http://127.0.0.1:1/a',
    'http://[::1]:1',
    'https://idp.example/realms/a/',
  ])
    expect(auth.safeParse(one({ issuer })).success).toBe(true);
});

test.each<[string, object, RegExp]>([
  ['over plain http', one({ issuer: 'http://idp.example' }), /must start with https/],
  ['over plain http, nearly here', one({ issuer: 'http://localhost.evil.example' }), /must start with https/],
  ['that is no address', one({ issuer: 'idp' }), /must be a URL/],
  ['with a password', one({ issuer: 'https://a:b@idp.example' }), /name or password/],
  ['with a query', one({ issuer: 'https://idp.example?x=1' }), /query or fragment/],
  ['for nobody', { issuers: [idp] }, /needs an `audience`/],
  ['for an empty list', one({ ...idp, audience: [] }), /at least one/],
  ['named twice', { resource: 'https://gate.example/mcp', issuers: [idp, idp] }, /named twice/],
  ['whose signatures anybody can make', one({ ...idp, algorithms: ['none'] }), /"none" is not possible/],
  ['whose key we would share', one({ ...idp, algorithms: ['HS256'] }), /"HS256" is not possible/],
  ['whose clock is broken', one({ ...idp, clockSkew: '10m' }), /at most 5m/],
  ['whose keys are in the open', one({ ...idp, jwks: 'http://keys.example/' }), /must start with https/],
  ['with a scope that is none', one({ ...idp, scopes: { 'a b': 'x' } }), /no spaces/],
  ['with a key that is none', one({ ...idp, scope: {} }), /no key "scope"/],
  ['beside a resource with a fragment', one(idp, { resource: 'https://gate.example/#a' }), /without a fragment/],
  ['beside a resource that is none', one(idp, { resource: 'gate' }), /must be a URL/],
])('an issuer %s is refused, in words', (_what, given, why) => {
  let said = '';
  try {
    parseConfig('/x/servers.config.yaml', JSON.stringify({ http: { auth: given } }));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    said = error.complaints.map(({ what, instead }) => `${what} ${instead ?? ''}`).join('\n');
  }
  expect(said).toMatch(why);
});

test('a scope grants a purpose that exists', () => {
  const text = (purpose: string) =>
    JSON.stringify({ purposes: { triage: {} }, http: { auth: one({ ...idp, scopes: { 's:t': purpose } }) } });
  expect(parseConfig('/x/c.yaml', text('triage')).config.http.auth.issuers[0]?.scopes).toEqual({ 's:t': 'triage' });
  expect(() => parseConfig('/x/c.yaml', text('traige'))).toThrow(/no purpose "traige".*did you mean "triage"/);
});

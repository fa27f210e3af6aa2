import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GuardOptions, type IssuedToken, TokenGuard } from '../../../src/downstream/http/guard.ts';
import { AccessTokens } from '../../../src/downstream/identity/access-token.ts';
import { describeResource } from '../../../src/downstream/identity/protected-resource.ts';
import { openIssuer } from '../issuer.ts';
import { incoming } from '../visits.ts';

const options: GuardOptions = {
  host: '127.0.0.1',
  hosts: ['gate.example'],
  origins: ['https://app.example'],
  tokens: { ci: 'secret', ops: 'other' },
  allowAnonymous: false,
};
const token = { authorization: 'Bearer secret' };
const plain = describeResource({ issuers: [] }, '/mcp', () => '');
const requestOf = (headers: object, url = '/mcp') => incoming({ host: 'localhost:7600', ...headers }, url);
const judge = (headers: object, more: Partial<GuardOptions> = {}, url = '/mcp') => {
  const guard = new TokenGuard({ ...options, ...more }, plain);
  const request = requestOf(headers, url);
  return guard.refuse(request) ?? guard.admit(request);
};
const http = { transport: 'http' };

test('a token names its principal; a wrong one is refused even where none is needed', () => {
  expect(judge({ authorization: 'bearer other' })).toEqual({ ok: true, proof: { ...http, token: 'ops' } });
  expect(judge(token, { launch: 'x' })).toEqual({ ok: true, proof: { ...http, token: 'ci', launch: 'x' } });
  for (const authorization of ['Bearer wrong', 'Bearer ', 'Basic secret', 'secret']) {
    for (const allowAnonymous of [true, false])
      expect(judge({ authorization }, { allowAnonymous })).toMatchObject({ ok: false, status: 401 });
  }
  expect(judge({})).toMatchObject({ ok: false, headers: { 'www-authenticate': 'Bearer realm="sallyport"' } });
  expect(judge({}, { allowAnonymous: true })).toEqual({ ok: true, proof: http });
});

test('a token in the address is refused, whatever else comes, and so are two headers', () => {
  expect(judge(token, {}, '/mcp?access_token=secret')).toMatchObject({
    status: 400,
    message: expect.stringContaining('does not belong into an address'),
    headers: { 'www-authenticate': expect.stringContaining('error="invalid_request"') },
  });
  const guard = new TokenGuard(options, plain);
  const request = requestOf(token);
  request.rawHeaders.push('AUTHORIZATION', 'Bearer other');
  expect(guard.admit(request)).toMatchObject({ status: 400, message: expect.stringContaining('two Authorization') });
});

test('a token that was made by command is asked for each time, and is one principal while it lasts', () => {
  let answer: IssuedToken = { kind: 'known', token: { name: 'ci', agent: 'build' } };
  const guard = new TokenGuard({ ...options, tokens: {}, findToken: () => answer }, plain);
  const request = requestOf({ authorization: 'Bearer sp_x' });
  const first = guard.admit(request);
  expect(first).toEqual({ ok: true, proof: { ...http, token: 'ci', assigned: 'build' } });
  expect(guard.admit(request)).toBe(first);
  answer = { kind: 'expired', why: 'it is over' };
  expect(guard.admit(request)).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': expect.stringContaining('error="invalid_token", error_description="it is over"') },
  });
  answer = { kind: 'fault', why: 'no disk' };
  expect(guard.admit(request)).toMatchObject({ status: 503, message: expect.stringContaining('nobody is let in') });
});

test('an access token is verified once, and its issuer failing lets nobody in', async () => {
  const issuer = await openIssuer();
  const auth = issuer.configured({ scopes: { 'sallyport:read': 'read' } });
  const resource = describeResource(auth, '/mcp', () => '');
  const guard = new TokenGuard(options, resource, new AccessTokens(auth.issuers, auth.resource, Date.now));
  const request = requestOf({ authorization: `Bearer ${await issuer.sign()}` });
  issuer.state.down = true;
  expect(await guard.admit(request)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  const later = new TokenGuard(options, resource, new AccessTokens(auth.issuers, auth.resource, Date.now));
  issuer.state.down = false;
  const first = await later.admit(request);
  expect(first).toMatchObject({ ok: true, proof: { subject: { id: 'ann' } } });
  expect(later.admit(request)).toBe(first);
  expect(await later.admit(requestOf({ authorization: `Bearer ${await issuer.sign({ aud: 'x' })}` }))).toMatchObject({
    status: 401,
    headers: {
      'www-authenticate':
        'Bearer realm="sallyport", resource_metadata="https://gate.example/.well-known/oauth-protected-resource/mcp", ' +
        'scope="sallyport:read", error="invalid_token", ' +
        'error_description="the access token is not taken: it was issued for somebody else (aud)"',
    },
  });
  // Tokens of other kinds still work beside.
  expect(later.admit(requestOf(token))).toMatchObject({ ok: true, proof: { token: 'ci' } });
});

test('nothing but a token opens, whatever is written into the header', async () => {
  const issuer = await openIssuer();
  const auth = issuer.configured();
  const guard = new TokenGuard(
    { ...options, findToken: () => ({ kind: 'unknown', why: 'no' }) },
    describeResource(auth, '/mcp', () => ''),
    new AccessTokens(auth.issuers, auth.resource, Date.now),
  );
  const [head = '', body = '', signature = ''] = (await issuer.sign()).split('.');
  const part = fc.oneof(fc.constantFrom(head, body, signature, '', 'secret', 'sp_'), fc.string());
  const made = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const scheme = fc.constantFrom('Bearer ', 'bearer ', '', 'Basic ', 'Bearer\t');
  await fc.assert(
    fc.asyncProperty(scheme, made, async (word, text) => {
      const isGood = text === 'secret' || text === `${head}.${body}.${signature}`;
      fc.pre(!(isGood && /^bearer /i.test(word)));
      expect(await guard.admit(requestOf({ authorization: word + text }))).toMatchObject({ ok: false });
    }),
    { numRuns: 500 },
  );
});

test('who has no token is told what to send, and no command: it would be typed somewhere else', () => {
  expect(judge({})).toMatchObject({
    status: 401,
    message:
      'send a token of this gateway as the header "Authorization: Bearer …"; whoever runs the gateway makes them',
  });
});

test('a token opens nothing under another host name, or for a page of somebody else', () => {
  for (const headers of [{ host: 'evil.example' }, { origin: 'https://evil.example' }])
    expect(judge({ ...headers, ...token })).toMatchObject({ ok: false, status: 403 });
});

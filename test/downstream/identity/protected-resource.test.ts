import { expect, test } from 'vitest';
import { auth } from '../../../src/config/auth.ts';
import { describeResource } from '../../../src/downstream/identity/protected-resource.ts';

const issuers = [
  { issuer: 'https://idp.example', audience: ['x'], scopes: { 'sallyport:read': 'read', 'sallyport:write': 'write' } },
  { issuer: 'https://other.example', audience: ['x'] },
];
const served = () => 'http://127.0.0.1:7600/mcp';
const WELL_KNOWN = '/.well-known/oauth-protected-resource';

test('the metadata stands at both places, and names exactly what clients call', () => {
  const resource = describeResource(auth.parse({ resource: 'https://gate.example/team/mcp', issuers }), '/mcp', served);
  const text = resource.metadata(WELL_KNOWN) ?? '';
  expect(JSON.parse(text)).toEqual({
    resource: 'https://gate.example/team/mcp',
    authorization_servers: ['https://idp.example', 'https://other.example'],
    scopes_supported: ['sallyport:read', 'sallyport:write'],
    bearer_methods_supported: ['header'],
    resource_name: 'Sallyport',
  });
  for (const suffix of ['/mcp', '/team/mcp']) expect(resource.metadata(WELL_KNOWN + suffix)).toBe(text);
  for (const path of ['/mcp', `${WELL_KNOWN}/other`, `${WELL_KNOWN}/`]) expect(resource.metadata(path)).toBeUndefined();
  expect(resource.challenge()).toBe(
    'Bearer realm="sallyport", resource_metadata="https://gate.example/.well-known/oauth-protected-resource/team/mcp", ' +
      'scope="sallyport:read sallyport:write"',
  );
});

test('without a name of its own it is where it listens; a resource at the root has no suffix', () => {
  const here = describeResource(auth.parse({ issuers }), '/mcp', served);
  expect(JSON.parse(here.metadata(`${WELL_KNOWN}/mcp`) ?? '').resource).toBe('http://127.0.0.1:7600/mcp');
  const root = describeResource(auth.parse({ resource: 'https://gate.example/', issuers }), '/', served);
  expect(root.challenge()).toContain('resource_metadata="https://gate.example/.well-known/oauth-protected-resource"');
});

test('without an issuer there is nothing to discover', () => {
  const resource = describeResource(auth.parse({}), '/mcp', served);
  expect(resource.metadata(WELL_KNOWN)).toBeUndefined();
  expect(resource.challenge()).toBe('Bearer realm="sallyport"');
});

test('what a challenge says of a problem cannot break the header', () => {
  const resource = describeResource(auth.parse({ issuers }), '/mcp', served);
  const description = 'a "quote", a \\ and\r\nX-Evil: é';
  expect(resource.challenge({ error: 'insufficient_scope', description, scopes: ['sallyport:write'] })).toMatch(
    /scope="sallyport:write", error="insufficient_scope", error_description="a 'quote', a \? and\?\?X-Evil: \?"$/,
  );
});

import { expect, it } from 'vitest';
import { oauth } from '../../src/config/oauth.ts';
import { configSchema } from '../../src/config/schema.ts';

it.each([
  {},
  { clientId: 'a', clientSecret: 'b', scopes: ['x:y'] },
  { clientId: 'a', privateKey: 'pem', grant: 'client_credentials' },
  { clientMetadataUrl: 'https://ours.example/client.json', allowPrivate: ['10.0.0.0/8'] },
])('takes %j', (value) => {
  expect(oauth.safeParse(value).error).toBeUndefined();
});

it.each([
  [{ clientSecret: 'b' }, 'clientSecret'],
  [{ privateKey: 'b' }, 'privateKey'],
  [{ clientId: 'a', clientSecret: 'b', privateKey: 'c' }, 'privateKey'],
  [{ clientId: 'a', clientMetadataUrl: 'https://ours.example/c.json' }, 'clientMetadataUrl'],
  [{ clientMetadataUrl: 'http://ours.example/c.json' }, 'clientMetadataUrl'],
  [{ clientId: 'a', grant: 'client_credentials' }, 'grant'],
  [{ scopes: ['a b'] }, 'scopes'],
])('refuses %j at %s', (value, key) => {
  expect(oauth.safeParse(value).error?.issues.map((issue) => issue.path[0])).toEqual([key]);
});

const complaints = (server: object): unknown[] =>
  configSchema.safeParse({ servers: { crm: server } }).error?.issues.map(({ path }) => path.slice(2).join('.')) ?? [];

it('belongs to an HTTP server without credentials of its own', () => {
  const auth = { oauth: {} };
  expect(complaints({ url: 'https://h/mcp', auth })).toEqual([]);
  expect(complaints({ command: 'node', auth })).toEqual(['auth']);
  expect(complaints({ url: 'http://crm.example/mcp', auth })).toEqual(['auth']);
  expect(complaints({ url: 'http://127.0.0.1.evil.example/mcp', auth })).toEqual(['auth']);
  expect(complaints({ url: 'http://127.0.0.1:8080/mcp', auth })).toEqual([]);
  expect(complaints({ url: 'http://localhost/mcp', auth })).toEqual([]);
  expect(complaints({ url: 'https://h/mcp', headers: { authorization: 'Bearer x' }, auth })).toEqual(['auth']);
  expect(complaints({ url: 'https://h/${session.id}', auth })).toEqual(['auth']);
  expect(complaints({ url: 'https://h/mcp', auth: { oauth: { clientID: 'a' } } })).toEqual(['auth.oauth']);
});

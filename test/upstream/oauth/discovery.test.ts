import { afterEach, describe, expect, it } from 'vitest';
import { NO_CHALLENGE } from '../../../src/upstream/oauth/challenge.ts';
import { covers, type Discovered, discover } from '../../../src/upstream/oauth/discovery.ts';
import { createFetching } from '../../../src/upstream/oauth/fetching.ts';
import { createGuard } from '../../../src/upstream/oauth/guard.ts';
import { closeStand, json, serve } from './stand.ts';

afterEach(closeStand);

/** A server and authorization server in one: what it answers by path. ORIGIN stands for its own. */
async function world(pages: Readonly<Record<string, unknown>>): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  let own = '';
  const origin = await serve((request, response) => {
    asked.push(request.url ?? '');
    const page = pages[request.url ?? ''];
    if (typeof page === 'number') return json(response, page, {}, { location: `${own}/moved` });
    if (page === undefined) return json(response, 404, {});
    json(response, 200, JSON.parse(JSON.stringify(page).replaceAll('ORIGIN', own)));
  });
  own = origin;
  return { origin, asked };
}

const PRM = '/.well-known/oauth-protected-resource';
const AS = '/.well-known/oauth-authorization-server';
const OIDC = '/.well-known/openid-configuration';
const metadata = { resource: 'ORIGIN/mcp', authorization_servers: ['ORIGIN'], scopes_supported: ['a', 'b'] };
const issuer = { issuer: 'ORIGIN', authorization_endpoint: 'ORIGIN/authorize', token_endpoint: 'ORIGIN/token' };

const find = (
  origin: string,
  more: { metadata?: string; issuer?: string; resource?: string; path?: string } = {},
): Promise<Discovered> => {
  const server = new URL(`${origin}${more.path ?? '/mcp'}`);
  const fetching = createFetching({ guard: createGuard({ server, allowPrivate: [] }) });
  const challenge = { ...NO_CHALLENGE, metadata: more.metadata };
  return discover({ server, challenge, fetching, issuer: more.issuer, resource: more.resource });
};

describe('discovery', () => {
  it('looks for metadata of the path first, and stops where it finds any', async () => {
    const { origin, asked } = await world({ [`${PRM}/mcp`]: metadata, [AS]: issuer });
    const found = await find(origin);
    expect(found).toMatchObject({ resource: `${origin}/mcp`, scopes: ['a', 'b'], as: { issuer: origin } });
    expect(asked).toEqual([`${PRM}/mcp`, AS]);
  });

  it('looks at the root next, and takes a server that calls itself by its origin', async () => {
    const { origin, asked } = await world({ [PRM]: { ...metadata, resource: 'ORIGIN' }, [AS]: issuer });
    expect((await find(origin)).resource).toBe(origin);
    expect(asked).toEqual([`${PRM}/mcp`, PRM, AS]);
  });

  it('looks nowhere but where the server says', async () => {
    const { origin, asked } = await world({ '/custom': metadata, [AS]: issuer });
    await find(origin, { metadata: `${origin}/custom` });
    expect(asked).toEqual(['/custom', AS]);
    await expect(find(origin, { metadata: `${origin}/gone` })).rejects.toThrow('cannot be had');
    await expect(find(origin, { metadata: 'not an address' })).rejects.toThrow('not an address');
    await expect(find(origin, { metadata: 'https://10.0.0.1/x' })).rejects.toThrow('not a public address');
  });

  it('looks for an issuer with a path in all three places, and never at the root', async () => {
    const { origin, asked } = await world({
      [`${PRM}/mcp`]: { ...metadata, authorization_servers: ['ORIGIN/tenant'] },
      [`/tenant${OIDC}`]: { ...issuer, issuer: 'ORIGIN/tenant' },
    });
    expect((await find(origin)).as.issuer).toBe(`${origin}/tenant`);
    expect(asked.slice(1)).toEqual([`${AS}/tenant`, `${OIDC}/tenant`, `/tenant${OIDC}`]);
  });

  it('takes a server of 2025-03-26 for its own authorization server, with default endpoints if need be', async () => {
    const { origin } = await world({ [AS]: issuer });
    expect((await find(origin)).as.token_endpoint).toBe(`${origin}/token`);
    const silent = await world({});
    const found = await find(silent.origin, { path: '/mcp/' });
    expect(found).toMatchObject({ resource: `${silent.origin}/mcp`, scopes: undefined });
    expect(found.as).toMatchObject({
      authorization_endpoint: `${silent.origin}/authorize`,
      code_challenge_methods_supported: ['S256'],
    });
  });

  it.each([
    [
      'the resource is another server',
      { [`${PRM}/mcp`]: { ...metadata, resource: 'https://evil.example/mcp' } },
      'another server than',
    ],
    [
      'the resource is a path beside',
      { [`${PRM}/mcp`]: { ...metadata, resource: 'ORIGIN/mc' } },
      'another server than',
    ],
    ['there is no resource', { [`${PRM}/mcp`]: { authorization_servers: ['ORIGIN'] } }, 'no `resource`'],
    ['no issuer is named', { [`${PRM}/mcp`]: { resource: 'ORIGIN/mcp' } }, 'names no authorization server'],
    [
      'the issuer is no address',
      { [`${PRM}/mcp`]: { ...metadata, authorization_servers: ['x'] } },
      'is not an address',
    ],
    [
      'the issuer is inside the network',
      { [`${PRM}/mcp`]: { ...metadata, authorization_servers: ['https://10.0.0.1'] } },
      'not a public address',
    ],
    ['the issuer says nothing', { [`${PRM}/mcp`]: metadata }, 'says nothing of itself'],
    [
      'the issuer calls itself otherwise',
      { [`${PRM}/mcp`]: metadata, [AS]: { ...issuer, issuer: 'https://evil.example' } },
      'it is not used',
    ],
    [
      'the issuer differs by a slash',
      { [`${PRM}/mcp`]: metadata, [AS]: { ...issuer, issuer: 'ORIGIN/' } },
      'it is not used',
    ],
    [
      'an endpoint is no address',
      { [`${PRM}/mcp`]: metadata, [AS]: { ...issuer, token_endpoint: 'x' } },
      'gives no address as its token_endpoint',
    ],
    ['there is no token endpoint', { [`${PRM}/mcp`]: metadata, [AS]: { issuer: 'ORIGIN' } }, 'gives no token_endpoint'],
    [
      'an issuer has no name',
      { [`${PRM}/mcp`]: metadata, [AS]: { ...issuer, issuer: { toString: 1 } } },
      'it is not used',
    ],
    [
      'the issuer has words for a terminal in its address',
      { [`${PRM}/mcp`]: { ...metadata, authorization_servers: ['ORIGIN/\u001b[2J\nSigned in.'] } },
      /the issuer "http:\S+ \[2J Signed in\." is not an address$/,
    ],
    [
      'the resource has a line break in it',
      { [`${PRM}/mcp`]: { ...metadata, resource: 'ORIGIN/\nmcp' } },
      'another server than',
    ],
    ['metadata redirects', { [`${PRM}/mcp`]: metadata, [AS]: 302, [OIDC]: 302 }, 'redirects are not followed'],
    ['metadata is out of order for now', { [`${PRM}/mcp`]: 503 }, 'cannot be found out'],
  ])('refuses where %s', async (_, pages, words) => {
    const { origin, asked } = await world(pages);
    await expect(find(origin)).rejects.toThrow(words);
    expect(asked).not.toContain('/moved');
  });

  it('says nothing of what stands in a document that is none', async () => {
    const origin = await serve((_request, response) => void response.end('<html>\u001b[2J\nSigned in.'));
    const said = await find(origin).catch((error: Error) => error.message);
    expect(said).toMatch(/holds no object/);
    expect(said).not.toMatch(/[\p{C}]|html/u);
  });

  it('keeps to what the configuration names', async () => {
    const { origin } = await world({
      [`${PRM}/mcp`]: { ...metadata, authorization_servers: ['https://first.example', 'ORIGIN'] },
      [AS]: issuer,
    });
    expect((await find(origin, { issuer: origin })).as.issuer).toBe(origin);
    await expect(find(origin, { issuer: 'https://other.example' })).rejects.toThrow('the configuration says');
    await expect(find(origin, { issuer: origin, resource: 'urn:other' })).rejects.toThrow('the configuration says');
    const named = await world({ [`${PRM}/mcp`]: { ...metadata, resource: 'urn:crm' }, [AS]: issuer });
    expect((await find(named.origin, { resource: 'urn:crm' })).resource).toBe('urn:crm');
  });
});

it.each([
  ['https://h/mcp', 'https://h/mcp', true],
  ['https://h', 'https://h/mcp', true],
  ['https://h/', 'https://h/mcp', true],
  ['https://h/a', 'https://h/a/mcp', true],
  ['https://h/a/', 'https://h/a', true],
  ['https://H:443/mcp', 'https://h/mcp', true],
  ['https://h/mcp?t=1', 'https://h/mcp?t=1', true],
  ['https://h/mcp', 'https://h/mcp?t=1', true],
  ['https://h/mcp?t=1', 'https://h/mcp', false],
  ['https://h/a', 'https://h/ab', false],
  ['https://h/mcp/x', 'https://h/mcp', false],
  ['http://h/mcp', 'https://h/mcp', false],
  ['https://h:8443/mcp', 'https://h/mcp', false],
  ['https://h.evil.example/mcp', 'https://h/mcp', false],
  ['https://u@h/mcp', 'https://h/mcp', false],
  ['https://h/mcp#x', 'https://h/mcp', false],
  ['mcp', 'https://h/mcp', false],
])('%s means %s: %j', (resource, server, expected) => {
  expect(covers(resource, new URL(server))).toBe(expected);
});

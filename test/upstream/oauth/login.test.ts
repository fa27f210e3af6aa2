import { afterEach, describe, expect, it } from 'vitest';
import { openShelf } from '../../../src/app/secrets/shelf.ts';
import {
  closeStand,
  json,
  oauthServer,
  type Resource,
  serve,
  shelfFolder,
  signIn,
  startIssuer,
  startPair,
  startResource,
} from './stand.ts';

afterEach(closeStand);

interface Lies {
  /** Members of its metadata. */
  readonly metadata?: Record<string, unknown>;
  /** What is put onto the redirect address, beside `code` and `state`. ISSUER stands for its own name. */
  readonly back?: Record<string, string | undefined>;
  readonly token?: Record<string, unknown>;
  readonly tokenStatus?: number;
  readonly registration?: Record<string, unknown>;
}

/** An authorization server that misbehaves in one way, and a server that wants its tokens. */
async function crooked(lies: Lies): Promise<{
  resource: Resource;
  posts: string[];
  forms: URLSearchParams[];
  registrations: Record<string, unknown>[];
}> {
  const posts: string[] = [];
  const forms: URLSearchParams[] = [];
  const registrations: Record<string, unknown>[] = [];
  let origin = '';
  origin = await serve((request, response, body) => {
    const url = new URL(request.url ?? '', origin);
    const own = (value: unknown): Record<string, unknown> =>
      JSON.parse(JSON.stringify(value).replaceAll('ISSUER', origin));
    if (url.pathname.startsWith('/.well-known/oauth-authorization-server')) {
      const endpoints = {
        authorization_endpoint: 'ISSUER/authorize',
        token_endpoint: 'ISSUER/token',
        registration_endpoint: 'ISSUER/register',
      };
      return json(
        response,
        200,
        own({ issuer: 'ISSUER', ...endpoints, code_challenge_methods_supported: ['S256'], ...lies.metadata }),
      );
    }
    if (url.pathname === '/authorize') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      const said = own({ code: 'c0de', state: url.searchParams.get('state'), ...lies.back });
      for (const [name, value] of Object.entries(said)) back.searchParams.set(name, String(value));
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    posts.push(url.pathname);
    if (url.pathname === '/register') {
      const asked = JSON.parse(body) as Record<string, unknown>;
      registrations.push(asked);
      return json(response, 201, { client_id: `client-${registrations.length}`, ...asked, ...lies.registration });
    }
    forms.push(new URLSearchParams(body));
    json(response, lies.tokenStatus ?? 200, { access_token: 'a-token', token_type: 'Bearer', ...lies.token });
  });
  const resource = await startResource({
    check: async (token) => (token === 'a-token' ? ['tools:read'] : undefined),
    issuer: origin,
  });
  return { resource, posts, forms, registrations };
}

const attempt = (
  resource: Resource,
  oauth: Record<string, unknown> = {},
  folder = shelfFolder(),
): ReturnType<typeof signIn> => signIn(folder, oauthServer(resource.url, oauth));

describe('signing in', () => {
  it('asks for what the server wants, as a native program, for one server, with PKCE', async () => {
    const { resource, forms, registrations } = await crooked({});
    const given = await attempt(resource);
    expect(given).toMatchObject({ scopes: ['tools:read'], lasts: false, expires: undefined });
    expect(registrations).toMatchObject([
      {
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)],
      },
    ]);
    const [form] = forms;
    expect(form?.get('resource')).toBe(resource.url);
    expect([form?.get('redirect_uri')]).toEqual(registrations[0]?.redirect_uris);
    expect(form?.get('code_verifier')).toMatch(/^[\w-]{43,}$/);
  });

  it.each<[string, Lies, string, string[]]>([
    ['another issuer answers', { back: { iss: 'https://evil.example' } }, 'unexpected "iss"', ['/register']],
    ['the issuer differs by a slash', { back: { iss: 'ISSUER/' } }, 'unexpected "iss"', ['/register']],
    [
      'the issuer is missing, though promised',
      { metadata: { authorization_response_iss_parameter_supported: true } },
      '"iss" (issuer) missing',
      ['/register'],
    ],
    ['PKCE is not spoken of', { metadata: { code_challenge_methods_supported: undefined } }, 'PKCE', []],
    ['only plain PKCE is', { metadata: { code_challenge_methods_supported: ['plain'] } }, 'PKCE', []],
    [
      'the page is inside the network',
      { metadata: { authorization_endpoint: 'https://192.168.1.1/' } },
      'not a public address',
      [],
    ],
    ['the page is no web page', { metadata: { authorization_endpoint: 'javascript:alert(1)' } }, 'are not fetched', []],
    ['there is no page', { metadata: { authorization_endpoint: undefined } }, 'no page to sign in at', []],
    [
      'tokens come from inside the network',
      { metadata: { token_endpoint: 'https://169.254.169.254/' } },
      'not a public address',
      ['/register'],
    ],
    [
      'a person says no',
      { back: { error: 'access_denied', error_description: 'not today' } },
      'did not sign you in: "access_denied: not today"',
      ['/register'],
    ],
    [
      'the code is not taken',
      { tokenStatus: 400, token: { error: 'invalid_grant' } },
      'was not accepted',
      ['/register', '/token'],
    ],
    ['the token is of another kind', { token: { token_type: 'DPoP' } }, 'not supported', ['/register', '/token']],
    [
      'the token breaks a header',
      { token: { access_token: 'a\r\nx: y' } },
      'no header can hold',
      ['/register', '/token'],
    ],
    ['nobody new is taken', { metadata: { registration_endpoint: undefined } }, 'takes no new clients', []],
  ])('is given up where %s', async (_, lies, words, posted) => {
    const { resource, posts } = await crooked(lies);
    const folder = shelfFolder();
    await expect(attempt(resource, {}, folder)).rejects.toThrow(words);
    expect(posts).toEqual(posted);
    expect((await openShelf(folder).list()).filter((name) => name.endsWith('.vault.json'))).toEqual([]);
  });

  it.each([1e15, 1e308])('takes a token that is to last %d seconds for one that does not end', async (expires_in) => {
    const folder = shelfFolder();
    const { resource } = await crooked({ token: { expires_in } });
    expect(await attempt(resource, {}, folder)).toMatchObject({ expires: undefined });
  });

  it('never shows a token or code in what it says', async () => {
    const { resource } = await crooked({ token: { access_token: 'hidden-token', token_type: 'odd' } });
    const said = await attempt(resource).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(said).not.toBe('');
    expect(said).not.toMatch(/hidden-token|c0de/);
  });

  it('uses what was registered by hand before anything else', async () => {
    const { resource, forms, registrations } = await crooked({
      metadata: {
        client_id_metadata_document_supported: true,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      },
    });
    await attempt(resource, { clientId: 'mine', clientSecret: 's3cret' });
    expect([forms[0]?.get('client_id'), forms[0]?.get('client_secret')]).toEqual(['mine', 's3cret']);
    expect(registrations).toEqual([]);
  });

  it('uses a metadata document where the server takes one, and registers where it does not', async () => {
    const clientMetadataUrl = 'https://ours.example/client.json';
    const taking = await crooked({ metadata: { client_id_metadata_document_supported: true } });
    await attempt(taking.resource, { clientMetadataUrl });
    expect(taking.forms[0]?.get('client_id')).toBe(clientMetadataUrl);
    expect(taking.registrations).toEqual([]);
    const other = await crooked({});
    await attempt(other.resource, { clientMetadataUrl });
    expect(other.forms[0]?.get('client_id')).toBe('client-1');
  });

  it('registers anew at another authorization server, and takes nothing along', async () => {
    const folder = shelfFolder();
    const first = await crooked({});
    await attempt(first.resource, {}, folder);
    const second = await startIssuer();
    const moved = await startResource({ check: async () => [], issuer: second.origin });
    // The same server, by its address, with another authorization server behind it.
    const server = oauthServer(moved.url);
    const given = await signIn(folder, server);
    expect(given.issuer).toBe(second.origin);
    expect(second.log).toContain('POST /reg');
  });

  it('wants nobody to sign in for a machine', async () => {
    const { resource } = await crooked({});
    await expect(attempt(resource, { clientId: 'a', clientSecret: 'b', grant: 'client_credentials' })).rejects.toThrow(
      'nobody has to sign in',
    );
  });

  it('gives up when nobody comes', async () => {
    const { resource } = await crooked({});
    const nobody = { openUrl: () => undefined, within: 50 };
    await expect(signIn(shelfFolder(), oauthServer(resource.url), nobody)).rejects.toThrow('nobody signed in');
  });
});

describe('signing in anew', () => {
  it('asks for all that was asked for before, and what was missing', async () => {
    const { resource }: { resource: Resource } = await startPair({
      needs: { 'tools/call': 'tools:write' },
    });
    const folder = shelfFolder();
    const server = oauthServer(resource.url, { scopes: ['tools:read'] });
    expect((await signIn(folder, server)).scopes).toEqual(['tools:read']);
    const wider = oauthServer(resource.url, { scopes: ['tools:write'] });
    expect((await signIn(folder, wider)).scopes.toSorted()).toEqual(['tools:read', 'tools:write']);
  });
});

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { onTestFinished } from 'vitest';

/** A port that was free a moment ago: whoever needs it tries another where somebody else has taken it since. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const SECRET = 'a-secret-of-the-client-and-its-issuer-alone';
export const REDIRECT = 'http://127.0.0.1:1/callback';

/**
 * A real authorization server on loopback: a client of its own right (`robot`), one that a person uses (`desk`), and a
 * person, Ann, who signs in and agrees as soon as she is asked. Tokens are for whatever resource is asked for.
 */
export async function openAuthority(): Promise<{ readonly issuer: string; readonly asked: string[] }> {
  let answer: RequestListener = () => undefined;
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'robot',
        client_secret: SECRET,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: 'desk',
        client_secret: SECRET,
        grant_types: ['authorization_code'],
        redirect_uris: [REDIRECT],
        response_types: ['code'],
        application_type: 'native',
      },
    ],
    pkce: { required: () => true },
    ttl: { AccessToken: 600, ClientCredentials: 600, Grant: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ['only for this test'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_context, { uid }) => `/agree/${uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => ({
          scope: 'sallyport:read sallyport:write',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
        }),
      },
    },
  });
  const asked: string[] = [];
  const handle = provider.callback();
  answer = (request, response) => {
    asked.push(request.url ?? '');
    if (!request.url?.startsWith('/agree/')) return void handle(request, response);
    void agree(provider, request, response);
  };
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { issuer, asked };
}

/** Ann signs in, and agrees to all that is asked of her. */
async function agree(
  provider: Provider,
  request: Parameters<Provider['interactionDetails']>[0],
  response: Parameters<Provider['interactionDetails']>[1],
): Promise<void> {
  const { params, prompt } = await provider.interactionDetails(request, response);
  const { resource, scope, client_id: clientId } = params as Record<string, string>;
  if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId: 'ann' } });
  const grant = new provider.Grant({ accountId: 'ann', clientId: clientId ?? '' });
  if (resource !== undefined) grant.addResourceScope(resource, scope ?? '');
  grant.addOIDCScope(scope ?? '');
  const grantId = await grant.save();
  return provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
}

/** Follows redirects as a browser does, cookies and all, until one leads to the client. Returns where that is. */
export async function browse(start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let here = start;
  for (let steps = 0; steps < 20; steps++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(here, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${here.href} answers ${response.status}: ${await response.text()}`);
    here = new URL(location, here);
    if (here.href.startsWith(REDIRECT)) return here;
  }
  throw new Error('no end of redirects');
}

/** A token for `resource`, asked for by the robot itself. */
export async function tokenOf(issuer: string, resource: string, scope: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`robot:${SECRET}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${response.status}`);
  return token;
}

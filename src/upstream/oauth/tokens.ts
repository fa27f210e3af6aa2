import type {
  AuthorizationServer,
  ClientAuth,
  CustomFetchOptions,
  TokenEndpointRequestOptions,
  TokenEndpointResponse,
} from 'oauth4webapi';
import { messageOf } from '../../model/caught.ts';
import { type Client, clientAuth } from './client.ts';
import type { Fetching } from './fetching.ts';
import { AuthTrouble, BriefTrouble, quoted } from './trouble.ts';

/** The answer of a token endpoint. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string | undefined;
  /** Milliseconds since 1970; undefined where it does not say. */
  readonly expires: number | undefined;
  readonly scopes: readonly string[];
  /** When they were given. Milliseconds since 1970. */
  readonly at: number;
}

/** The authorization server refused what we hold: it must be obtained anew. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused';
}

export interface TokenDesk {
  readonly as: AuthorizationServer;
  readonly client: Client;
  readonly privateKey: string | undefined;
  /** RFC 8707: the one server that the token is for. */
  readonly resource: string;
  readonly fetching: Fetching;
  readonly now: () => number;
}

/** Redeems what came back from the browser. `sent` is what was asked with. Throws `AuthTrouble`. */
export async function redeem(
  desk: TokenDesk,
  callback: URLSearchParams,
  sent: {
    readonly state: string;
    readonly verifier: string;
    readonly redirect: string;
    readonly scopes: readonly string[];
  },
): Promise<Tokens> {
  const { validateAuthResponse, authorizationCodeGrantRequest, processAuthorizationCodeResponse } = await import(
    'oauth4webapi'
  );
  return asking(desk, sent.scopes, async (auth, options) => {
    const { as } = desk;
    const client = { client_id: desk.client.id };
    // Compares `state`, and `iss` letter by letter: a code of another server must not be sent to this one (RFC 9207).
    const valid = validateAuthResponse(as, client, callback, sent.state);
    const response = await authorizationCodeGrantRequest(
      as,
      client,
      auth,
      valid,
      sent.redirect,
      sent.verifier,
      options,
    );
    return processAuthorizationCodeResponse(as, client, response);
  });
}

/** A new access token for a refresh token. Throws `GrantRefused` where that is no longer valid, else `AuthTrouble`. */
export async function refreshed(desk: TokenDesk, refresh: string, scopes: readonly string[]): Promise<Tokens> {
  const { refreshTokenGrantRequest, processRefreshTokenResponse } = await import('oauth4webapi');
  const given = await asking(desk, scopes, async (auth, options) => {
    const client = { client_id: desk.client.id };
    const response = await refreshTokenGrantRequest(desk.as, client, auth, refresh, options);
    return processRefreshTokenResponse(desk.as, client, response);
  });
  // A server that does not rotate refresh tokens returns none: the old one stays valid.
  return { ...given, refresh: given.refresh ?? refresh };
}

/** A token for a machine that proves itself. Throws `AuthTrouble`. */
export async function granted(desk: TokenDesk, scopes: readonly string[]): Promise<Tokens> {
  const { clientCredentialsGrantRequest, processClientCredentialsResponse } = await import('oauth4webapi');
  return asking(desk, scopes, async (auth, options) => {
    const client = { client_id: desk.client.id };
    const parameters = new URLSearchParams({ resource: desk.resource });
    if (scopes.length > 0) parameters.set('scope', scopes.join(' '));
    const response = await clientCredentialsGrantRequest(desk.as, client, auth, parameters, options);
    return processClientCredentialsResponse(desk.as, client, response);
  });
}

/** Tells the authorization server to forget a token (RFC 7009). Resolves to whether it did. */
export async function revoked(desk: TokenDesk, token: string): Promise<boolean> {
  if (desk.as.revocation_endpoint === undefined) return false;
  const { revocationRequest, processRevocationResponse } = await import('oauth4webapi');
  try {
    const auth = await clientAuth(desk.client, desk.privateKey);
    const options = await optionsOf(desk);
    await processRevocationResponse(
      await revocationRequest(desk.as, { client_id: desk.client.id }, auth, token, options),
    );
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds since 1970 of the last moment that a date can name. */
const LATEST = 8.64e15;

/** What no date can name is as good as never, and could not be stored. */
function expiryOf(at: number, seconds: number | undefined): number | undefined {
  const expires = at + (seconds ?? Number.POSITIVE_INFINITY) * 1_000;
  return expires <= LATEST ? expires : undefined;
}

async function optionsOf({ fetching }: TokenDesk): Promise<TokenEndpointRequestOptions> {
  const { allowInsecureRequests, customFetch } = await import('oauth4webapi');
  return {
    // The guard says what may be reached, and by which protocol.
    [allowInsecureRequests]: true,
    [customFetch]: async (url: string, { method, headers, body }: CustomFetchOptions<'POST', URLSearchParams>) => {
      const response = await fetching(new URL(url), { method, headers, body: body.toString() });
      const { status } = response;
      // That it is down or busy says nothing of what we hold.
      if (status >= 500 || status === 429) throw new BriefTrouble(`${new URL(url).host} answers ${status} for now`);
      return response;
    },
  };
}

/** Whether what came is no answer of a token endpoint at all: a page, a redirect. That says nothing of what we hold. */
function isOfAnother(code: string | undefined, oauth: typeof import('oauth4webapi')): boolean {
  return [oauth.RESPONSE_IS_NOT_CONFORM, oauth.RESPONSE_IS_NOT_JSON, oauth.PARSE_ERROR].some((one) => one === code);
}

async function asking(
  desk: TokenDesk,
  scopes: readonly string[],
  ask: (auth: ClientAuth, options: TokenEndpointRequestOptions) => Promise<TokenEndpointResponse>,
): Promise<Tokens> {
  const oauth = await import('oauth4webapi');
  const { issuer } = desk.as;
  try {
    const options = { ...(await optionsOf(desk)), additionalParameters: { resource: desk.resource } };
    const given = await ask(await clientAuth(desk.client, desk.privateKey), options);
    if (given.token_type !== 'bearer')
      throw new AuthTrouble(`${issuer} gave a token of type ${quoted(given.token_type)}, which is not supported`);
    if (!/^[\x21-\x7e]+$/.test(given.access_token))
      throw new AuthTrouble(`${issuer} gave a token that no header can hold`);
    const at = desk.now();
    return {
      access: given.access_token,
      refresh: given.refresh_token,
      at,
      expires: expiryOf(at, given.expires_in),
      // No scope in the answer means that all that was asked for was granted.
      scopes: given.scope === undefined ? scopes : given.scope.split(' ').filter((scope) => scope !== ''),
    };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) {
      const said = quoted(
        `${error.error}${error.error_description === undefined ? '' : `: ${error.error_description}`}`,
      );
      if (error.error === 'invalid_grant') throw new GrantRefused(`${issuer} said ${said}`);
      throw new AuthTrouble(`${issuer} gave no token: ${said}`);
    }
    if (error instanceof oauth.AuthorizationResponseError) {
      const said = quoted(
        `${error.error}${error.error_description === undefined ? '' : `: ${error.error_description}`}`,
      );
      throw new AuthTrouble(`${issuer} did not sign you in: ${said}`);
    }
    if (error instanceof oauth.WWWAuthenticateChallengeError) {
      throw new AuthTrouble(`${issuer} does not take what the client proves itself with; is \`clientSecret\` right?`);
    }
    if (error instanceof oauth.OperationProcessingError && isOfAnother(error.code, oauth)) {
      const what = 'it does not speak as an authorization server does; perhaps a page of the network is in between';
      throw new BriefTrouble(`${issuer} gives no token for now: ${what} (${error.message})`);
    }
    // The library's messages name parameters and never their values.
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      throw new AuthTrouble(`what ${issuer} answered is not accepted: ${error.message}`);
    }
    throw error instanceof AuthTrouble ? error : new BriefTrouble(messageOf(error));
  }
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { type Auth, auth } from '../../src/config/auth.ts';

export const AUDIENCE = 'https://gate.example/mcp';

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: object;
}

async function makeKey(kid: string, alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** An authorization server of our own on loopback, whose every answer a test can spoil (a text is a redirect), and which counts what it is asked. */
export async function openIssuer() {
  const asked: string[] = [];
  const state = { issuer: '', down: false, keys: [await makeKey('k1')] };
  const documents: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({ issuer: state.issuer, jwks_uri: `${state.issuer}/keys` }),
    '/keys': () => ({ keys: state.keys.map(({ jwk }) => jwk) }),
  };
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const document = documents[url];
    if (state.down || document === undefined) response.writeHead(state.down ? 500 : 404).end();
    else {
      const said = document();
      if (typeof said === 'string') response.writeHead(302, { location: said }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  state.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sign = (
    claims: object = {},
    { header = {}, key = state.keys[0] as Key }: { header?: object; key?: Key } = {},
  ): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const said = { iss: state.issuer, sub: 'ann', aud: AUDIENCE, iat: now, exp: now + 600, ...claims };
    // What is undefined is not said.
    const payload = JSON.parse(JSON.stringify(said)) as JWTPayload;
    return new SignJWT(payload)
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.privateKey);
  };
  /** What a user writes to let its tokens in. */
  const configured = (more: object = {}): Auth =>
    auth.parse({ resource: AUDIENCE, issuers: [{ issuer: state.issuer, ...more }] });
  const keysAsked = (): number => asked.filter((url) => url === '/keys').length;
  return { state, asked, documents, sign, configured, keysAsked, makeKey };
}

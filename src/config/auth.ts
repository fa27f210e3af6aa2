import { z } from 'zod';
import { LOOPBACK } from '../model/host.ts';
import { duration } from './measure.ts';

/** Signature algorithms that an issuer signs with and we only verify: never `none`, never one with a shared key. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

const MOST_SKEW_MS = 300_000;

/** Why a text cannot be the address of an authorization server; undefined where it can. */
function refuseAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL such as https://idp.example';
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.includes(hostname)))
    return 'must start with https://: over anything else, whoever sits between could sign tokens (http:// is for this machine alone)';
  if (username !== '' || password !== '') return 'must not hold a name or password';
  return search === '' && hash === '' ? undefined : 'must not have a query or fragment';
}

const address = z.string().superRefine((text, context) => {
  const refused = refuseAddress(text);
  if (refused !== undefined) context.addIssue({ code: 'custom', message: refused });
});

/** One entry of `http.auth.issuers`. */
const issuer = z
  .strictObject({
    issuer: address.describe('As it stands in `iss`, to the letter, such as `https://idp.example`'),
    audience: z
      .array(z.string().min(1))
      .min(1, 'name at least one, or leave it out')
      .optional()
      .describe('What `aud` must name, one of these; default: `resource`'),
    jwks: address.optional().describe('Where its keys are; default: what it says of itself (RFC 8414, OpenID Connect)'),
    algorithms: z
      .array(z.enum(ALGORITHMS))
      .min(1, 'name at least one, or leave it out')
      .default(['RS256', 'PS256', 'ES256', 'EdDSA'])
      .describe('Signatures that are taken; the default is what issuers use'),
    clockSkew: duration
      .refine((ms) => ms <= MOST_SKEW_MS, 'at most 5m: clocks further apart are broken')
      .prefault('30s')
      .describe('How far its clock may be from ours, at most `5m`'),
    types: z
      .array(z.string().min(1))
      .min(1, 'name at least one, or leave it out')
      .default(['at+jwt', 'JWT'])
      .describe('What `typ` of a token may say; `[at+jwt]` where the issuer marks access tokens (RFC 9068)'),
    scopes: z
      .record(
        z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]+$/, 'a scope has no spaces, quotes or backslashes'),
        z.string(),
      )
      .default({})
      .describe(
        'The purpose that each scope grants: `"sallyport:triage": triage`. Once one is named, nothing is granted without',
      ),
    claims: z
      .strictObject({
        scopes: z.string().min(1).optional().describe('The claim that lists scopes; default: `scope`, else `scp`'),
        client: z
          .string()
          .min(1)
          .optional()
          .describe('The claim that names the client; default: `client_id`, else `azp`, `appid`, `cid`'),
      })
      .prefault({})
      .describe('Where this issuer puts what others put elsewhere; `/a/b` reaches inside'),
  })
  .describe('An authorization server whose access tokens are taken');

/** `http.auth`. */
export const auth = z
  .strictObject({
    resource: z
      .string()
      .refine(
        (text) => URL.canParse(text) && !text.includes('#') && /^https?:/i.test(text),
        'must be a URL without a fragment',
      )
      .optional()
      .describe('The address that clients call, such as `https://gate.example/mcp`; tokens must be issued for it'),
    issuers: z
      .array(issuer)
      .default([])
      .describe('Authorization servers; with one, clients find it by themselves (RFC 9728)'),
  })
  .superRefine(({ resource, issuers }, context) => {
    const met = new Set<string>();
    for (const [index, one] of issuers.entries()) {
      const refuse = (key: string, message: string): void =>
        context.addIssue({ code: 'custom', path: ['issuers', index, key], message });
      if (one.audience === undefined && resource === undefined)
        refuse(
          'issuer',
          'needs an `audience`, or `resource` beside `issuers`: without, a token for anybody else would be taken',
        );
      if (met.has(one.issuer)) refuse('issuer', 'is named twice; put its audiences and scopes into one entry');
      met.add(one.issuer);
    }
  })
  .describe('Access tokens of an authorization server (OAuth 2.1); `docs/identity.md` has an example');

export type Auth = z.infer<typeof auth>;
export type Issuer = Auth['issuers'][number];

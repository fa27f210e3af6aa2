import { z } from 'zod';

/** How Sallyport gets an access token for an HTTP server. Every key has a default: `oauth: {}` is enough for most. */
export const oauth = z
  .strictObject({
    clientId: z
      .string()
      .min(1)
      .optional()
      .describe('What the authorization server knows Sallyport as, if registered by hand'),
    clientSecret: z.string().min(1).optional().describe('Its secret; use a reference such as ${keychain:X}'),
    privateKey: z
      .string()
      .min(1)
      .optional()
      .describe('Instead of a secret: a PEM key that signs (`private_key_jwt`); use a reference such as ${file:X}'),
    clientMetadataUrl: z
      .string()
      .startsWith('https://', 'must start with https://')
      .optional()
      .describe('Where your client metadata document is; used where the authorization server takes such documents'),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a scope has no spaces or quotes'))
      .optional()
      .describe('Asked for instead of what the server names'),
    issuer: z.string().optional().describe('The one authorization server that may be used, as it names itself'),
    resource: z.string().optional().describe('What the server calls itself, where that is not its address'),
    grant: z
      .enum(['authorization_code', 'client_credentials'])
      .default('authorization_code')
      .describe('`authorization_code`: a person signs in (`sallyport login`); `client_credentials`: for machines'),
    callbackPort: z
      .number()
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe('The port of the redirect address, where it was registered by hand; any free one unless told'),
    allowPrivate: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Hosts, addresses or ranges of your own network that discovery may reach: `auth.corp.example`, `10.0.0.0/8`',
      ),
  })
  .superRefine((value, context) => {
    const refuse = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    const { clientId, clientSecret, privateKey, clientMetadataUrl, grant } = value;
    if (clientSecret !== undefined && clientId === undefined) refuse('clientSecret', 'needs a `clientId`');
    if (privateKey !== undefined && clientId === undefined) refuse('privateKey', 'needs a `clientId`');
    if (privateKey !== undefined && clientSecret !== undefined) {
      refuse('privateKey', 'write either `clientSecret` or `privateKey`, not both');
    }
    if (clientId !== undefined && clientMetadataUrl !== undefined) {
      refuse('clientMetadataUrl', 'write either `clientId` or `clientMetadataUrl`, not both');
    }
    if (grant === 'client_credentials' && clientSecret === undefined && privateKey === undefined) {
      refuse('grant', '`client_credentials` needs a `clientId` with a `clientSecret` or a `privateKey`');
    }
  });

export type OAuthConfig = z.infer<typeof oauth>;

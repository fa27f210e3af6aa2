import { expect, test } from 'vitest';
import { isSecretName, mayNameSecret } from '../../../src/model/words/secret-name.ts';

test.each(['DB_PASSWORD', 'apiKey', 'api-token-2', 'SMTP_PASS', 'GITHUB_PAT', 'client_secret', 'signingKey'])(
  'is the name of a secret: %s',
  (name) => expect(isSecretName(name)).toBe(true),
);

test.each([
  'PROJECT_NAME',
  'REGION',
  'PORT',
  'TOKENIZER',
  'AUTH_URL',
  'KEYCLOAK_REALM',
  'sortKey',
  'PUBLIC_KEY',
  'compass',
])('is the name of anything: %s', (name) => expect(isSecretName(name)).toBe(false));

test.each(['BASIC_AUTH', 'AUTH_URL', 'TOKENIZER', 'DB_PASS', 'GH_PAT', 'DB_PWD', 'PASS'])(
  'had better not be shown: %s',
  (name) => expect(mayNameSecret(name)).toBe(true),
);

test.each(['PATH', 'PWD', 'PASS_THROUGH', 'compass', 'REGION'])('may be shown: %s', (name) =>
  expect(mayNameSecret(name)).toBe(false),
);

import { expect, it, test } from 'vitest';
import { credentialsGiven } from '../../../src/app/secrets/given-credentials.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { resolveReferences } from '../../../src/config/resolve.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const KEY = 'n3XqTz81kWm0';
const LONG = 'q7Rk2VbT9xLmZ4cWnH8sYpJd';
const PASSWORD = 'Zt4!mKq92#vb';

async function settingsOf(server: JsonObject, env: Record<string, string> = {}) {
  const loaded = parseConfig('/x/servers.config.yaml', JSON.stringify({ servers: { a: server } }));
  const keychain = async (): Promise<string> => KEY;
  const around = { env, folder: '/x', workspace: '/work', keychain };
  return { loaded, config: (await resolveReferences(loaded.config, around)).config };
}
const valuesOf = async (server: JsonObject, env: Record<string, string> = {}): Promise<string[]> => [
  ...new Set(credentialsGiven(await settingsOf(server, env)).map(({ value }) => value)),
];
const command = 'x';
const url = 'https://a.example/mcp';

test.each<[string, JsonObject, string]>([
  ['a variable that is called a key', { command, env: { ACME_API_KEY: KEY } }, KEY],
  ['one that is called a token, a password or the like', { command, env: { GITHUB_PAT: KEY } }, KEY],
  ['a header', { url, headers: { Authorization: `Bearer ${KEY}` } }, KEY],
  ['a header of its own', { url, headers: { 'X-Api-Key': KEY } }, KEY],
  ['what follows a flag', { command, args: ['--api-key', KEY] }, KEY],
  ['what is in a flag', { command, args: [`--token=${KEY}`] }, KEY],
  ['what is in an address', { url: `${url}?api_key=${KEY}` }, KEY],
  ['the password of an address', { command, env: { DATABASE_URL: `postgres://app:${PASSWORD}@db/app` } }, PASSWORD],
  ['what comes from the keychain, whatever it is called', { command, env: { A: '${keychain:a}' } }, KEY],
  ['what comes from there in the middle of a text', { command, args: ['--x=<${keychain:a}>'] }, KEY],
  ['a variable of ours that is called a secret', { command, args: ['${env:MY_TOKEN}'] }, KEY],
  [
    'a key that is a UUID',
    { command, env: { A_TOKEN: '7c9e2f41-83d5-4b06-9a1c-5e8d3f72b604' } },
    '7c9e2f41-83d5-4b06-9a1c-5e8d3f72b604',
  ],
  ['a cookie', { url, headers: { Cookie: `theme=dark; session=${KEY}` } }, KEY],
  ['a variable that holds one', { command, env: { ACME_COOKIE: `_acme_session=${KEY}` } }, KEY],
  ['a key in dotted parts', { command, env: { MAP_TOKEN: `sk.${LONG}.${LONG}` } }, `sk.${LONG}.${LONG}`],
  [
    'a password of several words',
    { command, env: { IMAP_PASS: 'wet otters juggle 9 pears' } },
    'wet otters juggle 9 pears',
  ],
  ['the secret of a client', { url, auth: { oauth: { clientId: 'c', clientSecret: KEY } } }, KEY],
])('takes for a credential %s', async (_, server, value) => {
  expect(await valuesOf(server, { MY_TOKEN: KEY })).toEqual([value]);
});

test.each<[string, Record<string, string>]>([
  ['modes, ports and places', { NODE_ENV: 'production', PORT: '8080', HOME: '/home/ada', PATH: '/usr/bin:/bin' }],
  ['languages and options', { LANG: 'en_US.UTF-8', NODE_OPTIONS: '--max-old-space-size=4096', DEBUG: 'app:*,-x9' }],
  ['names', { DB_NAME: 'shop_2026_eu', USER: 'ada.lovelace1815', MODEL: 'some-model-3-5-20261022', TENANT: KEY }],
  ['addresses', { API_URL: 'https://api.acme.example/v2', AUTH_URL: 'https://auth.acme.example/o2?x=1' }],
  [
    'what only has such a word in its name',
    { TOKENIZER: 'cl100k_base', KEYCLOAK_REALM: 'acme-prod-204', AUTH_CLIENT_ID: KEY },
  ],
  ['keys that everybody may know', { PUBLIC_KEY: KEY, SORT_KEY: 'created_at_2', STRIPE_PUBLISHABLE_KEY: KEY }],
  ['secrets that are none yet', { API_KEY: 'your-api-key-here', TOKEN: '<token>', SECRET: 'changeme' }],
  ['what anybody guesses', { PASSWORD: 'Admin123', DB_PASS: 'postgres2024!', TOKEN: 'true', API_KEY: '12345678' }],
  ['names that stand for a key', { ISSUE_KEY: 'ACME-1204567', S3_KEY: 'backups/db-2026-01.tar.gz', PROJECT_KEY: KEY }],
  ['what is only tried', { API_TOKEN: 'test-token-123', SECRET_KEY: 'dev-secret-key-2024', HOTKEY: 'ctrl+shift+F12' }],
  ['keys for pages', { MAP_TOKEN: `pk.eyJ1IjoiYWRhIn0.${LONG}`, PAY_KEY: ['pk', 'live', LONG].join('_') }],
  ['no phrase', { PASSWORD: 'your password goes in here', DB_PASS: 'as in the vault', PASS: 'none at all' }],
  ['a path to a key', { PRIVATE_KEY: '/home/ada/.ssh/id_ed25519', KEY: 'C:\\keys\\a1.pem' }],
])('takes for none %s', async (_, env) => {
  expect(await valuesOf({ command, env })).toEqual([]);
});

it('takes the password out of a header, and one of four groups with its spaces and without', async () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
  expect(await valuesOf({ url, headers: { Authorization: basic(`ada@acme.example:${PASSWORD}`) } })).toContain(
    PASSWORD,
  );
  expect(await valuesOf({ url, headers: { Authorization: basic(`${KEY}:`) } })).toContain(KEY);
  const env = { SMTP_PASSWORD: 'wqzt bkrm xvnl hjds' };
  expect(await valuesOf({ command, env })).toEqual(['wqzt bkrm xvnl hjds', 'wqztbkrmxvnlhjds']);
});

it("takes what clients prove themselves with to us for nobody's own", () => {
  const loaded = parseConfig('/x/servers.config.yaml', JSON.stringify({ http: { tokens: { ada: `${KEY}-${LONG}` } } }));
  expect(credentialsGiven({ loaded, config: loaded.config })).toEqual([
    { server: 'Sallyport', value: `${KEY}-${LONG}`, from: 'http.tokens.ada' },
  ]);
});

it('says of each where a person finds it, and never by its value', async () => {
  const settings = await settingsOf({
    ...{ command, env: { ACME_API_KEY: KEY, PW: '${keychain:a}' }, args: ['--token', LONG] },
  });
  expect(credentialsGiven(settings).map(({ from }) => from)).toEqual(
    expect.arrayContaining(['servers.a.env.ACME_API_KEY', 'servers.a.env.PW', 'servers.a.args.1']),
  );
});

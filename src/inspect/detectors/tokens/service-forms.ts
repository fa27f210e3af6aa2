import { form, HEX, R, type TokenForm } from './form.ts';

const LOWER = 'q7rk2vbt9xlmz4cwnh8sypjd3fgqeau5kixo6ntbvcydzewghmjplsruaifo1tqr';
const UPPER = LOWER.toUpperCase();
const UUID = '7c9e2f41-83d5-4b06-9a1c-5e8d3f72b604';
const UUID_FORM = '[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}';

/** A form that begins like many ordinary words. */
const weak = (...given: Parameters<typeof form>): TokenForm => ({ ...form(...given), isWeak: true });

/** Token forms of services used to build, run and sell software, as each service documents them. */
export const SERVICE_TOKEN_FORMS: readonly TokenForm[] = [
  // Code: hosting, building, packages.
  form('work', 'a Bitbucket or Trello token', '(?:ATBB|ATCTT3|ATTA)', '[\\w=-]{32,250}', ['ATBB', R.slice(0, 32)], 3.5),
  form('build', 'a CircleCI token', 'CCIPAT_', '[A-Za-z0-9]{22}_[a-f0-9]{40}', [
    'CCIPAT_',
    `${R.slice(0, 22)}_${HEX.slice(0, 40)}`,
  ]),
  form('build', 'a Buildkite token', 'bkua_', '[a-f0-9]{40}', ['bkua_', HEX.slice(0, 40)]),
  form('build', 'a SonarQube token', 'sq[upa]_', '[a-f0-9]{40}', ['squ_', HEX.slice(0, 40)]),
  form('build', 'a Sourcegraph token', 'sgp_', '(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}', ['sgp_', HEX.slice(0, 40)]),
  weak('build', 'an Octopus Deploy key', 'API-', '[A-Z0-9]{26}', ['API-', UPPER.slice(0, 26)], 3.5),
  weak('build', 'an Infracost key', 'ico-', '[A-Za-z0-9]{32}', ['ico-', R.slice(0, 32)], 4.2),
  weak('packages', 'a crates.io token', 'cio', '[A-Za-z0-9]{32}', ['cio', R.slice(0, 32)], 3.8),
  weak('packages', 'a NuGet key', 'oy2', '[a-z0-9]{43}', ['oy2', LOWER.slice(0, 43)], 3.8),
  form('packages', 'a Clojars token', 'CLOJARS_', '[a-z0-9]{60}', ['CLOJARS_', LOWER.slice(0, 60)]),
  form('packages', 'an Artifactory key', '(?:AKCp|cmVmd)', '[A-Za-z0-9]{59,69}', ['cmVmd', R.slice(0, 59)], 3.8),
  // Machines, networks and databases.
  form('cloud', 'an AWS key for models', '(?:ABSK|bedrock-api-key-)', '[\\w+/=-]{60,1200}', ['ABSK', R + R], 3.8),
  form('cloud', 'an AWS marketplace token', 'amzn\\.mws\\.', UUID_FORM, ['amzn.mws.', UUID]),
  form('cloud', 'a Netlify token', 'nf[pcoub]_', '[A-Za-z0-9]{36,40}', ['nfp_', R.slice(0, 40)], 3.5),
  form('cloud', 'a Vercel token', 'vc[piark]_', '[A-Za-z0-9]{24,64}', ['vcp_', R.slice(0, 56)], 3.5),
  form('cloud', 'a Cloudflare origin key', 'v1\\.0-', '[a-f0-9]{24}-[a-f0-9]{146}', [
    'v1.0-',
    `${HEX.slice(0, 24)}-${HEX.repeat(3)}a7`,
  ]),
  form('cloud', 'a Yandex Cloud key', '(?:AQVN|t1\\.)', '(?:[\\w-]{35,38}|[\\w=-]{20,400}\\.[\\w-]{86}=?)', [
    'AQVN',
    R.slice(0, 36),
  ]),
  form('cloud', 'a Scalingo token', 'tk-us-', '[\\w-]{48}', ['tk-us-', R.slice(0, 48)], 3.8),
  form('cloud', 'an OpenShift token', 'sha256~', '[\\w-]{43}', ['sha256~', R.slice(0, 43)], 3.8),
  form(
    'network',
    'a Tailscale key',
    'tskey-(?:auth|api|client|scim|webhook)-',
    '[A-Za-z0-9]{8,24}-[A-Za-z0-9]{16,64}',
    ['tskey-auth-', `${R.slice(0, 12)}-${R.slice(5, 37)}`],
  ),
  form('network', 'a Defined Networking key', 'dnkey-', '[\\w=-]{26}-[\\w=-]{52}', [
    'dnkey-',
    `${R.slice(0, 26)}-${R.slice(0, 52)}`,
  ]),
  form('database', 'a Supabase key', '(?:sbp_|sb_secret_)', '[\\w-]{22,48}', ['sbp_', HEX.slice(0, 40)]),
  form('database', 'a Neon key', 'napi_', '[a-z0-9]{60,68}', ['napi_', LOWER]),
  form('database', 'a Pinecone key', 'pcsk_', '[A-Za-z0-9_]{50,90}', ['pcsk_', R]),
  form('database', 'a MongoDB Atlas secret', 'mdb_sa_sk_', '[\\w-]{40}', ['mdb_sa_sk_', R.slice(0, 40)], 3.5),
  // Models, and what agents search and run with.
  form('ai', 'an OpenRouter key', 'sk-or-v1-', '[a-f0-9]{64}', ['sk-or-v1-', HEX + HEX.slice(0, 16)]),
  form('ai', 'a Langfuse key', 'sk-lf-', UUID_FORM, ['sk-lf-', UUID]),
  form('ai', 'a LangSmith key', 'lsv2_(?:pt|sk)_', '[a-f0-9]{32}_[a-f0-9]{10}', [
    'lsv2_pt_',
    `${HEX.slice(0, 32)}_${HEX.slice(0, 10)}`,
  ]),
  weak('ai', 'an ElevenLabs key', 'sk_', '[a-f0-9]{48}', ['sk_', HEX]),
  form('ai', 'a Tavily key', 'tvly-', '(?:dev-|prod-)?[A-Za-z0-9]{20,40}', ['tvly-', R.slice(0, 32)], 3.5),
  weak('ai', 'a Firecrawl key', 'fc-', '[a-f0-9]{32}', ['fc-', HEX.slice(0, 32)]),
  form('ai', 'an E2B or Jina key', '(?:e2b_|jina_)', '(?:[a-f0-9]{40}|[A-Za-z0-9_-]{50,70})', [
    'e2b_',
    HEX.slice(0, 40),
  ]),
  form('operations', 'a Logfire token', 'pylf_v\\d_[a-z]{2}_', '[A-Za-z0-9]{43}', ['pylf_v1_us_', R.slice(0, 43)]),
  form('operations', 'a PostHog key', 'phx_', '[A-Za-z0-9]{40,50}', ['phx_', R.slice(0, 43)], 3.5),
  form('operations', 'a Grafana key', 'eyJrIjoi', '[A-Za-z0-9+/]{60,400}={0,3}', ['eyJrIjoi', R + R], 3.8),
  // Work, shops and mail.
  weak('work', 'a Notion token', 'secret_', '[A-Za-z0-9]{43}', ['secret_', R.slice(0, 43)], 3.8),
  form('work', 'a Contentful token', 'CFPAT-', '[\\w-]{43}', ['CFPAT-', R.slice(0, 43)], 3.5),
  form('work', 'a HubSpot token', 'pat-(?:na|eu|ap)\\d-', UUID_FORM, ['pat-na1-', UUID]),
  form('work', 'an Asana token', '[012]/\\d{16}(?:/\\d{16})?:', '[a-f0-9]{32}', [
    '1/1208374659102837:',
    HEX.slice(0, 32),
  ]),
  form('work', 'a Salesforce session', '[0]0D\\w{12,15}!', '[\\w.]{80,120}', [
    '00Dq7Rk2VbT9xLmZ4!',
    `${R}${R.slice(0, 32)}`,
  ]),
  weak('work', 'a Dropbox token', 'sl\\.(?:u\\.)?', '[\\w-]{100,2000}', ['sl.', R + R], 3.8),
  form('work', 'an Adobe or Frame.io secret', '(?:p8e-|fio-u-)', '[\\w=-]{32,64}', ['p8e-', R.slice(0, 32)], 3.8),
  weak('social', 'a Facebook token', 'EAA', '[A-Za-z0-9]{90,400}', ['EAA', R + R], 4),
  form(
    'social',
    'a Discord bot token',
    '[MNO][\\w-]{23,25}\\.[\\w-]{6}\\.',
    '[\\w-]{27,38}',
    [`M${R.slice(0, 23)}.${R.slice(3, 9)}.`, R.slice(0, 38)],
    3.8,
  ),
  form(
    'chat',
    'a Firebase server key',
    'AAAA[\\w-]{7}:',
    '[\\w-]{134,160}',
    [`AAAA${R.slice(0, 7)}:`, R + R + R.slice(0, 12)],
    3.8,
  ),
  form(
    'maps',
    'a Mapbox secret',
    'sk\\.eyJ',
    '[\\w-]{40,300}\\.[\\w-]{20,40}',
    ['sk.eyJ', `${R}.${R.slice(0, 22)}`],
    3.5,
  ),
  weak('mail', 'a Mailgun key', 'key-', '[a-f0-9]{32}', ['key-', HEX.slice(0, 32)]),
  form('mail', 'a Mailchimp key', '[a-f0-9]{32}-us', '\\d{1,2}', [`${HEX.slice(0, 32)}-us`, '21'], 0),
  form('shop', 'a Plaid token', 'access-(?:sandbox|development|production)-', UUID_FORM, ['access-production-', UUID]),
  form('shop', 'a Braintree token', '[a]ccess_token\\$(?:production|sandbox)\\$', '[a-z0-9]{16}\\$[a-f0-9]{32}', [
    'access_token$production$',
    `${LOWER.slice(0, 16)}$${HEX.slice(0, 32)}`,
  ]),
  weak('shop', 'a WooCommerce key', 'c[ks]_', '[a-f0-9]{40}', ['cs_', HEX.slice(0, 40)]),
  form('shop', 'a Flutterwave key', 'FLWSECK(?:_TEST)?-', '[a-h0-9]{12,40}(?:-X)?', ['FLWSECK-', HEX.slice(0, 32)]),
  weak('shop', 'a Lob key', '(?:live|test)_', '[a-f0-9]{35}', ['live_', HEX.slice(0, 35)]),
  form('things', 'an Adafruit key', 'aio_', '[A-Za-z0-9]{28}', ['aio_', R.slice(0, 28)], 3.5),
];

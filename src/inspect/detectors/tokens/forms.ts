import { BEARER_LEAD, BEARER_REST, isBearer } from '../../../model/bearer.ts';
import { form, HEX, R, type TokenForm } from './form.ts';

/**
 * Our own tokens. The checksum distinguishes them from the record's stand-ins, which begin the same way, and from
 * anything else that does.
 */
const OURS: TokenForm = {
  ...form('sallyport', 'a token of Sallyport itself', BEARER_LEAD, `[0-9A-Za-z]{${BEARER_REST}}`, [
    BEARER_LEAD,
    'bywxOZqoCuxFZzIHuT3CVxr2OTTAprFABZxBqa4TloV1KxJho',
  ]),
  holds: isBearer,
};

/** Token forms as documented by the providers, who choose prefixes so that scanners can recognise them. */
export const TOKEN_FORMS: readonly [TokenForm, ...TokenForm[]] = [
  OURS,
  form(
    'aws',
    'an AWS access key id',
    '(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)',
    '[A-Z2-7]{16}',
    ['AKIA', 'QYLPMN5HFIQR7XYA'],
    2.5,
  ),
  form('github', 'a GitHub token', 'gh[pousr]_', '[A-Za-z0-9]{36,255}', ['ghp_', R.slice(0, 36)]),
  form('github', 'a GitHub fine-grained token', 'github_pat_', '[A-Za-z0-9_]{36,255}', [
    'github_pat_',
    `${R.slice(0, 22)}_${R.slice(3, 62)}`,
  ]),
  form('gitlab', 'a GitLab token', 'gl(?:pat|dt|rt|ptt|cbt|soat|ft|imt|agent|oas|ffct)-', '[\\w-]{20,300}', [
    'glpat-',
    R.slice(0, 20),
  ]),
  form('gitlab', 'a GitLab runner registration token', 'GR1348941', '[\\w-]{20}', ['GR1348941', R.slice(0, 20)]),
  {
    ...form(
      'slack',
      'a Slack token',
      'xox[abeoprs][-.]',
      '(?=[A-Za-z0-9.-]{0,30}\\d{8}|[A-Za-z0-9.-]{50})[A-Za-z0-9.-]{10,250}',
      ['xoxb-', '2838427364-9283746510-Zr8QpLm3VtXw9KcYhNbD'],
      2.5,
    ),
    isTail: true,
  },
  form('slack', 'a Slack app token', 'xapp-', '\\d-[A-Z0-9]{8,20}-\\d{8,20}-[a-f0-9]{30,80}', [
    'xapp-',
    `1-A0B1C2D3E4F-2384729384723-${HEX}`,
  ]),
  form('slack', 'a Slack webhook', 'hooks\\.slack\\.com/(?:services|workflows|triggers)/', '[A-Za-z0-9+/]{30,60}', [
    'hooks.slack.com/services/',
    'T02AB3CDE/B04FG5HIJ/k9LmN2oPq4RsT6uVw8XyZ0Ab',
  ]),
  form('stripe', 'a Stripe key', '(?:sk|rk)_(?:live|test|prod)_', '[A-Za-z0-9]{10,255}', ['sk_live_', R.slice(0, 24)]),
  form('stripe', 'a Stripe webhook secret', 'whsec_', '[A-Za-z0-9+/=]{24,100}', ['whsec_', R.slice(0, 32)]),
  form(
    'anthropic',
    'an Anthropic key',
    'sk-ant-',
    '(?:(?:api03|admin01)-[\\w-]{93}AA|(?!api03-|admin01-)(?:[a-z]{3,10}\\d\\d-)?[\\w-]{32,200})',
    ['sk-ant-', `api03-${R}-${R.slice(0, 28)}AA`],
  ),
  form('social', 'a bearer token of X', 'A{20,24}', '[A-Za-z0-9%]{60,110}', ['AAAAAAAAAAAAAAAAAAAAA', `Gq7${R}`], 3.8),
  form('openai', 'an OpenAI key', 'sk-(?:proj|svcacct|admin|None)-', '[\\w-]{20,255}', ['sk-proj-', R]),
  form(
    'openai',
    'an OpenAI key',
    'sk-(?!ant-|proj-|svcacct-|admin-)',
    '[A-Za-z0-9]{32,64}',
    ['sk-', `${R.slice(0, 20)}T3BlbkFJ${R.slice(20, 40)}`],
    3.5,
  ),
  form('google', 'a Google API key', 'AIza', '[\\w-]{35}', ['AIza', `Sy${R.slice(0, 33)}`]),
  form('google', 'a Google OAuth secret', 'GOCSPX-', '[\\w-]{28}', ['GOCSPX-', R.slice(0, 28)]),
  form('google', 'a Google access token', 'ya29\\.', '[\\w-]{30,2048}', ['ya29.', `a0${R}`]),
  form('npm', 'an npm token', 'npm_', '[A-Za-z0-9]{36}', ['npm_', R.slice(0, 36)]),
  form('pypi', 'a PyPI token', 'pypi-AgE', '[\\w-]{50,1000}', ['pypi-AgE', `IcHlwaS5vcmc${R}`]),
  form('rubygems', 'a RubyGems key', 'rubygems_', '[a-f0-9]{48}', ['rubygems_', HEX]),
  form('docker', 'a Docker token', 'dckr_[op]at_', '[\\w-]{27,40}', ['dckr_pat_', R.slice(0, 27)]),
  form('huggingface', 'a Hugging Face token', '(?:hf_|api_org_)', '[A-Za-z]{34}', [
    'hf_',
    'qRkVbTxLmZcWnHsYpJdFgQeAuKiXoNtBvC',
  ]),
  form(
    'ai',
    'a key of a model provider',
    '(?:gsk_|xai-|pplx-|r8_|fw_|tgp_v1_|csk-|nvapi-)',
    '[\\w-]{32,120}',
    ['gsk_', R.slice(0, 52)],
    3.8,
  ),
  form('digitalocean', 'a DigitalOcean token', 'do[opr]_v1_', '[a-f0-9]{64}', ['dop_v1_', HEX + HEX.slice(0, 16)]),
  form('cloud', 'a Databricks token', 'dapi', '[a-f0-9]{32}(?:-\\d)?', ['dapi', HEX.slice(0, 32)]),
  form('cloud', 'an Alibaba Cloud key', 'LTAI', '[A-Za-z0-9]{17,24}', ['LTAI', R.slice(0, 20)]),
  form('cloud', 'a Fly.io token', '(?:fo1_|fm[12][ar]?_|FlyV1 fm[12]_)', '[\\w+/=-]{40,600}', ['fo1_', R.slice(0, 43)]),
  form('cloud', 'a PlanetScale or Pulumi token', '(?:pscale_(?:tkn|pw|oauth)_|pul-)', '[\\w.=-]{32,64}', [
    'pscale_tkn_',
    R.slice(0, 40),
  ]),
  form('cloud', 'a Heroku key', 'HRKU-', '[\\w-]{36,80}', ['HRKU-', R.slice(0, 60)]),
  form('azure', 'an Azure storage key', '(?:AccountKey|SharedAccessKey)=', '[A-Za-z0-9+/]{43,86}={1,2}', [
    'AccountKey=',
    `${R}${R.slice(0, 22)}==`,
  ]),
  form('azure', 'an Azure client secret', '[A-Za-z0-9_~.]{3}\\dQ~', '[\\w~.-]{31,34}', ['k3r8Q~', R.slice(0, 34)]),
  form('mail', 'a SendGrid key', 'SG\\.', '[\\w-]{16,32}\\.[\\w-]{30,64}', [
    'SG.',
    `${R.slice(0, 22)}.${R.slice(5, 48)}`,
  ]),
  form('mail', 'a Brevo key', 'x(?:key|smtp)sib-', '[a-f0-9]{64}-[A-Za-z0-9]{16}', [
    'xkeysib-',
    `${HEX}${HEX.slice(0, 16)}-${R.slice(0, 16)}`,
  ]),
  form(
    'mail',
    'a Resend or Postmark key',
    're_',
    '[A-Za-z0-9]{8}_[A-Za-z0-9]{20,32}',
    ['re_', `${R.slice(0, 8)}_${R.slice(8, 32)}`],
    3.5,
  ),
  form('shop', 'a Shopify token', 'shp(?:at|ss|ca|pa|ua)_', '[A-Fa-f0-9]{32}', ['shpat_', HEX.slice(0, 32)]),
  form('shop', 'a Square token', 'sq0(?:atp|csp|idp)-', '[\\w-]{22,60}', ['sq0atp-', R.slice(0, 22)]),
  form(
    'shop',
    'a Shippo, EasyPost or Duffel key',
    '(?:shippo_(?:live|test)_|EZ[AT]K|duffel_(?:live|test)_)',
    '[\\w=-]{40,60}',
    ['shippo_live_', HEX.slice(0, 40)],
  ),
  form('work', 'an Atlassian token', 'ATATT3', '[\\w=-]{40,250}', ['ATATT3', `xFfGF0${R}${R}`]),
  form('work', 'a Linear key', 'lin_(?:api|oauth)_', '[A-Za-z0-9]{32,64}', ['lin_api_', R.slice(0, 40)]),
  form('work', 'a Notion token', 'ntn_', '[A-Za-z0-9]{40,60}', ['ntn_', R.slice(0, 46)]),
  form('work', 'a Figma token', 'fig[dour]_', '[\\w-]{38,60}', ['figd_', R.slice(0, 40)]),
  form('work', 'a Postman key', 'PMAK-', '[a-f0-9]{24}-[a-f0-9]{34}', [
    'PMAK-',
    `${HEX.slice(0, 24)}-${HEX.slice(0, 34)}`,
  ]),
  form(
    'work',
    'a Typeform, ReadMe or Doppler token',
    '(?:tfp_|rdme_|dp\\.(?:pt|st|ct|sa|scim|audit)\\.)',
    '[\\w.-]{40,80}',
    ['dp.pt.', R.slice(0, 43)],
  ),
  form('work', 'an Airtable token', 'pat[A-Za-z0-9]{14}\\.', '[a-f0-9]{64}', [
    `pat${R.slice(0, 14)}.`,
    HEX + HEX.slice(0, 16),
  ]),
  form('operations', 'a Grafana token', 'gl(?:sa|c)_', '[A-Za-z0-9_+/=]{32,400}', [
    'glsa_',
    `${R.slice(0, 32)}_${HEX.slice(0, 8)}`,
  ]),
  form('operations', 'a Sentry token', 'sntry[su]_', '[\\w+/=]{40,500}', ['sntryu_', HEX + HEX.slice(0, 16)]),
  form('operations', 'a New Relic key', 'NR(?:AK|JS|II|IQ)-', '[\\w-]{18,64}', ['NRAK-', R.slice(0, 27).toUpperCase()]),
  form('operations', 'a Dynatrace token', 'dt0c01\\.', '[A-Z0-9]{24}\\.[A-Z0-9]{64}', [
    'dt0c01.',
    `${R.slice(0, 24).toUpperCase()}.${R.toUpperCase()}`,
  ]),
  form('operations', 'a Prefect or Harness token', '(?:pnu_|pnb_|(?:pat|sat)\\.[\\w-]{22}\\.)', '[A-Za-z0-9.]{36,60}', [
    'pnu_',
    R.slice(0, 36),
  ]),
  form('vault', 'a HashiCorp Vault token', 'hv[sbr]\\.', '[\\w-]{24,300}', ['hvs.', R.slice(0, 40)]),
  form('vault', 'a Terraform token', '[A-Za-z0-9]{14}\\.atlasv1\\.', '[\\w=-]{60,70}', [
    `${R.slice(0, 14)}.atlasv1.`,
    R,
  ]),
  form('vault', 'a 1Password service account', 'ops_eyJ', '[A-Za-z0-9+/]{200,2000}={0,2}', ['ops_eyJ', R.repeat(4)]),
  form(
    'vault',
    'a 1Password secret key',
    'A3-[A-Z0-9]{6}-',
    '(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}',
    ['A3-QR7K2V-', 'BT9XLMZ4CWN-H8SYP-JD3FG-QEAU5'],
  ),
  form('vault', 'an age secret key', 'AGE-SECRET-KEY-1', '[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}', [
    'AGE-SECRET-KEY-1',
    'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQ8PZ9RXYF2GTWVD0S3NJK5H4CE',
  ]),
  form('chat', 'a Discord webhook', 'discord(?:app)?\\.com/api/webhooks/', '\\d{17,20}/[\\w-]{60,80}', [
    'discord.com/api/webhooks/',
    `102938475610293847/${R}`,
  ]),
  form('chat', 'a Telegram bot token', '\\d{8,10}:A', '[\\w-]{34}', ['7283940516:A', `AF${R.slice(0, 32)}`], 3.5),
  form(
    'chat',
    'a Teams webhook',
    '[a-z0-9]{1,60}\\.webhook\\.office\\.com/webhookb2/',
    '[a-z0-9@-]{60,90}/IncomingWebhook/[a-z0-9]{32}/[a-z0-9-]{36}',
    [
      'acme.webhook.office.com/webhookb2/',
      `4f3c1e7a-b84d-2065-5e1f-c07ad3b9286e@9f3c1e7a-b84d-2065-5e1f-c07ad3b9286e/IncomingWebhook/${HEX.slice(0, 32)}/4f3c1e7a-b84d-2065-5e1f-c07ad3b9286e`,
    ],
  ),
];

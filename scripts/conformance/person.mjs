// The person of the suite's auth scenarios: signs in with `sallyport login` where Sallyport says that somebody has to, by
// going where the page sends a browser. The product itself never signs in without one.
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { MAIN } from './processes.mjs';

const CIMD = 'https://conformance-test.local/client-metadata.json';
/** More than Sallyport needs to notice a sign-in, with a machine that does other things. */
const LOOKS = 60;
const BETWEEN_MS = 250;

/** What stands in the configuration for a scenario, from what the suite gives it. */
export function oauthOf(scenario, { client_id, client_secret, private_key_pem }) {
  return {
    ...(client_id === undefined ? {} : { clientId: client_id }),
    ...(client_secret === undefined ? {} : { clientSecret: client_secret }),
    ...(private_key_pem === undefined ? {} : { privateKey: private_key_pem }),
    ...(scenario.startsWith('auth/client-credentials') ? { grant: 'client_credentials' } : {}),
    ...(scenario === 'auth/basic-cimd' ? { clientMetadataUrl: CIMD } : {}),
  };
}

/** Uses a server as a person would: signs in when told to, as often as told to, and gives up when told that it does not help. */
export async function signInAndUse({ request }, place) {
  for (let looks = 0; looks < LOOKS; looks++) {
    if (await wantsLogin(place)) await login(place);
    const answer = await request('tools/call', { name: 'test-tool', arguments: {} });
    const text = answer?.content?.[0]?.text ?? '';
    if (answer !== undefined && answer.isError !== true) return;
    if (answer?.isError === true && !/sallyport login|not available/.test(text)) throw new Error(text);
    await pause(BETWEEN_MS);
  }
  throw new Error('it never worked, and nothing said why');
}

/** What has not begun on a busy machine has recorded nothing yet: it is asked again. */
async function wantsLogin(place) {
  const { code, said } = await run(['servers', '--json', ...place.state]);
  if (code !== 0 && !said.includes('there is no record')) throw new Error(said);
  return code === 0 && said.split('\n').some((line) => line !== '' && JSON.parse(line).login === true);
}

async function login(place) {
  const { code, said } = await run(['login', 'up', '--no-browser', ...place.args], followed);
  if (code !== 0) throw new Error(said);
}

/** Goes where a line of `login` sends a browser. */
function followed(line) {
  const address = /^\s+(https?:\S+)$/.exec(line)?.[1];
  if (address === undefined) return;
  void (async () => {
    const page = await fetch(address, { redirect: 'manual' });
    const back = page.headers.get('location');
    if (back !== null) await fetch(back);
  })().catch((error) => console.error(`the browser: ${error.message}`));
}

function run(args, hear = () => {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SALLYPORT_KEYCHAIN: 'off' },
  });
  let said = '';
  let rest = '';
  child.stderr.on('data', (part) => (said += part));
  child.stdout.on('data', (part) => {
    said += part;
    const lines = (rest + part).split('\n');
    rest = lines.pop();
    for (const line of lines) hear(line);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

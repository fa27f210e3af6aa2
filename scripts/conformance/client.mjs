// `client.mjs URL`: the suite's client scenarios. Starts Sallyport before the suite's server and does through it what the
// scenario wants done; the suite says which one, and what it needs, in the environment.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDriver, sampleOf } from './driver.mjs';
import { oauthOf, signInAndUse } from './person.mjs';
import { configure, MAIN } from './processes.mjs';

const url = process.argv[2];
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const modern = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION === '2026-07-28';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
if (url === undefined) {
  console.error('client.mjs URL: run by the conformance suite');
  process.exit(2);
}

const own = ({ name }) => name.startsWith('sallyport__');

/** The tools, once there are any of the suite's server: on a machine that does much else it is not there at once. */
async function offered(request) {
  for (let tries = 0; ; tries++) {
    const { tools } = await request('tools/list');
    if (tries === PATIENCE || tools.some((tool) => !own(tool))) return tools;
    await sleep(500);
  }
}
/** Some of its servers have none. */
const PATIENCE = 10;

/** Everything that is offered, once. */
async function useAll({ request }) {
  const tools = await offered(request);
  const calls =
    context.toolCalls ??
    tools.filter((tool) => !own(tool)).map(({ name, inputSchema }) => ({ name, arguments: sampleOf(inputSchema) }));
  for (const call of calls) await request('tools/call', call);
  for (const { uri } of (await request('resources/list'))?.resources ?? []) await request('resources/read', { uri });
  for (const { name } of (await request('prompts/list'))?.prompts ?? []) await request('prompts/get', { name });
}

/** Another call between two rounds of one: what belongs to the one must not turn up in the other. */
async function interleave({ send, retry, request }) {
  await offered(request);
  const echo = { name: 'test_mrtr_echo_state', arguments: {} };
  const asked = await send('tools/call', echo);
  if (asked.result === undefined) throw new Error(`${echo.name}: ${asked.error?.message}`);
  await request('tools/call', { name: 'test_mrtr_unrelated', arguments: {} });
  await retry('tools/call', echo, asked.result);
  for (const name of ['test_mrtr_no_state', 'test_mrtr_no_result_type'])
    await request('tools/call', { name, arguments: {} });
}

async function echoSchema({ request }) {
  const tools = await offered(request);
  const focal = tools.find(({ name }) => name === 'json_schema_2020_12_tool');
  await request('tools/call', { name: 'json_schema_echo', arguments: { schema: focal.inputSchema } });
}

const SPECIAL = {
  'sep-2322-client-request-state': interleave,
  'json-schema-2020-12-preservation': echoSchema,
};

const isAuth = scenario.startsWith('auth/');
const auth = { oauth: oauthOf(scenario, context) };
const place = configure({ url, labels: [], ...(isAuth ? { auth } : {}) });
try {
  const command = [process.execPath, MAIN, 'serve', '--trust', ...place.args];
  const driver = await openDriver(command, { modern, env: { SALLYPORT_KEYCHAIN: 'off' } });
  await (isAuth ? signInAndUse : (SPECIAL[scenario] ?? useAll))(driver, place);
  await driver.close();
} finally {
  place.remove();
}

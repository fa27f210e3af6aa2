import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { breakpoint, expectRun } from './breakpoint.mjs';
import { serveResponses } from './models.mjs';
import { TOKEN } from './place.mjs';
import { runClient } from './process.mjs';

/** Without `required`, Codex begins its first turn without our tools. */
const registration = (place, url) =>
  url === undefined
    ? `command = ${JSON.stringify(place.node)}\nargs = ${JSON.stringify(place.args)}`
    : `url = ${JSON.stringify(url)}\nbearer_token_env_var = "SALLYPORT_TOKEN"`;

async function converse({ place, bin, url }, play) {
  const model = await serveResponses(play);
  try {
    mkdirSync(path.join(place.home, '.codex'));
    const config = `model = "stub"
model_provider = "stub"
approval_policy = "never"
sandbox_mode = "read-only"
[analytics]
enabled = false
[model_providers.stub]
name = "stub"
base_url = "${model.url}/v1"
wire_api = "responses"
env_key = "STUB_KEY"
[mcp_servers.sallyport]
${registration(place, url)}
required = true
default_tools_approval_mode = "approve"
`;
    writeFileSync(path.join(place.home, '.codex', 'config.toml'), config);
    const env = { ...place.env, STUB_KEY: 'dummy', SALLYPORT_TOKEN: TOKEN };
    const args = ['exec', '--skip-git-repo-check', 'Send the mail'];
    const ran = await runClient(bin('codex'), args, { env, cwd: place.files });
    assert.deepEqual(model.faults, [], ran.all);
    assert.equal(ran.code, 0, ran.all);
    return ran;
  } finally {
    await model.stop();
  }
}

/** Codex says that its user can be asked; `codex exec` declines, and the call stays held. */
const held = (retry) => async (context) => {
  const { play, told } = breakpoint(context.place, { retry });
  const { out } = await converse(context, play);
  assert.match(out, /finished/);
  await expectRun(context.place, told);
};

export const CODEX = {
  name: 'Codex',
  packages: { '@openai/codex': '0.169.0' },
  as: { client: 'codex-mcp-client', revision: '2025-06-18', asks: 'form and url' },
  cases: [
    { what: 'a held call, approved in a terminal', over: 'stdio', run: held(false), source: 'client-key' },
    { what: 'the same call again, once approved', over: 'stdio', run: held(true), source: 'client-key' },
    { what: 'a held call, approved in a terminal', over: 'http', run: held(false), source: 'client-key' },
  ],
};

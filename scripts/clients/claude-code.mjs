import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { breakpoint, expectHeld, expectRun, selfApproval } from './breakpoint.mjs';
import { serveMessages } from './models.mjs';
import { TOKEN } from './place.mjs';
import { runClient } from './process.mjs';

const QUIET = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1', ENABLE_TOOL_SEARCH: 'false' };

/** How Claude Code is told of Sallyport, over either transport. */
const registration = (place, url) =>
  url === undefined
    ? { type: 'stdio', command: place.node, args: place.args }
    : { type: 'http', url, headers: { Authorization: `Bearer ${TOKEN}` } };

/** Runs `claude -p` against a model that plays `play`. */
async function converse({ place, bin, url }, play, settings = {}) {
  const model = await serveMessages(play);
  try {
    const config = path.join(place.folder, 'mcp.json');
    writeFileSync(config, JSON.stringify({ mcpServers: { sallyport: registration(place, url) } }));
    mkdirSync(path.join(place.home, '.claude'), { recursive: true });
    writeFileSync(path.join(place.home, '.claude', 'settings.json'), JSON.stringify(settings));
    const env = { ...place.env, ...QUIET, ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'dummy' };
    const args = [
      '-p',
      'Send the mail',
      '--strict-mcp-config',
      '--mcp-config',
      config,
      '--allowedTools',
      'mcp__sallyport,Bash',
    ];
    const ran = await runClient(bin('claude'), args, { env, cwd: place.files });
    assert.deepEqual(model.faults, [], ran.all);
    assert.equal(ran.code, 0, ran.all);
    return ran;
  } finally {
    await model.stop();
  }
}

const list = async ({ place, bin, url }) => {
  const env = { ...place.env, ...QUIET, ANTHROPIC_API_KEY: 'dummy' };
  const add =
    url === undefined
      ? ['sallyport', '--', place.node, ...place.args]
      : ['--transport', 'http', 'sallyport', url, '--header', `Authorization: Bearer ${TOKEN}`];
  const added = await runClient(bin('claude'), ['mcp', 'add', '--scope', 'user', ...add], { env, cwd: place.files });
  assert.equal(added.code, 0, added.all);
  const listed = await runClient(bin('claude'), ['mcp', 'list'], { env, cwd: place.files });
  assert.match(listed.out, /sallyport: .*Connected/);
};

/** Its user can be asked by a form, but nobody sits before `claude -p`: it cancels, and the call stays held. */
const held = async (context) => {
  const { place } = context;
  const { play, told } = breakpoint(place);
  const { out } = await converse(context, play);
  assert.match(out, /finished/);
  await expectRun(place, told);
};

/** A hook may answer what Sallyport asks. It counts where forms count, and the record says by which door and how fast. */
const hooked = (counts) => async (context) => {
  const { place } = context;
  const answer = {
    hookSpecificOutput: { hookEventName: 'Elicitation', action: 'accept', content: { decision: 'allow_once' } },
  };
  const hook = path.join(place.folder, 'hook.json');
  writeFileSync(hook, JSON.stringify(answer));
  const hooks = { Elicitation: [{ hooks: [{ type: 'command', command: `cat ${hook}` }] }] };
  const { play, told } = breakpoint(place, { approve: false });
  await converse(context, play, { hooks });
  if (!counts) return expectHeld(place, told);
  assert.match(told[0], /send done/);
  assert.equal(place.sent(), 1);
  const { approvals } = await place.record();
  assert.match(approvals.map(({ message }) => message).join(), /by claude-code \(elicitation\) in \d+ ms/);
};

/** An agent that has a shell tries to approve what it asked for. */
const selfApproved = async (context) => {
  const { place } = context;
  const { play, told } = selfApproval(place, { shell: 'Bash', command: 'command' });
  await converse(context, play);
  const [, inShell, inTerminal, hidden] = told;
  assert.match(inShell, /no terminal/);
  assert.match(inTerminal, /the shell of an AI client/);
  assert.match(hidden, /a client that uses Sallyport/);
  await expectHeld(place, told);
};

export const CLAUDE_CODE = {
  name: 'Claude Code',
  packages: { '@anthropic-ai/claude-code': '2.1.330' },
  // On stdio it waits 1.8 seconds for an answer to its probe, and speaks legacy after that.
  as: { client: 'claude-code', revision: '2026-07-28', late: '2025-11-25', asks: 'form and url' },
  cases: [
    { what: 'mcp list', over: 'stdio', run: list, source: 'environment' },
    { what: 'mcp list', over: 'http', run: list, source: 'principal' },
    { what: 'a held call, approved in a terminal', over: 'stdio', run: held, source: 'environment' },
    { what: 'a held call, approved in a terminal', over: 'http', run: held, source: 'principal' },
    { what: 'its shell cannot approve', over: 'stdio', run: selfApproved, source: 'environment' },
    { what: 'a hook that answers for the person', over: 'stdio', run: hooked(true), source: 'environment' },
    { what: 'a hook that answers for the person', over: 'http', run: hooked(false), source: 'principal' },
  ],
};
